"""Reads; each a fixed number of SQL queries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from sepas.cases.models import Case, Promise
from sepas.kernel.actor import Actor
from sepas.kernel.compiled import Compiled
from sepas.kernel.errors import NotFound
from sepas.kernel.text import alphabetical, fold
from sepas.parties.models import Staff
from sepas.teamwork import variables
from sepas.teamwork.actions.presence import FRESH
from sepas.teamwork.models import (
    Absence,
    AssignmentRule,
    CannedReply,
    Draft,
    Macro,
    Notification,
    Presence,
    Routine,
    Skill,
    WaitingReply,
    WaitingState,
)

WRITING = timedelta(minutes=10)
"""How long a colleague's draft is worth a warning."""
SHOWN = 12
USUAL_HOURS = 16
"""Two working days without a touch: a case counts as forgotten where nothing else is set."""
PAGE = 40
MOST_MACROS = 100


@dataclass(frozen=True, slots=True)
class Ready:
    """A ready text, filled for one case."""

    kept: CannedReply
    text: str


@dataclass(frozen=True, slots=True)
class Company:
    """Somebody else at the same case. `doing`: `answering`, `draft` or `looking`."""

    name_fa: str
    name_en: str
    doing: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What the reply box needs besides the case: one's draft, answers on their way, who else is there."""

    draft: str
    waiting: Sequence[WaitingReply]
    company: Sequence[Company]


def desk(actor: Actor, case: Case, *, now: datetime) -> Desk:
    """Three queries."""
    drafts = _drafts(case.pk, given=actor)
    mine = next((each.body for each in drafts if each.author_id == actor.id), "")
    return Desk(mine, waiting(actor, case, now=now), _company(actor, case, drafts, now))


def company(actor: Actor, case: Case, *, now: datetime) -> list[Company]:
    """Who else is at the case now, those who write first. Two queries."""
    drafts = _drafts(case.pk, given=actor)
    return _company(actor, case, drafts, now)


def waiting(actor: Actor, case: Case, *, now: datetime) -> list[WaitingReply]:
    """Answers of the case that wait, and those that failed within a day. One query."""
    return _waiting(case.pk, now - timedelta(days=1), given=actor)


def _waiting_of(actor: Actor, pk: int, failed_since: datetime) -> QuerySet[WaitingReply]:
    failed = Q(state=WaitingState.FAILED, due_at__gt=failed_since)
    found = WaitingReply.objects.visible_to(actor).filter(Q(state=WaitingState.WAITING) | failed, case_id=pk)
    return found.select_related("author").order_by("due_at", "pk")


def _present_at(actor: Actor, pk: int, since: datetime) -> QuerySet[Presence]:
    return Presence.objects.visible_to(actor).filter(case_id=pk, at__gt=since).select_related("staff")


_drafts = Compiled(
    lambda actor, pk: Draft.objects.visible_to(actor).filter(case_id=pk).select_related("author"), int
)
_waiting = Compiled(_waiting_of, int, datetime)
_present = Compiled(_present_at, int, datetime)


def waiting_reply(actor: Actor, case: Case, pk: int) -> WaitingReply:
    """One of them, in whatever state. Raises `NotFound`."""
    found = WaitingReply.objects.visible_to(actor).select_related(
        "author", "case__organisation", "case__customer"
    )
    row = found.filter(case=case, pk=pk).first()
    if row is None:
        raise NotFound()
    return row


def canned_replies(actor: Actor, *, text: str = "") -> list[CannedReply]:
    """The ready texts that the actor may use and that hold every word of `text`, most used first. One query."""
    rows = CannedReply.objects.visible_to(actor).order_by("-used", "pk")
    words = fold(text).split()
    found = [row for row in rows[:500] if all(word in _found_by(row) for word in words)]
    return sorted(found, key=lambda row: (-row.used, alphabetical(row.title)))


def canned_reply(actor: Actor, pk: int) -> CannedReply:
    """One of them; raises `NotFound`."""
    found = CannedReply.objects.visible_to(actor).select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def ready(actor: Actor, case: Case, *, text: str = "") -> list[Ready]:
    """The first ready texts by `text`, filled for `case` in its customer's language. Two queries."""
    promises = list(Promise.objects.visible_to(actor).filter(case=case))
    return [
        Ready(kept, filled(actor, case, kept, promises)) for kept in canned_replies(actor, text=text)[:SHOWN]
    ]


