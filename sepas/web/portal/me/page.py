"""GET /me/ : the signed-in customer's products and cases; for others the way in."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sepas.assets.queries import units_of_customer
from sepas.cases.appointment_lifecycle import AppointmentState
from sepas.cases.appointment_policies import may_choose
from sepas.cases.models import Case
from sepas.cases.queries import cases_of_customer
from sepas.cases.queries.service import last_services
from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.warranty import owning
from sepas.warranty.cards import rights_cards
from sepas.warranty.days import local_day
from sepas.web.answer import page
from sepas.web.portal.me.tracks import track_of
from sepas.web.portal.visitors import is_customer, visitor


@never_cache
@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """Units and cases of every organisation that knows this number."""
    if not is_customer(request):
        values = {"mobile": request.GET.get("mobile", "")}
        context = {"section": "me", "values": values, "next": request.GET.get("next", "")}
        return page(request, "portal/me/enter.html", context)
    actor, now = visitor(request), clock.now()
    cases = cases_of_customer(actor)
    shown: dict[str, Any] = {
        "section": "me",
        "things": things_of(actor),
        "offers": owning.handovers_to(actor),
        "invoices": owning.pending_of(actor),
        "disputed": owning.disputed_of(actor),
        "open": [case for case in cases if case.is_open],
        "choosing": {case.pk for case in cases if _waits_for_time(actor, case, now)},
        "past": [case for case in cases if not case.is_open],
        "mobile": actor.mobile,
    }
    return page(request, "portal/me/page.html", shown)


def _waits_for_time(actor: Actor, case: Case, now: datetime) -> bool:
    """Whether its customer may take a free time, and has not agreed to one yet."""
    agreed = case.appointment is not None and case.appointment.state in (
        AppointmentState.FIXED,
        AppointmentState.CONFIRMED,
    )
    return not agreed and bool(may_choose(actor, case, now=now))


def things_of(actor: Actor) -> list[dict[str, Any]]:
    """Each unit with its bar and its next service. Four queries, however many units."""
    units = units_of_customer(actor)
    cards = rights_cards(units, now=clock.now())
    serviced = last_services(units)
    found = []
    for unit in units:
        card, last = cards[unit.pk], serviced.get(unit.pk)
        service = owning.next_service(
            unit, last=local_day(last, unit.organisation) if last else None, as_of=card.as_of
        )
        found.append({"unit": unit, "track": track_of(card), "service": service})
    return found
