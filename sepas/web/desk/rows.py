"""Rows of cases as HTML. Written by functions, one a column: fifty rows are most of what the inbox costs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from sepas.cases.lifecycle import Kind, State
from sepas.cases.models import Case
from sepas.cases.queries.steps import SHARES, Step, step_of
from sepas.web.templatetags.reader import ago, called, code, digits, icon, moment, name_of, number, phone

DESCRIBED = 60
"""Letters of a description that a row shows."""
CHIPS = {
    Step.EARLY: ("calm", "clock"),
    Step.HALF: ("half", "half"),
    Step.RISK: ("warn", "bell"),
    Step.LATE: ("bad", "alert"),
}


@dataclass(slots=True)
class Words:
    """Words that stand in row after row, looked up once for a list."""

    now: datetime
    nobody: str = field(default_factory=lambda: escape(_("nobody")))
    kinds: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)

    def kind(self, name: str) -> str:
        if name not in self.kinds:
            self.kinds[name] = escape(str(Kind(name).label))
        return self.kinds[name]

    def state(self, name: str) -> str:
        if name not in self.states:
            self.states[name] = escape(str(State(name).label))
        return self.states[name]


Cell = Callable[[Case, Words], str]


def rows(cases: Sequence[Case], columns: Sequence[tuple[str, Any]], now: datetime) -> SafeString:
    """The rows of a table of `cases`: a box to tick, the code, and `columns` (names of `COLUMNS` with their labels).

    Cases as `queries.inbox` gives them, with their branch, customer, unit and assignee. `now`: the moment for which
    due steps are told.
    """
    words = Words(now)
    begin = f'<td data-label="{escape(_("Code"))}"><a class="row-link" href="/desk/cases/'
    tick = escape(_("Tick"))
    cells = [(f'<td data-label="{escape(str(label))}">', COLUMNS[name]) for name, label in columns]
    written = []
    for case in cases:
        tone = "row-bad" if case.breached else "row-warn" if case.at_risk else ""
        written.append(
            f'<tr class="{tone if case.is_open else ""}"><td class="row-pick"><input type="checkbox" name="code" '
            f'value="{case.code}" aria-label="{tick} {digits(case.code)}" autocomplete="off"></td>'
            f'{begin}{case.code}/">{code(case.code)}</a></td>'
        )
        written += [f"{cell}{write(case, words)}</td>" for cell, write in cells]
        written.append("</tr>\n")
    return SafeString("".join(written))


def next_due(case: Case, now: datetime) -> SafeString:
    """When the next promise of `case` is due and how much of its time is used; that its clock is paused; or a dash."""
    if case.next_due_at and case.is_open:
        return due(step_of(case, now), ago(case.next_due_at))
    if case.state == State.ON_HOLD:
        return SafeString(f'<span class="chip">{icon("pause")}{escape(_("clock paused"))}</span>')
    return SafeString(f'<span class="soft" aria-label="{escape(_("none"))}">–</span>')


def due(step: str, when: str) -> SafeString:
    """How much of a promise's time is used, in colour and words; `when`, in words, it is due."""
    tone, sign = CHIPS.get(Step(step) if step else Step.EARLY, CHIPS[Step.EARLY])
    text: str = conditional_escape(when)
    if step == Step.LATE:
        text = escape(_("late: %(when)s")) % {"when": text}
    elif step in {Step.RISK, Step.HALF}:
        used = _("%(share)s%% used") % {"share": number(SHARES[Step(step)])}
        text = f'<span>{text} · <span class="share">{escape(used)}</span></span>'
    return SafeString(f'<span class="chip chip-{tone}">{icon(sign)}{text}</span>')


def _customer(case: Case, words: Words) -> str:
    said = case.subject or case.description
    what = name_of(case.unit.model) if case.unit else Truncator(said).chars(DESCRIBED)
    return (
        f"<strong>{conditional_escape(called(case.customer))}</strong>"
        f'<span class="sub" dir="auto">{escape(what)}</span>'
    )


def _state(case: Case, words: Words) -> str:
    return f'<span class="state state-{case.state}">{words.state(case.state)}</span>'


def _assignee(case: Case, words: Words) -> str:
    return escape(name_of(case.assignee)) if case.assignee else f'<span class="soft">{words.nobody}</span>'


def _time(at: datetime) -> str:
    return f'<time datetime="{at.isoformat()}" title="{escape(moment(at))}">{escape(ago(at))}</time>'


COLUMNS: dict[str, Cell] = {
    "customer": _customer,
    "kind": lambda case, words: words.kind(case.kind),
    "state": _state,
    "assignee": _assignee,
    "branch": lambda case, _words: escape(name_of(case.branch)),
    "promise": lambda case, words: next_due(case, words.now),
    "opened": lambda case, _words: _time(case.opened_at),
    "touched": lambda case, _words: _time(case.touched_at),
    "city": lambda case, _words: escape(case.customer.city or "–"),
    "mobile": lambda case, _words: conditional_escape(phone(case.customer.mobile)),
}
"""What each of `views.COLUMNS` writes."""
