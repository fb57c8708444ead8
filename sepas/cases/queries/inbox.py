"""The inbox: filters, keyset paging, counts. Each call is one query, however many rows there are."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sepas.cases import search, search_untold
from sepas.cases.lifecycle import Kind, State
from sepas.cases.models import Case
from sepas.cases.models.scope import visible_cases
from sepas.cases.queries.appointments import meant
from sepas.cases.queries.filters import SORTS, Narrow, after, asleep, narrowed, ordered, snoozed
from sepas.cases.queries.steps import with_steps
from sepas.kernel.actor import Actor
from sepas.kernel.compiled import Compiled, Counted, counting
from sepas.kernel.errors import Invalid

PAGE_SIZE = 50
NOTHING_ELSE = Narrow()
IS_OPEN = Q(is_open__in=[True])
"""Not `is_open=True`: Django writes that without a comparison, and SQLite then finds no index for it."""
MOST_COUNTED = 1000
"""Counts stop here: «۱۰۰۰ or more» says as much about a day's work as the exact number."""
SOON = timedelta(days=1)
NOT_IN_LISTS = ("facts", "moments", "holds", "branch__hours", "unit__facts", "unit__model__facts")
"""Columns of JSON that no list shows; reading them costs more than all others together."""


class Group(StrEnum):
    """Groups of states: `state` may also be one state itself."""

    OPEN = "open"
    ALL = "all"


class Due(StrEnum):
    LATE = "late"
    TODAY = "today"
    AT_RISK = "at_risk"


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of cases. `next` is the cursor of the following page, empty at the end."""

    cases: Sequence[Case]
    next: str


def inbox(
    actor: Actor,
    *,
    now: datetime,
    state: str = Group.OPEN,
    kind: str = "",
    branch: int | None = None,
    assignee: int | str | None = None,
    due: str = "",
    text: str = "",
    page: str = "",
    end_of_day: datetime | None = None,
    narrow: Narrow = NOTHING_ELSE,
    sort: str = "",
    size: int = PAGE_SIZE,
) -> Inbox:
    """One page of the cases that `actor` may see, newest first; with `due`, the most urgent first; with `text`
    alone, the last entered first. `sort` (a name of `filters.SORTS`) asks for another order, except of what is found
    by words.

    `state`: a state, `open` or `all`. `assignee`: a staff id, `me`, `nobody`. `due`: `late`, `today` (until
    `end_of_day`, or 24 hours from `now`), `at_risk`. `text`: words that must all occur in what the case is
    found by. `page`: the cursor of an earlier page. One query. Raises `Invalid` for a filter that has no
    meaning.
    """
    sort = sort or ("due" if due else "newest")
    asked = Asked(actor, state, kind, branch, assignee, due, narrow, sort, bool(page), size + 1, text)
    moments = now, end_of_day or now + SOON
    cursor = _cursor(page) if page else (now, 0)
    if text.strip() or narrow.appointment:
        rows = list(_page_of(asked, *moments, *cursor))  # words are looked up, spans of days are reckoned
    else:
        rows = _pages(*moments, *cursor, given=asked)
    more = len(rows) > size
    rows = rows[:size]
    return Inbox(rows, _write_cursor(rows[-1], sort) if more else "")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page of the inbox was asked for, besides moments."""

    actor: Actor
    state: str
    kind: str
    branch: int | None
    assignee: int | str | None
    due: str
    narrow: Narrow
    sort: str
    paged: bool
    size: int
    text: str = ""


def _page_of(asked: Asked, now: datetime, end_of_day: datetime, at: datetime, pk: int) -> QuerySet[Case]:
    """The page that follows the case that was at `at`, with the id `pk`, if `asked.paged`; else the first one."""
    found = filtered(
        asked.actor,
        now=now,
        state=asked.state,
        kind=asked.kind,
        branch=asked.branch,
        assignee=asked.assignee,
        due=asked.due,
        text=asked.text,
        end_of_day=end_of_day,
        narrow=asked.narrow,
    )
    if search.in_order_of_entry(asked.text):
        found = search.page_first(found.filter(pk__lt=pk) if asked.paged else found, asked.size)
    else:
        found = ordered(found, asked.sort)
        if asked.paged:
            found = after(found, asked.sort, at, pk)
    found = found.select_related("branch", "customer", "unit__model", "assignee").defer(*NOT_IN_LISTS)
    return with_steps(found)[: asked.size]


_pages = Compiled(_page_of, datetime, datetime, datetime, int, some=True)


