"""Cases by words, exactly; where there are none, what somebody may have meant."""

from collections.abc import Sequence
from dataclasses import dataclass

from sepas.cases import search, search_untold
from sepas.cases.models import Case
from sepas.cases.models.case import CaseQuerySet
from sepas.cases.queries.inbox import NOT_IN_LISTS
from sepas.cases.queries.steps import with_steps
from sepas.kernel import slips
from sepas.kernel.actor import Actor
from sepas.parties.words import Meant

SHOWN = 10
CODE_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Found:
    """Cases found, the last entered first. `meant` is the reading that found them; empty: they were found exactly."""

    cases: Sequence[Case]
    more: bool = False
    meant: str = ""


def cases_found(actor: Actor, text: str, *, size: int = SHOWN) -> Found:
    """Cases in any state in which every word of `text` occurs; `by_itself` of each: not only in what was said. One
    query.
    """
    if not search.words(text):
        return Found([])
    found = search.page_first(search_untold.narrow(Case.objects.visible_to(actor), text, actor), size + 1)
    return _page(found.annotate(by_itself=search_untold.by_itself(text, actor)), size)


def cases_meant(actor: Actor, readings: Sequence[Meant], text: str, *, size: int = SHOWN) -> Found:
    """Cases that the nearest of the readings find; for a number, those whose code is one slip away. One query for
    each reading until one finds.
    """
    for reading in readings:
        nearest = search_untold.narrow_to(Case.objects.visible_to(actor), reading, actor)
        found = _page(search.page_first(nearest, size + 1), size, reading.text)
        if found.cases:
            return found
    (digits, *others) = search.words(text) or [""]
    if not others and digits.isdigit() and abs(len(digits) - CODE_LENGTH) <= 1:
        near = sorted(slips.number_slips(digits))
        found = _page(Case.objects.visible_to(actor).filter(code__in=near), size)
        return Found(found.cases, found.more, found.cases[0].code if found.cases else "")
    return Found([])


def _page(cases: CaseQuerySet, size: int, meant: str = "") -> Found:
    cases = cases.select_related("branch", "customer", "unit__model").defer(*NOT_IN_LISTS)
    found = with_steps(cases if cases.query.extra else cases.order_by("-pk"))
    rows = list(found[: size + 1])
    return Found(rows[:size], len(rows) > size, meant if rows else "")
