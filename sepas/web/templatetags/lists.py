"""What lists of cases are made of, written by functions: a template costs several times as much for fifty rows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from sepas.cases.models import Case
from sepas.web.desk import rows, trace, views
from sepas.web.templatetags.reader import name_of

register = template.Library()


@register.simple_tag
def options(choices: Iterable[Any], chosen: Any = "") -> SafeString:
    """The options of a select: pairs of value and label, or rows with names. `chosen` is the value in force."""
    taken = str(chosen)
    written = []
    for choice in choices:
        value, label = choice if isinstance(choice, tuple) else (choice.pk, name_of(choice))
        value = str(value)
        selected = " selected" if value == taken else ""
        written.append(f'<option value="{escape(value)}"{selected}>{escape(str(label))}</option>')
    return SafeString("".join(written))


@register.simple_tag
def case_rows(cases: Sequence[Case], columns: Sequence[tuple[str, Any]], now: datetime) -> SafeString:
    """The rows of a table of cases; see `sepas.web.desk.rows`."""
    return rows.rows(cases, columns, now)


@register.simple_tag
def due(step: str, when: str) -> SafeString:
    """As the component of the same name."""
    return rows.due(step, when)


@register.simple_tag
def next_due(case: Case, now: datetime) -> SafeString:
    """When the next promise of a case is due."""
    return rows.next_due(case, now)


@register.simple_tag
def provisions(entries: Iterable[Mapping[str, Any]], mark: str, tone: str) -> SafeString:
    """Provisions that a decision looked at; see `sepas.web.desk.trace`."""
    return trace.entries(entries, mark, tone)


@register.filter
def column(name: str) -> str | Promise:
    """What a column of the inbox is called."""
    return views.COLUMNS[name]
