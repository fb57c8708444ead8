"""What is true in this world and told to nobody in it: drawn first, from the seed alone."""

from dataclasses import dataclass
from datetime import date, timedelta

from sepas.cli.demo.organisations import SARD
from sepas.cli.demo.world.chance import stream
from sepas.cli.demo.world.parameters import EARLY_SCALE, EARLY_SHAPE, EARLY_SHARE
from sepas.cli.demo.world.parts import BOARD, COLD, WHIRL

ARBITRARY_BRANCHES = ("isfahan", "mashhad", "shiraz")
SKILLS_AWAY = (COLD, WHIRL, BOARD)
RUDE_PEOPLE = ("agent", "agent2")
WEAK_PARTS = (("WM-9", "drain_pump"), ("RF-620", "fan"), ("RF-340", "thermostat"), ("TV-55", "backlight"))
BATCH_BEGINS, BATCH_LASTS = timedelta(days=560), timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Hidden:
    company: str
    arbitrary_branch: str
    """Turns down what the engine grants, far more often than the others."""
    skilless_branch: str
    missing_skill: str
    rude_person: str
    weak_model: str
    weak_part: str
    batch_first: date
    batch_last: date
    """Made between these days, half of the units of the model have a part that fails early."""
    early_share: float = EARLY_SHARE
    early_shape: float = EARLY_SHAPE
    early_scale: float = EARLY_SCALE


def draw(seed: int, last: date) -> Hidden:
    rng = stream(seed, "hidden")
    arbitrary, skilless = rng.sample(ARBITRARY_BRANCHES, 2)
    model, part = rng.choice(WEAK_PARTS)
    begins = last - BATCH_BEGINS
    return Hidden(
        SARD, arbitrary, skilless, rng.choice(SKILLS_AWAY), rng.choice(RUDE_PEOPLE), model, part,
        begins, begins + BATCH_LASTS,
    )  # fmt: skip
