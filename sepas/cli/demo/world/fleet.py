"""What was sold, to whom, and what comes of it: drawn from the seed before the product is asked anything."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from sepas.assets.models import Unit
from sepas.cli.demo.organisations import BRANCHES, HAMRAH, KHODRO, SARD
from sepas.cli.demo.world import parameters as p
from sepas.cli.demo.world import people
from sepas.cli.demo.world.chance import poisson, stream, weibull
from sepas.cli.demo.world.hidden import Hidden
from sepas.cli.demo.world.parts import PARTS, Part
from sepas.cli.demo.world.products import INSTALLED, MODELS, SERVICED, Sold
from sepas.cli.demo.world.when import Seasons, jalali_month, reported

YEAR = 365.25
BY_HAND = 100_000
"""Units whose story is told by hand have numbers from here on."""
EAST = 0.4
"""Of Tehran's buyers, who go to the east of the city."""


@dataclass(frozen=True, slots=True)
class Person:
    number: int
    name: str
    mobile: str
    city: str
    language: str
    reachable: bool


@dataclass(frozen=True, slots=True)
class Failure:
    part: Part
    on: date
    age: float
    """Years in operating time."""
    early: bool
    cause: str


@dataclass(frozen=True, slots=True)
class Need:
    kind: str
    """`repair`, `installation`, `service`, `advice`, `parts`, `return`, `suggestion`."""
    at: datetime
    failure: Failure | None = None


@dataclass
class Owned:
    number: int
    sold: Sold
    serial: str
    person: Person
    branch: str
    channel: str
    made_on: date
    sold_on: date
    in_batch: bool
    weak: bool
    weight: float = 1.0
    """How many units like it stand behind it: units of quiet times are a sample in small worlds."""
    needs: list[Need] = field(default_factory=list)
    registers_at: datetime | None = None
    passed_on: tuple[Person, datetime] | None = None
    """Sold on second-hand: to whom, and when that person registers it."""
    row: Unit | None = None

    @property
    def delivered_on(self) -> date:
        return self.sold_on + timedelta(days=1)


def draw(seed: int, hidden: Hidden, size: p.Size, begins: datetime, ends: datetime) -> list[Owned]:
    """Units, one after the other, until their needs are as many cases as `size` asks for."""
    sales = ends.date() - timedelta(days=int(p.YEARS_ON_SALE * YEAR))
    seasons = Seasons(sales - timedelta(days=2), ends.date())
    found: list[Owned] = []
    cases, number = 0, -1
    lately = ends - timedelta(days=p.LIVELY)
    while cases < size.cases:
        number += 1
        unit = _unit(seed, number, hidden, ends.date())
        rng = stream(seed, "needs", unit.number)
        unit.needs = sorted(
            (need for need in _needs(rng, unit, seasons, hidden, ends) if begins < need.at < ends),
            key=lambda need: need.at,
        )
        if not any(need.at > lately for need in unit.needs):
            if stream(seed, "kept", number).random() >= size.kept:
                continue
            unit.weight = 1 / size.kept
        _register(stream(seed, "registration", unit.number), unit, begins, ends, seed)
        cases += len(unit.needs)
        found.append(unit)
    return found


def quiet(
    seed: int,
    hidden: Hidden,
    kinds: list[tuple[str, str]],
    begins: datetime,
    ends: datetime,
    number: int = BY_HAND,
) -> list[Owned]:
    """A unit for each company and class of product, of which nothing is drawn: what becomes of it is told by hand. It
    stands for no other."""
    found: list[Owned] = []
    for company, product_class in kinds:
        while True:
            number += 1
            unit = _unit(seed, number, hidden, ends.date())
            days = (ends.date() - unit.delivered_on).days
            if (unit.sold.company, unit.sold.product_class) == (company, product_class) and 40 < days < 600:
                break
        unit.weight = 0.0
        _register(stream(seed, "registration", number), unit, begins, ends, seed)
        unit.passed_on = None
        found.append(unit)
    return found


def _unit(seed: int, number: int, hidden: Hidden, last: date) -> Owned:
    rng = stream(seed, "unit", number)
    sold = rng.choices(MODELS, [model.share for model in MODELS])[0]
    person = person_of(seed, number)
    on_sale = p.YEARS_ON_SALE
    # The density of sales grows exponentially; its inverse gives the years before the end.
    back = -math.log(1 - rng.random() * (1 - math.exp(-p.GROWTH * on_sale))) / p.GROWTH
    sold_on = last - timedelta(days=max(int(back * YEAR), 2))
    made_on = sold_on - timedelta(days=rng.randrange(25, 140))
    in_batch = sold.code == hidden.weak_model and hidden.batch_first <= made_on <= hidden.batch_last
    return Owned(
        number=number,
        sold=sold,
        serial=serial_of(sold, made_on, number),
        person=person,
        branch=branch_of(rng, sold.company, person.city),
        channel="distance" if sold.company != KHODRO and rng.random() < p.DISTANCE else "in_store",
        made_on=made_on,
        sold_on=sold_on,
        in_batch=in_batch,
        weak=in_batch and rng.random() < hidden.early_share,
    )


