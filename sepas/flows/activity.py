"""The record of activity as administrators read it: facts of every package, as far as the reader's rights go."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connections
from django.db.models import Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from sepas.assets.models import ProductModel, Unit
from sepas.cases.models import Case
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.verify import Break, breaks
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.errors import NotFound
from sepas.kernel.ids import read_code
from sepas.kernel.policy import require
from sepas.kernel.text import fold
from sepas.offers.models import ServiceOffer
from sepas.parties import numbers, policies
from sepas.parties.models import Branch, Customer, Staff

PAGE_SIZE = 50
NAMED = (("staff", Staff), ("branch", Branch), ("model", ProductModel), ("service_offer", ServiceOffer))
WHY = "which facts somebody may read rests on the branch of their subject"


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look for; everything empty means everything. `who` is `staff:5`, or a kind of actor alone."""

    subject: str = ""
    subject_id: int | None = None
    who: str = ""
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """One page of facts, newest first; `next` is the id to pass as `before`, None at the end. `names` maps
    (subject, id) to what the subject is called, for those that the reader may know by name.
    """

    events: list[Event]
    next: int | None
    names: dict[tuple[str, int], str | dict[str, str]]


def activity(actor: Actor, asked: Asked, *, before: int | None = None, size: int = PAGE_SIZE) -> Activity:
    """One page of the record; seven queries at most. Raises `Refused` without the permission."""
    found = facts(actor, asked)
    if before is not None:
        found = _after(found, before)
    rows = list(found[: size + 1])
    return Activity(rows[:size], rows[size - 1].pk if len(rows) > size else None, _names(actor, rows[:size]))


def facts(actor: Actor, asked: Asked) -> QuerySet[Event]:
    """Every fact that is asked for and that the actor may read, newest first, to be sliced by the caller.

    Whoever reads the record of branches only, reads what happened to these, to their cases and to their people.
    """
    require(policies.may_read_activity(actor, actor.organisation_id))
    found = Event.objects.filter(organisation_id=actor.organisation_id).order_by("-at", "-id")
    if asked.subject:
        found = found.filter(subject_type=asked.subject)
    if asked.subject_id is not None:
        found = found.filter(subject_id=asked.subject_id)
    if asked.who:
        kind, _colon, number = asked.who.partition(":")
        found = found.filter(actor_kind=kind)
        if number.isdecimal():
            found = found.filter(actor_id=int(number))
    if asked.since:
        found = found.filter(at__gte=asked.since)
    if asked.until:
        found = found.filter(at__lt=asked.until)
    if asked.text:
        found = found.annotate(words=Cast("data", TextField())).filter(_saying(actor, asked.text))
    reach = actor.reach("activity.view")
    if actor.kind == Kind.SYSTEM or reach.everywhere:
        return found
    return found.filter(_of_branches(reach.branches))


def _after(found: QuerySet[Event], before: int) -> QuerySet[Event]:
    """What follows the fact `before` in the order of time: a range of the index, and those of the same moment."""
    edge = Subquery(Event.objects.filter(pk=before).values("at")[:1])
    return found.filter(at__lte=edge).exclude(at=edge, pk__gte=before)


def proof(actor: Actor, subject: str, subject_id: int) -> list[Break]:
    """Where the history of one thing is not as it was written; empty is the proof that it is. Raises `NotFound`
    when there is no history that the actor may read.
    """
    if not facts(actor, Asked(subject=subject, subject_id=subject_id)).exists():
        raise NotFound()
    return breaks(subject, subject_id)


def _of_branches(branches: frozenset[int]) -> Q:
    cases = Case.objects.unscoped(WHY).filter(branch_id__in=branches).values("pk")
    people = Staff.objects.unscoped(WHY).filter(branch_id__in=branches).values("pk")
    return (
        Q(subject_type="case", subject_id__in=cases)
        | Q(subject_type="branch", subject_id__in=branches)
        | Q(subject_type="staff", subject_id__in=people)
    )


def _saying(actor: Actor, text: str) -> Q:
    said = Q(actor_name__icontains=text)
    code = read_code(text)
    if code:
        return said | Q(
            subject_type="case", subject_id__in=Case.objects.visible_to(actor).filter(code=code).values("pk")
        )
    if fold(text).replace(" ", "").isdigit() and not numbers.may_find_by_part(actor):
        return said
    said |= Q(words__icontains=text)
    # SQLite keeps JSON as it was written: by some writers with letters beyond ASCII escaped; PostgreSQL as letters.
    if connections[Event.objects.db].vendor == "sqlite" and not text.isascii():
        said |= Q(words__icontains=json.dumps(text)[1:-1])
    return said


def _names(actor: Actor, events: Iterable[Event]) -> dict[tuple[str, int], str | dict[str, str]]:
    ids: dict[str, set[int]] = {}
    for event in events:
        ids.setdefault(event.subject_type, set()).add(event.subject_id)
    found: dict[tuple[str, int], str | dict[str, str]] = {}
    if of := ids.get("case"):
        rows = Case.objects.visible_to(actor).filter(pk__in=of).values_list("pk", "code")
        found |= {("case", pk): code for pk, code in rows}
    if of := ids.get("unit"):
        serials = Unit.objects.visible_to(actor).filter(pk__in=of).values_list("pk", "serial")
        found |= {("unit", pk): serial for pk, serial in serials}
    if of := ids.get("customer"):
        called = Customer.objects.visible_to(actor).filter(pk__in=of).values_list("pk", "name")
        found |= {("customer", pk): name for pk, name in called if name}
    for subject, model in NAMED:
        if of := ids.get(subject):
            named = model.objects.visible_to(actor).filter(pk__in=of)
            found |= {
                (subject, pk): {"fa": fa, "en": en or fa}
                for pk, fa, en in named.values_list("pk", "name_fa", "name_en")
            }
    return found
