"""Where the demo's people work: who may be asked for what, and when a technician has time."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sepas.assets.actions.models import add_model
from sepas.assets.models import ProductModel
from sepas.cli.demo.organisations import HAMRAH, KHODRO, SARD, Places
from sepas.cli.demo.world import parameters as p
from sepas.cli.demo.world.chance import stream
from sepas.cli.demo.world.fleet import Owned
from sepas.cli.demo.world.hidden import Hidden
from sepas.cli.demo.world.products import GTINS, INTERVALS, MODELS
from sepas.kernel.actor import Actor
from sepas.parties.actors import actor_for_staff
from sepas.parties.models import Branch, Staff
from sepas.service_levels.calendars import WorkingCalendar
from sepas.service_levels.queries import calendar_of
from sepas.service_levels.worktime import add_working_time, working_spans, working_time_between

WHY = "the demo world is made by whoever runs this installation"

AGENTS = {SARD: ("agent", "agent2"), HAMRAH: ("hamrah-agent",), KHODRO: ("khodro-agent",)}
MANAGERS = {
    (SARD, "tehran"): "manager", (SARD, "tehran-east"): "manager", (SARD, "isfahan"): "manager2",
    (SARD, "mashhad"): "manager3",
}  # fmt: skip
HEADS = {SARD: "quality", HAMRAH: "hamrah", KHODRO: "khodro"}
"""Who settles complaints and disputed registrations."""


@dataclass
class Bench:
    """One technician and the moment from which they are free."""

    username: str
    free_at: datetime
    away: list[tuple[datetime, datetime]]
    """Leaves, in their order."""

    def there_at(self, moment: datetime) -> datetime:
        """The moment, or the end of the leave that it falls in."""
        for begin, end in self.away:
            if begin <= moment < end:
                moment = end
        return moment


@dataclass
class Workshop:
    """A branch at work. `stretch`: working hours that pass for an hour of our jobs; the rest is for other work."""

    branch: Branch
    calendar: WorkingCalendar
    benches: list[Bench]
    stretch: float = 1.0

    def open_after(self, moment: datetime, hours: float = 0.0) -> datetime:
        """So many working hours after `moment`, in the branch's opening hours."""
        return add_working_time(moment, timedelta(hours=max(hours, 0.02)), self.calendar)

    def book(self, username: str, ready: datetime, hours: float) -> tuple[datetime, datetime]:
        """The technician's next time after `ready`: begin and end of a job of so many hours."""
        bench = next(each for each in self.benches if each.username == username)
        begin = self.open_after(bench.there_at(max(bench.free_at, ready)))
        end = self.open_after(begin, hours)
        bench.free_at = self.open_after(begin, hours * self.stretch)
        return begin, end

    def window(self, moment: datetime, hours: float = 2.0) -> tuple[datetime, datetime]:
        """The time that a customer is told for a visit about `moment`, within the opening hours: it begins at a full
        or half hour."""
        moment = self.open_after(moment)
        day = self.calendar.local_day(moment)
        opens, closes = next(span for span in working_spans(day, self.calendar) if moment <= span[1])
        begin = max(opens, moment.replace(minute=moment.minute // 30 * 30, second=0, microsecond=0))
        begin = max(opens, min(begin, closes - timedelta(hours=1)))
        return begin, min(begin + timedelta(hours=hours), closes)

    def before(self, moment: datetime, hours: float) -> datetime:
        """So many working hours before `moment`, in the branch's opening hours."""
        left, day = timedelta(hours=hours), self.calendar.local_day(moment)
        while True:
            for opens, closes in reversed(working_spans(day, self.calendar)):
                worked = min(closes, moment) - opens
                if worked > left:
                    return min(closes, moment) - left
                left -= max(worked, timedelta())
            day -= timedelta(days=1)

    def least_busy(self, now: datetime) -> str:
        return min(self.benches, key=lambda bench: bench.there_at(max(bench.free_at, now))).username


@dataclass
class Stage:
    """Everybody and everything that the world acts with."""

    places: Places
    hidden: Hidden
    workshops: dict[tuple[str, str], Workshop]
    models: dict[tuple[str, str], ProductModel]
    actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, username: str) -> Actor:
        if username not in self.actors:
            found = actor_for_staff(self.places.staff[username])
            assert found is not None
            self.actors[username] = found
        return self.actors[username]

    def staff(self, username: str) -> Staff:
        return self.places.staff[username]

    def workshop(self, unit: Owned) -> Workshop:
        return self.workshops[unit.sold.company, unit.branch]

    def lacks_skill(self, unit: Owned, skill: str) -> bool:
        hidden = self.hidden
        return (
            unit.sold.company == hidden.company
            and unit.branch == hidden.skilless_branch
            and skill == hidden.missing_skill
        )


def build(
    places: Places, hidden: Hidden, fleet: list[Owned], seed: int, begins: datetime, ends: datetime
) -> Stage:
    """The models and workshops; opening hours are the product's own calendars."""
    workshops = {}
    for (company, code), branch in places.branches.items():
        branch.organisation = places.companies[company]
        benches = [
            Bench(username, begins, leaves(seed, username, begins, ends))
            for username, staff in places.staff.items()
            if staff.branch_id == branch.pk and "technician" in username
        ]
        workshops[company, code] = Workshop(branch, calendar_of(branch), benches)
    _set_stretch(workshops, fleet, ends)
    return Stage(places, hidden, workshops, _models(places, begins))


def leaves(seed: int, username: str, begins: datetime, ends: datetime) -> list[tuple[datetime, datetime]]:
    """When a technician is away; in the last weeks more are than usual."""
    rng = stream(seed, "leaves", username)
    days = (ends - begins).days
    found = []
    for _ in range(round(p.LEAVES_A_YEAR * days / 365)):
        begin = begins + timedelta(days=rng.randrange(days))
        found.append((begin, begin + timedelta(days=rng.randint(*p.LEAVE_DAYS))))
    if rng.random() < p.AWAY_NOW:
        found.append(
            (ends - timedelta(days=rng.randint(*p.AWAY_FOR)), ends + timedelta(days=rng.randrange(1, 6)))
        )
    return sorted(found)


def _set_stretch(workshops: dict[tuple[str, str], Workshop], fleet: list[Owned], ends: datetime) -> None:
    """Give each branch as many hours a day for these jobs as keep its technicians busy, but not fewer than some."""
    since = ends - timedelta(days=365)
    hours: dict[tuple[str, str], float] = dict.fromkeys(workshops, 0.0)
    for unit in fleet:
        for need in unit.needs:
            if need.at > since:
                hours[unit.sold.company, unit.branch] += need.failure.part.hours if need.failure else 1.2
    for place, workshop in workshops.items():
        worked = working_time_between(since, ends, workshop.calendar).total_seconds() / 3600
        there = worked * max(len(workshop.benches), 1)
        wanted = p.UTILISATION * there / max(hours[place], 1.0)
        workshop.stretch = max(1.0, min(wanted, 8.0 / p.HOURS_A_DAY_LEAST))


def _models(places: Places, begins: datetime) -> dict[tuple[str, str], ProductModel]:
    """Models that the hand-written part of the demo did not make already."""
    found = {}
    for sold in MODELS:
        organisation = places.companies[sold.company]
        rows = ProductModel.objects.unscoped(WHY).filter(organisation=organisation, code=sold.code)
        found[sold.company, sold.code] = rows.first() or add_model(
            places.actor(sold.company),
            organisation=organisation,
            code=sold.code,
            name_fa=sold.name_fa,
            name_en=sold.name_en,
            brand=sold.brand,
            product_class=sold.product_class,
            vehicle_class=sold.vehicle_class,
            gtin=GTINS.get(sold.code, ""),
            service_interval_months=INTERVALS.get(sold.product_class),
            now=begins,
        )
    return found
