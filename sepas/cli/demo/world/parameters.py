"""Every number of the world's model that is not a part's lifetime or a season; `docs/world.md` says why each is so."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    name: str
    cases: int
    """About how many cases of their own the units bring about; complaints come on top."""
    kept: float = 1.0
    """Share of units that are kept of those without a need in the last `LIVELY` days; the others are all kept."""


SIZES = {
    size.name: size for size in (Size("small", 110, 0.3), Size("usual", 190, 0.14), Size("large", 4_000))
}
DEFAULT = "usual"
BY_HAND = 55
"""Cases of the last working days, which every world has on top."""

LIVELY = 28
"""Days before the end of which small worlds keep everything, so that a desk with few cases is a busy one."""
YEARS_ON_SALE = 4.0
"""Units are sold from this long before the end."""
GROWTH = 1.0
"""Sales grow by e, nearly threefold, a year: the companies are young, so that the last weeks are the liveliest."""
LIFE = 0.62
"""All scales of lifetimes are multiplied by it: young makers, whose things fail rather more often than others'."""
REGISTERED = 0.55
"""Owners who register their guarantee; the others never do. The first owner of a car always does."""
SECOND_HAND = 0.03
"""Registered units that somebody else buys and registers too, without a word from the first owner."""
DISTANCE = 0.22
RETURNED = 0.07
"""Of distance sales, within the seven days that the law gives."""
ADVICE_A_YEAR = 0.05
PARTS_A_YEAR = 0.012
SUGGESTED = 0.012
UNREACHABLE = 0.02
"""Customers whose number takes no messages: those end as failed."""
ENGLISH = 0.02
"""Customers who read English."""

BY_GUEST, BY_CUSTOMER = 0.38, 0.27
"""Who opens: on the portal unknown, signed in; the rest is written down by an agent on the phone."""
PHOTO = 0.16
TYPOS = 0.22
"""Descriptions with a slip of a finger."""
AFTER_NOWRUZ = 0.6
"""Of what breaks in the thirteen days of Nowruz or on a Friday, how much is told only afterwards."""

UTILISATION = 0.78
"""Of technicians' hours at the mean demand: below one, but summer and Esfand go over it, and a queue builds."""
HOURS_A_DAY_LEAST = 1.5
TRAVEL_DAYS = 0.8
"""Mean days until a visit fits both, besides the queue."""
PART_DAYS, PART_DAYS_IMPORTED = 5.0, 12.0
IMPORTED_MONTHS = {"phone", "tablet", "tv"}
LEAVES_A_YEAR, LEAVE_DAYS = 2, (4, 10)
"""Each technician is away so often, for so many days; nobody takes the place of the only one of a branch."""
AWAY_NOW, AWAY_FOR = 0.4, (3, 11)
"""How many are away in the last weeks of the world, since when in days: the desk is busy when one first looks at it."""
WITHOUT_SKILL_DAYS = 9.0
"""Mean days until somebody with the missing skill comes from elsewhere."""
FIXED = 0.93
FIXED_WITHOUT_SKILL = 0.62
"""How likely a repair lasts."""

ARBITRARY, USUAL_ERROR = 0.34, 0.025
"""How often the arbitrary branch, and any other, turns down what the engine grants."""
FALSE_FINDING = 0.6
"""Of that, by writing down a cause that is not so; the rest against a decision that stands."""
RUDE, RUDE_OTHERWISE = 0.22, 0.01
NO_FIRST_ANSWER = 0.05

UNHAPPY_AT = -3.1
WEIGHTS = {"long_wait": 1.15, "repeated_repair": 2.3, "arbitrary_refusal": 3.4, "rude_answer": 2.6}
"""Logit of being unhappy: base, and by cause; waiting counts as log2(days / patience), never below nought."""
PATIENCE = {"refrigerator": 3.0, "motor_vehicle": 4.0, "phone": 4.0}
PATIENCE_OTHERWISE = 5.0
SPEAKS_UP = 0.2
"""Of 25 who are unhappy five say so; the other twenty are silent."""
COMPLAINS = 0.65
"""Of those who speak up, who complains formally; the others criticise."""
TELLS_UNHAPPY, TELLS_HAPPY = 9.0, 3.0
BUYS_AGAIN = {"content": 0.72, "complained_settled": 0.54, "complained_unsettled": 0.19, "silent": 0.12}
RATES = {"content": 0.3, "complains": 0.35, "criticises": 0.35, "silent": 0.05}
"""Who rates when asked, by mood; the silent hardly ever do, and then politely."""
SCORES = {
    "content": (5, 5, 5, 4, 4, 3),
    "complains": (1, 1, 2),
    "criticises": (2, 2, 1, 3),
    "silent": (3, 4, 3, 2),
}
LIVES_AT = 0.6
"""Of customers whose case an agent looks at: whose city and address are written down."""
WISHES = 0.25
"""Who names a day for the visit."""
APPOINTED_SINCE = 60
"""Days before the end since when the companies agree with customers on a time for every visit."""
APPOINTMENTS = {
    "agrees": 52,
    "silent": 20,
    "moved": 12,
    "missed_customer": 6,
    "missed_company": 3,
    "cancelled": 7,
}
"""What becomes of the first time that is appointed, where there is time for a second one; else it is agreed to."""
PAYS = 0.72
"""Who agrees to the estimate of a paid repair."""
CLOSES_THANKING, WRITES_THANKS = 0.28, 0.22
"""Of content customers; hardly any of the others."""

EARLY_SHARE, EARLY_SHAPE, EARLY_SCALE = 0.5, 1.1, 0.35
"""The bad batch: how many of its units have the weak part, and how early that fails, in years."""
