"""GET /desk/customers/<id>/history/ and /desk/units/<id>/history/ : the whole history in parts, each read by a key.

`part` chooses what is shown, `before` is the key of an earlier page's last row. A part whose permission the reader
does not hold is not offered.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sepas.assets import queries as assets
from sepas.cases.models import Case
from sepas.cases.queries.inbox import NOT_IN_LISTS
from sepas.cases.queries.steps import with_steps
from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.notices.models import Message
from sepas.parties import queries as parties
from sepas.parties.models import Consent, Customer
from sepas.warranty.models import Registration
from sepas.web.desk.gate import actor_of, need, staff_only
from sepas.web.desk.shell import page

SIZE = 25


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a history: its rows, newest first by id, for those who hold the permission."""

    name: str
    label: str | Promise
    permission: str
    rows: Callable[[], QuerySet[Any]]


@staff_only
@require_safe
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    need(actor, "customers.view")
    found = parties.customer(actor, pk)
    parts = (
        Part("cases", _("Cases"), "cases.view", lambda: _cases(actor, customer=found)),
        Part(
            "registrations", _("Registrations"), "registrations.view", lambda: _owned(actor, customer=found)
        ),
        Part("messages", _("Messages"), "messages.view", lambda: _messages(actor, found)),
        Part("consents", _("Consents"), "customers.view", lambda: _consents(actor, found)),
    )
    return _page(request, parts, "customers", f"/desk/customers/{pk}/", {"customer": found})


@staff_only
@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    need(actor, "units.view")
    found = assets.unit(actor, pk)
    parts = (
        Part("cases", _("Cases"), "cases.view", lambda: _cases(actor, unit=found)),
        Part("registrations", _("Registrations"), "registrations.view", lambda: _owned(actor, unit=found)),
        Part("owners", _("Owners and changes"), "units.view", lambda: assets.events_of(found)),
    )
    return _page(request, parts, "units", f"/desk/units/{pk}/", {"unit": found})


def _page(
    request: HttpRequest, parts: tuple[Part, ...], section: str, home: str, context: dict[str, Any]
) -> HttpResponse:
    actor = actor_of(request)
    offered = [part for part in parts if actor.may(part.permission)]
    chosen = next((part for part in offered if part.name == request.GET.get("part")), offered[0])
    rows = chosen.rows()
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows.order_by("-pk")[: SIZE + 1])
    more = found[SIZE - 1].pk if len(found) > SIZE else None
    here = f"{home}history/?{urlencode({'part': chosen.name})}"
    context |= {
        "home": home,
        "tabs": [(f"{home}history/?{urlencode({'part': part.name})}", part.label) for part in offered],
        "here": here,
        "part": chosen.name,
        "now": clock.now(),
        "rows": found[:SIZE],
        "first": here if before else "",
        "next": f"{here}&before={more}" if more else "",
    }
    return page(request, "desk/history.html", context, section=section)


def _cases(actor: Actor, **of: Any) -> QuerySet[Case]:
    found = Case.objects.visible_to(actor).filter(**of)
    found = found.select_related("branch", "customer", "unit__model", "assignee").defer(*NOT_IN_LISTS)
    return with_steps(found)


def _owned(actor: Actor, **of: Any) -> QuerySet[Registration]:
    return Registration.objects.visible_to(actor).filter(**of).select_related("unit__model", "customer")


def _messages(actor: Actor, to: Customer) -> QuerySet[Message]:
    known = [address for address in (to.mobile, to.email) if address]
    return Message.objects.visible_to(actor).filter(organisation=to.organisation_id, recipient__in=known)


def _consents(actor: Actor, of: Customer) -> QuerySet[Consent]:
    return Consent.objects.visible_to(actor).filter(customer=of)
