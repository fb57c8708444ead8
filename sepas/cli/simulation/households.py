"""What a household lives through with one appliance: one to three cases, told through the real actions."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sepas.assets.actions.units import add_unit
from sepas.assets.models import Unit
from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.close import close_case
from sepas.cases.actions.hold import hold_case
from sepas.cases.actions.open import open_case
from sepas.cases.actions.progress import progress_case
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.actions.resolve import resolve_case
from sepas.cases.actions.resume import resume_case
from sepas.cases.actions.triage import triage_case
from sepas.cases.models import Case
from sepas.cases.policies import REOPEN_WINDOW
from sepas.cli.simulation import words
from sepas.cli.simulation.places import YEARS, Places
from sepas.cli.simulation.spread import on_tail
from sepas.kernel.actor import GUEST, system
from sepas.parties.actors import actor_for_mobile
from sepas.service_levels.calendars import WorkingCalendar
from sepas.service_levels.queries import calendar_of

KINDS = (
    *["guarantee_repair"] * 9, *["paid_repair"] * 4, *["maintenance"] * 2, *["installation"] * 2, "advice", "return",
    "complaint", "parts_order",
)  # fmt: skip
BACKLOG = timedelta(days=90)
"""Cases older than this are all closed."""
YOUNG = timedelta(days=14)
LATELY = 0.1
"""The part of households whose story began within `YOUNG`: what most of the open cases come from."""


@dataclass
class Household:
    """Ids of what came of it. `number` gives the person's name and mobile number, and the serial."""

    number: int
    unit: Unit
    calendar: WorkingCalendar
    """Of the branch that serves it."""
    cases: list[Case] = field(default_factory=list)


def serial_of(model_code: str, number: int) -> str:
    return f"{model_code}-{number:08d}"


def tell_all(places: Places, rng: random.Random, count: int, now: datetime) -> list[Household]:
    """So many households, the one whose story began first first, spread over two years before `now`."""
    recent = 1 - YOUNG / YEARS
    begun = sorted(rng.uniform(recent, 1) if rng.random() < LATELY else rng.random() for _ in range(count))
    return [_tell(places, rng, number, now - YEARS * (1 - part), now) for number, part in enumerate(begun)]


def _tell(places: Places, rng: random.Random, number: int, begun: datetime, now: datetime) -> Household:
    branch = rng.randrange(len(places.branches))
    model = rng.choice(places.models)
    begun = on_tail(begun)
    sold = (begun - timedelta(days=rng.randrange(5, 700))).date()
    unit = add_unit(
        system(places.organisation.pk, "simulate"),
        model=model,
        serial=serial_of(model.code, number),
        sold_by=places.branches[branch],
        sales_channel="distance" if rng.random() < 0.2 else "in_store",
        manufactured_on=sold - timedelta(days=90),
        sold_on=sold,
        delivered_on=sold + timedelta(days=1),
        now=begun - timedelta(hours=1),
    )
    told = Household(number, unit, calendar_of(places.branches[branch]))
    at = begun
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3))):
        if at >= now - timedelta(minutes=10):
            break
        told.cases.append(_case(places, rng, told, branch, _waking(rng, at, now), now))
        at += timedelta(days=rng.randrange(20, 200), seconds=rng.randrange(86400))
    return told


def _waking(rng: random.Random, at: datetime, now: datetime) -> datetime:
    """A moment of that day between seven in the morning and ten at night in Tehran."""
    day = at.replace(hour=3, minute=30, second=0, microsecond=0)
    return on_tail(min(day + timedelta(seconds=rng.randrange(15 * 3600)), now - timedelta(minutes=5)))


def _case(
    places: Places, rng: random.Random, told: Household, branch: int, at: datetime, now: datetime
) -> Case:
    mobile, name = words.mobile_of(told.number), words.name_of(told.number)
    customer = actor_for_mobile(mobile, "fa")
    by = rng.choice((GUEST, customer, places.agent))
    place = len(told.cases)
    case = open_case(
        by,
        organisation=places.organisation,
        kind=rng.choice(KINDS),
        description=" ".join(words.sentences(told.unit.model.product_class, told.number * 3 + place)),
        mobile=mobile,
        name=name,
        unit=told.unit,
        even_if_open=True,
        now=at,
    )
    done = now - at > BACKLOG or (now - at > YOUNG and rng.random() < 0.85)
    steps = 99 if done else rng.randrange(0, 8)
    _live(places, rng, case, branch, at, now, steps)
    return case


def _live(
    places: Places, rng: random.Random, case: Case, branch: int, at: datetime, now: datetime, steps: int
) -> None:
    """Say up to `steps` verbs to the case, none of them in the future."""
    customer = actor_for_mobile(case.customer.mobile, "fa")
    repairer, technician = places.repairers[branch], places.technicians[branch]
    us = system(places.organisation.pk, "clock")
    waits = rng.random() < 0.3
    verbs = [
        (0.2, lambda t: triage_case(places.agent, case=case, now=t)),
        (0.3, lambda t: assign_case(places.director, case=case, assignee=technician, now=t)),
        (0.4, lambda t: reply_to_case(places.agent, case=case, body=rng.choice(words.ANSWERS), now=t)),
    ]
    if rng.random() < 0.4:
        verbs.append((8, lambda t: reply_to_case(customer, case=case, body=rng.choice(words.REPLIES), now=t)))
    if rng.random() < 0.5:
        verbs.append((20, lambda t: progress_case(repairer, case=case, moment="device_received", now=t)))
    if waits:
        verbs.append((4, lambda t: hold_case(repairer, case=case, reason="waiting_for_part", now=t)))
        verbs.append((48, lambda t: resume_case(repairer, case=case, now=t)))
    verbs.append((24, lambda t: resolve_case(repairer, case=case, resolution=rng.choice(words.DONE), now=t)))
    for number, (hours, verb) in enumerate(verbs):
        at = on_tail(at + timedelta(seconds=rng.uniform(0.3, 2.5) * hours * 3600 + 60))
        if number >= steps or at > now:
            return
        verb(at)
    close_at = at + REOPEN_WINDOW + timedelta(minutes=1)
    if close_at <= now:
        close_case(us, case=case, now=close_at)
