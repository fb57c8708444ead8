"""Who is content, who is not, and what they do about it. Drawn beside the product, which sees only what is said."""

import math
from dataclasses import asdict, dataclass
from datetime import datetime

from sepas.cli.demo.world import parameters as p
from sepas.cli.demo.world.chance import poisson, sigmoid
from sepas.cli.demo.world.told import Told


@dataclass
class Mood:
    unhappy: bool
    risk: float
    """Probability with which it was drawn."""
    cause: str
    """What weighed most; empty for the content."""
    voice: str
    """`content`, `silent`, `complains` or `criticises`."""
    tells_others: int
    """How many people hear of it."""
    buys_again: bool
    settled: bool | None = None
    """Of complaints: whether they were settled to the customer's satisfaction; None while open."""

    def told(self) -> dict[str, object]:
        return asdict(self)


def waiting(kind: str, days: float) -> float:
    """How much so many days weigh: nothing within what people expect, then one for each doubling."""
    patience = p.PATIENCE.get(kind, p.PATIENCE_OTHERWISE)
    return max(0.0, math.log2(max(days, 0.1) / patience))


def draw(told: Told, now: datetime) -> Mood:
    """The customer's mood when the case has come to its end for them."""
    rng = told.rng
    assert told.opened_at is not None
    causes = dict(told.causes)
    causes["long_wait"] = waiting(
        told.unit.sold.product_class, (now - told.opened_at).total_seconds() / 86400
    )
    weighed = {cause: p.WEIGHTS[cause] * amount for cause, amount in causes.items() if amount > 0}
    risk = sigmoid(p.UNHAPPY_AT + sum(weighed.values()))
    unhappy = rng.random() < risk
    # Drawn whether needed or not, so that one answer more or less does not shift the others.
    speaks, complains, again = rng.random(), rng.random(), rng.random()
    voice = "content"
    if unhappy:
        voice = (
            "silent" if speaks >= p.SPEAKS_UP else "complains" if complains < p.COMPLAINS else "criticises"
        )
    fate = {"content": "content", "silent": "silent"}.get(voice, "complained_unsettled")
    return Mood(
        unhappy=unhappy,
        risk=risk,
        cause=(max(weighed, key=lambda cause: weighed[cause]) if weighed else "other") if unhappy else "",
        voice=voice,
        tells_others=poisson(rng, p.TELLS_UNHAPPY if unhappy else p.TELLS_HAPPY),
        buys_again=again < p.BUYS_AGAIN[fate],
    )