def person_of(seed: int, number: int) -> Person:
    rng = stream(seed, "person", number)
    return Person(
        number, people.name_of(rng), people.mobile_of(number + seed % 997 * 31), people.weighted(rng, people.CITIES),
        "en" if rng.random() < p.ENGLISH else "fa", rng.random() >= p.UNREACHABLE,
    )  # fmt: skip


def branch_of(rng: Random, company: str, city: str) -> str:
    """The branch of the company in the city, or in the one that people of it go to."""
    there = [row[1] for row in BRANCHES if row[0] == company and row[5] == city]
    if not there:
        near = people.NEAR.get(city, "تهران")
        there = [row[1] for row in BRANCHES if row[0] == company and row[5] == near] or ["tehran"]
    return there[-1] if len(there) > 1 and rng.random() < EAST else there[0]


def serial_of(sold: Sold, made_on: date, number: int) -> str:
    """As makers write them: model, month of making, number; an IMEI for phones, a VIN for cars."""
    month = jalali_month(made_on).replace("-", "")[2:]
    if sold.product_class == "phone":
        return _imei(f"0010{'12' if sold.code == 'M-12' else '20'}{number:08d}")
    if sold.company == KHODRO:
        return f"NAM{sold.code.replace('-', '')}0{month}{number:07d}"
    return f"{sold.code.replace('-', '')}-{month}-{number:05d}"


def _imei(body: str) -> str:
    total = 0
    for place, digit in enumerate(map(int, body)):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return body + str(-total % 10)


def _needs(rng: Random, unit: Owned, seasons: Seasons, hidden: Hidden, ends: datetime) -> Iterator[Need]:
    kind, use = unit.sold.product_class, unit.delivered_on
    for failure in failures_of(rng, unit, seasons, hidden):
        yield Need(
            "repair", reported(rng, failure.on + timedelta(days=rng.choice((0, 0, 0, 1, 1, 2, 4)))), failure
        )
    if rng.random() < INSTALLED.get(kind, 0):
        yield Need("installation", reported(rng, use + timedelta(days=rng.randrange(4))))
    in_use = (ends.date() - use).days / YEAR
    for name, rate in (("service", SERVICED.get(kind, 0)), ("advice", p.ADVICE_A_YEAR), ("parts", p.PARTS_A_YEAR),
                       ("suggestion", p.SUGGESTED)):  # fmt: skip
        for _ in range(poisson(rng, rate * in_use)):
            day = seasons.after(kind, use, rng.random() * in_use)
            if day is not None:
                yield Need(name, reported(rng, day))
    if unit.channel == "distance" and rng.random() < p.RETURNED:
        yield Need("return", reported(rng, use + timedelta(days=rng.randrange(1, 6))))


def failures_of(rng: Random, unit: Owned, seasons: Seasons, hidden: Hidden) -> Iterator[Failure]:
    """The first failure of each part. A part of the bad batch has two ways to fail: the early one comes first."""
    for part in PARTS[unit.sold.product_class]:
        age = weibull(rng, part.shape, part.scale * unit.sold.factor * p.LIFE)
        early = False
        if unit.weak and part.key == hidden.weak_part:
            soon = weibull(rng, hidden.early_shape, hidden.early_scale)
            early, age = soon < age, min(age, soon)
        on = seasons.after(unit.sold.product_class, unit.delivered_on, age)
        misused = not early and rng.random() < part.misuse
        cause = rng.choice(("misuse", "misuse", "accident")) if misused else _cause(rng, part, age, early)
        if on is not None:
            yield Failure(part, on, age, early, cause)


def _cause(rng: Random, part: Part, age: float, early: bool) -> str:
    if early:
        return "manufacturing"
    if part.shape > 2.2 and age > 2.5 and rng.random() < 0.5:
        return "wear"
    return rng.choice(("inherent", "manufacturing", "manufacturing", "inherent", "assembly"))


def _register(rng: Random, unit: Owned, begins: datetime, ends: datetime, seed: int) -> None:
    if rng.random() >= (0.97 if unit.sold.company == KHODRO else p.REGISTERED):
        return
    at = reported(rng, unit.delivered_on + timedelta(days=rng.choice((0, 0, 1, 2, 4, 9, 20))))
    if begins < at < ends:
        unit.registers_at = at
        if rng.random() < p.SECOND_HAND:
            later = at + timedelta(days=rng.randrange(60, 500))
            if later < ends:
                unit.passed_on = (person_of(seed, unit.number + 50_000), later)


COMPANIES = (SARD, HAMRAH, KHODRO)
