"""POST /me/units/<id>/… : hand it over, withdraw that, report it lost or found, say that it is yours no more."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sepas.assets import queries as assets
from sepas.assets.actions import loss
from sepas.assets.models import Unit
from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid, NotFound, Refused
from sepas.warranty import owning
from sepas.warranty.actions import handovers
from sepas.warranty.days import local_day
from sepas.web.limits import limit
from sepas.web.once import once_then
from sepas.web.portal.me.gate import View, customers_only
from sepas.web.portal.me.units.show import unit_page
from sepas.web.portal.visitors import visitor

Verb = Callable[[HttpRequest, Actor, Unit, datetime], str]


def verb(act: Verb) -> View:
    """A view that does `act` once for this form and shows the page again, with what is wrong if something is."""

    @customers_only
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponseBase:
        actor, now = visitor(request), clock.now()
        unit = assets.unit(actor, pk)
        try:
            return once_then(request, lambda: act(request, actor, unit, now), now=now)
        except (Invalid, Refused, Conflict) as error:
            if isinstance(error, Conflict) and error.code not in {"handover_open"}:
                raise
            return unit_page(request, pk, error=error)

    return view


def handover(request: HttpRequest, actor: Actor, unit: Unit, now: datetime) -> str:
    limit(request, "handover", times=10, seconds=86400, now=now, who=actor.mobile or "")
    handovers.offer_handover(actor, unit=unit, mobile=request.POST.get("mobile", ""), now=now)
    messages.success(
        request, _("Offered. We sent the new owner a message; it stays yours until they accept.")
    )
    return _page_of(unit)


def cancellation(request: HttpRequest, actor: Actor, unit: Unit, now: datetime) -> str:
    found = owning.open_handover(actor, unit)
    if found is None:
        raise NotFound
    handovers.cancel_handover(actor, handover=found, now=now)
    messages.success(request, _("Withdrawn. The product stays in your name."))
    return _page_of(unit)


def lost(request: HttpRequest, actor: Actor, unit: Unit, now: datetime) -> str:
    loss.report_lost(actor, unit=unit, on=local_day(now, unit.organisation), now=now)
    messages.success(request, _("Noted. Whoever tries to register it is looked at first."))
    return _page_of(unit)


def found(request: HttpRequest, actor: Actor, unit: Unit, now: datetime) -> str:
    loss.report_found(actor, unit=unit, now=now)
    messages.success(request, _("Good news! The report is taken back."))
    return _page_of(unit)


def release(request: HttpRequest, actor: Actor, unit: Unit, now: datetime) -> str:
    if request.POST.get("sure") != "yes":
        raise Invalid({"sure": _("Tick the box if you are sure: you cannot take this back yourself.")})
    loss.release_unit(actor, unit=unit, now=now, why="sold")
    messages.success(request, _("It is no longer in your name. The guarantee stays with the product."))
    return reverse("me")


def _page_of(unit: Unit) -> str:
    return reverse("me-unit", args=[unit.pk])
