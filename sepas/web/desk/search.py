"""GET /desk/search/ : cases, customers, products, models, registrations and messages by whatever was typed.

What is found exactly comes first; where nothing is, what may have been meant, and it is marked as that. The box at the
top of every page asks for the same as a short list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas.assets import queries as assets
from sepas.cases.queries.found import Found, cases_found, cases_meant
from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.kernel.text import fold
from sepas.notices import queries as notices
from sepas.parties import queries as parties
from sepas.parties.words import Meant, meant
from sepas.warranty import queries as warranty
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page

SHOWN = 6
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one kind. `near`: they are not what was typed but what may have been meant."""

    rows: Sequence[Any] = ()
    more: bool = False
    near: bool = False

    def __bool__(self) -> bool:
        return bool(self.rows)


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    text = request.GET.get("q", "").strip()[:200]
    context: dict[str, Any] = {"q": text, "now": clock.now(), "short": len(fold(text)) < SHORTEST}
    if not context["short"]:
        context |= everything(actor, text)
    return page(request, "desk/search.html", context, section="search", fragment="desk/search_quick.html")


def everything(actor: Actor, text: str) -> dict[str, Any]:
    """What the page shows. Five queries where everything is found exactly; seven more at most."""
    digits = fold(text).replace(" ", "")
    exact_cases, exact_customers, exact_units = (
        cases_found(actor, text),
        _customers(actor, text),
        _units(actor, text),
    )
    cases, customers, units = exact_cases, exact_customers, exact_units
    if not (cases.cases or customers or units):
        readings = meant(actor, text)
        cases = cases_meant(actor, readings, text)
        customers = _near(_customers_near(actor, readings, digits))
        units = _near(assets.near_misses(actor, text) if actor.may("units.view") else [])
    models = list(assets.models(actor, text=text)[: SHOWN + 1])
    return {
        "cases": cases,
        "customers": customers,
        "units": units,
        "models": Rows(models[:SHOWN], len(models) > SHOWN),
        "registrations": _registrations(actor, units, customers),
        "messages_found": _messages(actor, cases, customers),
        "near": bool(cases.meant) or customers.near or units.near,
    }


def _customers(actor: Actor, text: str) -> Rows:
    if not actor.may("customers.view"):
        return Rows()
    rows = list(parties.customers_found(actor, text)[: SHOWN + 1])
    return Rows(rows[:SHOWN], len(rows) > SHOWN)


def _customers_near(actor: Actor, readings: Sequence[Meant], digits: str) -> Sequence[Any]:
    if not actor.may("customers.view"):
        return ()
    return (
        parties.customers_by_slip(actor, digits)
        if digits.isdigit()
        else parties.customers_meant(actor, readings)
    )


def _units(actor: Actor, text: str) -> Rows:
    if not actor.may("units.view") or not any(char.isdigit() for char in fold(text)):
        return Rows()
    rows = list(assets.units(actor, text=text)[: SHOWN + 1])
    return Rows(rows[:SHOWN], len(rows) > SHOWN)


def _near(rows: Sequence[Any]) -> Rows:
    return Rows(rows[:SHOWN], len(rows) > SHOWN, near=bool(rows))


def _registrations(actor: Actor, units: Rows, customers: Rows) -> Rows:
    if not actor.may("registrations.view") or not (units or customers):
        return Rows()
    found = warranty.registrations_of(
        actor, unit_ids=[row.pk for row in units.rows], customer_ids=[row.pk for row in customers.rows]
    )
    return Rows(found, near=units.near or customers.near)


def _messages(actor: Actor, cases: Found, customers: Rows) -> Rows:
    if not actor.may("messages.view") or not (cases.cases or customers):
        return Rows()
    found = notices.messages_to(
        actor,
        recipients=[row.mobile for row in customers.rows],
        codes=[case.code for case in cases.cases] if len(cases.cases) == 1 else [],
    )
    return Rows(found, near=bool(cases.meant) or customers.near)