def filtered(
    actor: Actor,
    *,
    now: datetime,
    state: str = Group.OPEN,
    kind: str = "",
    branch: int | None = None,
    assignee: int | str | None = None,
    due: str = "",
    text: str = "",
    end_of_day: datetime | None = None,
    narrow: Narrow = NOTHING_ELSE,
) -> QuerySet[Case]:
    """The inbox's cases without order and page; see `inbox`."""
    found = Case.objects.visible_to(actor)
    if state == Group.OPEN:
        found = found.filter(IS_OPEN)
    elif state in State.values:
        found = found.filter(state=state)
    elif state != Group.ALL:
        raise Invalid(
            {"state": _("Choose a state, “open” or “all”.")}, data={"allowed": [*Group, *State.values]}
        )
    if kind:
        if kind not in Kind.values:
            raise Invalid({"kind": _("There is no such kind of case.")}, data={"allowed": Kind.values})
        found = found.filter(kind=kind)
    if branch is not None:
        found = found.filter(branch_id=branch)
    if assignee == "nobody":
        found = found.filter(assignee__isnull=True)
    elif assignee == "me":
        found = found.filter(assignee_id=actor.id) if actor.is_staff else found.none()
        if not narrow.asleep and state == Group.OPEN:
            found = found.filter(~asleep(actor, now))
    elif assignee:
        found = found.filter(assignee_id=_whole_number(assignee))
    if due:
        found = found.filter(_due(due, now, end_of_day))
    if narrow.asleep:
        found = found.filter(pk__in=snoozed(actor, now).values("case_id"))
    if narrow.appointment:
        found = found.filter(meant(narrow.appointment, now, end_of_day or now + SOON))
    if narrow != NOTHING_ELSE:
        found = narrowed(found, narrow)  # type: ignore[assignment]
    if text.strip():
        found = search_untold.narrow(found, text, actor)
    return found


def counts(
    actor: Actor,
    *,
    now: datetime,
    end_of_day: datetime | None = None,
    more: Mapping[str, QuerySet[Case]] | None = None,
) -> dict[str, int]:
    """How many cases the inbox's tabs hold: open, each open state, late, today, at_risk, mine, nobody, resolved,
    forgotten, asleep; and
    under their own names what `more` holds. One query.

    Counted up to `MOST_COUNTED`, which means so many or more: each number is read from an index that its tab has
    anyway, and costs no more however many cases there are.
    """
    moments = now, end_of_day or now + SOON
    if more:
        return count_all(_tabs(actor, *moments) | dict(more))
    return _counts(*moments, given=(actor, MOST_COUNTED))


def _bounded_tabs(given: tuple[Actor, int], now: datetime, end_of_day: datetime) -> dict[str, QuerySet[Any]]:
    actor, most = given
    return {name: rows.order_by()[:most] for name, rows in _tabs(actor, now, end_of_day).items()}


def _tabs(actor: Actor, now: datetime, end_of_day: datetime) -> dict[str, QuerySet[Any]]:
    mine = Q(assignee_id=actor.id) if actor.is_staff else Q(pk__in=[])
    wanted = {
        "open": IS_OPEN,
        "new": Q(state=State.NEW),
        "triaged": Q(state=State.TRIAGED),
        "in_progress": Q(state=State.IN_PROGRESS),
        "on_hold": Q(state=State.ON_HOLD),
        "late": IS_OPEN & _due(Due.LATE, now, end_of_day),
        "today": IS_OPEN & _due(Due.TODAY, now, end_of_day),
        "at_risk": IS_OPEN & _due(Due.AT_RISK, now, end_of_day),
        "mine": IS_OPEN & mine,
        "nobody": IS_OPEN & Q(assignee__isnull=True),
        "resolved": Q(state=State.RESOLVED),
        "forgotten": Q(forgotten_at__isnull=False) & IS_OPEN,
    }
    visible = Case.objects.visible_to(actor)
    queries: dict[str, QuerySet[Any]] = {name: visible.filter(terms) for name, terms in wanted.items()}
    if actor.is_staff:
        put_aside = asleep(actor, now)
        queries["mine"] = queries["mine"].filter(~put_aside)
        queries["asleep"] = snoozed(actor, now).filter(
            visible_cases(actor, "case__"), case__is_open__in=[True]
        )
    return queries


_counts = Counted(_bounded_tabs, datetime, datetime, some=True)


def count_all(wanted: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """How many each of these hold, up to `MOST_COUNTED`. One query for all of them."""
    if not wanted:
        return {}
    sql, params = counting({name: cases.order_by()[:MOST_COUNTED] for name, cases in wanted.items()})
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return dict(zip(wanted, cursor.fetchone(), strict=True))


def _due(due: str, now: datetime, end_of_day: datetime | None) -> Q:
    if due == Due.LATE:
        return Q(next_due_at__lt=now)
    if due == Due.TODAY:
        return Q(next_due_at__gte=now, next_due_at__lte=end_of_day or now + SOON)
    if due == Due.AT_RISK:
        return Q(at_risk=True, next_due_at__isnull=False)
    raise Invalid({"due": _("Choose late, today or at risk.")}, data={"allowed": [*Due]})


def _whole_number(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise Invalid({"assignee": _("Choose a member of staff, “me” or “nobody”.")}) from None


def _write_cursor(case: Case, sort: str) -> str:
    at = getattr(case, SORTS[sort][0]) or case.opened_at
    assert at is not None
    return base64.urlsafe_b64encode(json.dumps([at.isoformat(), case.pk]).encode()).decode().rstrip("=")


def _cursor(text: str) -> tuple[datetime, int]:
    try:
        at, pk = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        return datetime.fromisoformat(at), int(pk)
    except (binascii.Error, ValueError, TypeError):
        raise Invalid({"page": _("This page link is incomplete. Start again from the first page.")}) from None
