"""GET /desk/board/ : the work by state, a column each; a card moves by the verb that leads to another column."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sepas.cases import policies
from sepas.cases.actions.bulk_verbs import VERBS as BULK
from sepas.cases.actions.bulk_verbs import may_in_bulk
from sepas.cases.lifecycle import CASE, State
from sepas.cases.lifecycle import VERBS as VERB_NAMES
from sepas.cases.models import Case
from sepas.cases.queries.inbox import MOST_COUNTED, counts, inbox
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page

SIZE = 20
STATES = (State.NEW, State.TRIAGED, State.IN_PROGRESS, State.ON_HOLD, State.RESOLVED)
MOVES = ("triage", "assign", "resume", "hold", "close")
"""Verbs that a card can be moved by; the others need more than a board shows."""
OTHERS = ("claim", "snooze")


@dataclass(frozen=True, slots=True)
class Card:
    case: Case
    moves: list[tuple[str, Any, str]]
    """Verb, label, and the state that it leads to."""
    others: list[tuple[str, Any]]
    """Verbs that leave it where it is, or take it to where its moves do."""


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """One query for each column, one for all counts."""
    actor, now = actor_of(request), clock.now()
    mine = request.GET.get("assignee", "")
    if mine not in {"", "me"}:
        raise Invalid({"assignee": _("The board shows everybody's work or your own.")})
    numbers = counts(actor, now=now)
    columns = []
    for state in STATES:
        found = inbox(
            actor,
            now=now,
            state=state,
            size=SIZE,
            page=request.GET.get(f"page_{state.value}", ""),
            assignee=mine or None,
        )
        cards = [
            Card(
                case,
                [
                    (verb, VERB_NAMES[verb], CASE.after(case.state, verb))
                    for verb in MOVES
                    if policies.may_now(verb, actor, case, now=now)
                    and (verb != "assign" or state != State.ON_HOLD)
                ],
                [(verb, BULK[verb]) for verb in OTHERS if may_in_bulk(verb, actor, case, now=now)],
            )
            for case in found.cases
        ]
        columns.append(
            {"state": state, "cards": cards, "next": found.next, "number": numbers.get(state.value)}
        )
    context = {"columns": columns, "mine": mine, "most": MOST_COUNTED, "now": now}
    return page(request, "desk/board.html", context, section="board")