def filled(actor: Actor, case: Case, kept: CannedReply, promises: Sequence[Promise] | None = None) -> str:
    """`kept` as its customer would read it. One query when `promises` are not given."""
    if promises is None:
        promises = list(Promise.objects.visible_to(actor).filter(case=case))
    language = case.customer.language
    body = (kept.body_en or kept.body_fa) if language.startswith("en") else (kept.body_fa or kept.body_en)
    agent = replace(actor, language=language).called
    return variables.fill(body, case, promises, language=language, agent=agent)


def notifications(actor: Actor, *, before: int | None = None) -> tuple[list[Notification], int | None]:
    """One's notifications, newest first, and where the next page begins. One query."""
    rows = Notification.objects.visible_to(actor).select_related("case").order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def unread(actor: Actor) -> int:
    """How many are new, counted up to a hundred. One query."""
    return Notification.objects.visible_to(actor).filter(read_at=None)[:100].count()


def _company(actor: Actor, case: Case, drafts: list[Draft], now: datetime) -> list[Company]:
    present = _present(case.pk, now - FRESH, given=actor)
    found: dict[int, Company] = {}
    for draft in drafts:
        if draft.author_id != actor.id and draft.at > now - WRITING:
            found[draft.author_id] = Company(draft.author.name_fa, draft.author.name_en, "draft")
    for row in present:
        if row.staff_id != actor.id and (row.answering or row.staff_id not in found):
            doing = "answering" if row.answering else "looking"
            found[row.staff_id] = Company(row.staff.name_fa, row.staff.name_en, doing)
    order = {"answering": 0, "draft": 1, "looking": 2}
    return sorted(found.values(), key=lambda each: (order[each.doing], alphabetical(each.name_fa)))


def _found_by(row: CannedReply) -> str:
    return fold(f"{row.title} {row.folder} {row.body_fa} {row.body_en}")


def forgotten_after(actor: Actor) -> int:
    """After how many working hours without a touch a case of the actor's organisation is forgotten. One query."""
    row = Routine.objects.visible_to(actor).first()
    return row.forgotten_after if row is not None else USUAL_HOURS


def assignment_rules(actor: Actor) -> list[AssignmentRule]:
    """The rules of assignment in the order in which they are tried. One query."""
    return list(AssignmentRule.objects.visible_to(actor).order_by("position", "pk"))


def assignment_rule(actor: Actor, pk: int) -> AssignmentRule:
    """One of them; raises `NotFound`."""
    found = AssignmentRule.objects.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def skills_of(actor: Actor, staff: Staff) -> list[Skill]:
    """What somebody can work on, by name. One query."""
    return list(Skill.objects.visible_to(actor).filter(staff=staff).order_by("name"))


def absences_of(actor: Actor, staff: Staff, *, now: datetime) -> list[Absence]:
    """The days away that are not over, by date, twenty at most. One query."""
    rows = Absence.objects.visible_to(actor).filter(staff=staff, last__gte=now.date())
    return list(rows.order_by("first")[:20])


def branches_with_skill(actor: Actor, name: str, day: date) -> list[int]:
    """The open branches where an active colleague does work on this class of product by themselves. One query."""
    rows = Skill.objects.visible_to(actor).filter(
        Q(until=None) | Q(until__gte=day),
        name=name,
        level__gte=2,
        staff__active=True,
        staff__branch__active=True,
    )
    return sorted(set(rows.values_list("staff__branch_id", flat=True)))


def all_macros(actor: Actor) -> QuerySet[Macro]:
    """Those that the actor may see, to be sliced by the caller."""
    return Macro.objects.visible_to(actor)


def macros(actor: Actor) -> list[Macro]:
    """Those that the actor may use, most used first. One query."""
    rows = Macro.objects.visible_to(actor).order_by("-used", "pk")[:MOST_MACROS]
    return sorted(rows, key=lambda row: (-row.used, alphabetical(row.title)))


def macro(actor: Actor, pk: int) -> Macro:
    """One of them; raises `NotFound`."""
    found = Macro.objects.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def promises_of(actor: Actor, case: Case) -> list[Promise]:
    """For filling texts. One query."""
    return list(Promise.objects.visible_to(actor).filter(case=case))
