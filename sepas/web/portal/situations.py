"""What happened, in the person's own terms: which facts that tells, and which lines it is about.

One tap here answers what the engine would otherwise ask in several questions; every answer stays changeable.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REPAIR_LINES = frozenset({"parts", "labour", "travel", "transport", "diagnosis"})
STRONG_LINES = frozenset({"replacement", "refund"})


@dataclass(frozen=True, slots=True)
class Situation:
    """`facts` are told by choosing it; questions are asked while they settle one of `lines` or `settles`."""

    name: str
    title: str | Promise
    hint: str | Promise
    lines: frozenset[str]
    facts: Mapping[str, object] = field(default_factory=dict)
    settles: frozenset[str] = frozenset()

    def concerns(self, settles: tuple[str, ...]) -> bool:
        """Whether a fact that settles these things is worth asking for."""
        return bool((self.lines | self.settles) & set(settles)) or any(
            name.startswith("version:") for name in settles
        )


SITUATIONS = (
    Situation(
        "fresh",
        _("It has just developed a fault"),
        _("and was not taken to a workshop yet"),
        REPAIR_LINES,
        {
            "days_in_repair": 0,
            "failed_repairs": 0,
            "same_defect_visits": 1,
            "repaired_before": False,
            "damaged_in_repair": False,
        },
    ),
    Situation(
        "waiting",
        _("It is in the workshop and takes too long"),
        _("or they do not give a clear answer"),
        frozenset({"loaner", "compensation", "parts", "labour"}),
        {},
        frozenset(
            {"remedy:loaner", "remedy:guarantee_extension", "remedy:stop_damages", "obligation:repair"}
        ),
    ),
    Situation(
        "again",
        _("It was repaired, but the fault came back"),
        _("or was never cured"),
        REPAIR_LINES | STRONG_LINES,
        {"repaired_before": True, "days_in_repair": 0},
        frozenset({"remedy:replacement", "remedy:refund"}),
    ),
    Situation(
        "withdraw",
        _("I want to give it back"),
        _("because it is defective, or I changed my mind"),
        STRONG_LINES,
        {},
        frozenset({"remedy:refund", "remedy:rescission", "remedy:withdrawal", "obligation:refund"}),
    ),
    Situation(
        "know",
        _("I only want to know my rights"),
        _("nothing is wrong for now"),
        REPAIR_LINES,
        {"days_in_repair": 0, "failed_repairs": 0, "repaired_before": False, "damaged_in_repair": False},
    ),
)
BY_NAME = {situation.name: situation for situation in SITUATIONS}

GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("At home"), (
        "refrigerator", "washing_machine", "dishwasher", "tv", "air_conditioner", "water_heater", "cooker",
        "vacuum_cleaner", "tumble_dryer", "audio_video", "small_appliance",
    )),
    (_("Digital"), ("phone", "tablet", "computer", "monitor", "computer_accessory", "cordless_phone")),
    (_("On the road"), ("motor_vehicle", "ebike")),
    (_("Something else"), ("other_goods", "service")),
)  # fmt: skip
"""Product classes of the vocabulary as people look for them; those not named here come last."""
