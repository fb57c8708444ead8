"""Reads for owners and for who is to become one: their units with bars, papers, offers. Queries as each says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from sepas.assets.lifecycle import UnitState
from sepas.assets.models import Unit
from sepas.kernel.actor import Actor
from sepas.kernel.errors import NotFound
from sepas.service_levels.calendars import add_months
from sepas.warranty.lifecycle import HandoverState, InvoiceState
from sepas.warranty.models import GuaranteeCard, Handover, Invoice, Registration

SOON = timedelta(days=30)
"""So long before its day a service is called near."""


@dataclass(frozen=True, slots=True)
class Service:
    """When the next periodic service is due, counted from the last one or from when the unit was put to use."""

    every_months: int
    counted_from: date
    due_on: date
    state: str
    """`ahead`, `soon` or `overdue`."""


def next_service(unit: Unit, *, last: date | None, as_of: date) -> Service | None:
    """The next service by its model's interval; None where the model has none or no day is known. No query.

    `last` is the day of the last service that is on record. Months are counted in the Jalali calendar, as the
    guarantee's are.
    """
    months = unit.model.service_interval_months
    start = last or unit.installed_on or unit.activated_on or unit.delivered_on or unit.sold_on
    if not months or start is None or unit.state != UnitState.IN_USE:
        return None
    due = add_months(start, months, "jalali")
    state = "overdue" if due < as_of else "soon" if due <= as_of + SOON else "ahead"
    return Service(months, start, due, state)


def card_of(actor: Actor, unit: Unit) -> GuaranteeCard | None:
    """The card that serves for a unit. One query."""
    return GuaranteeCard.objects.visible_to(actor).filter(unit=unit, void_at=None).first()


def cards_of(actor: Actor, unit_ids: list[int]) -> dict[int, GuaranteeCard]:
    """The serving cards of several units by the unit's id. One query."""
    found = GuaranteeCard.objects.visible_to(actor).filter(unit_id__in=unit_ids, void_at=None)
    return {card.unit_id: card for card in found}


def invoices_of(actor: Actor, unit: Unit) -> list[Invoice]:
    """The invoices of a unit that the actor may see, newest first: a customer's own, never a former owner's."""
    return list(Invoice.objects.visible_to(actor).filter(unit=unit).order_by("-created_at", "-pk"))


def invoice(actor: Actor, pk: int) -> Invoice:
    """One query; `NotFound` when there is none that the actor may see."""
    rows = Invoice.objects.visible_to(actor).select_related("organisation", "customer", "unit__model")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def invoices(actor: Actor, *, state: str = InvoiceState.PENDING) -> QuerySet[Invoice]:
    """Invoices for a list, oldest first, to be sliced by the caller."""
    rows = Invoice.objects.visible_to(actor).filter(state=state)
    return rows.select_related("customer", "unit__model", "organisation").order_by("created_at", "pk")


def pending_of(actor: Actor) -> list[Invoice]:
    """A customer's invoices that staff have not settled, and those rejected. One query."""
    rows = Invoice.objects.visible_to(actor).exclude(state=InvoiceState.ACCEPTED)
    return list(rows.select_related("organisation").order_by("-created_at", "-pk")[:20])


def disputed_of(actor: Actor) -> list[Registration]:
    """A customer's registrations that wait for a review. One query."""
    rows = Registration.objects.visible_to(actor).filter(state="disputed")
    return list(rows.select_related("unit__model", "organisation").order_by("-created_at", "-pk")[:20])


def handover(actor: Actor, pk: int) -> Handover:
    """One query; `NotFound` when there is none that the actor may see."""
    return _one(Handover.objects.visible_to(actor).filter(pk=pk))


def handover_by_secret(secret: str) -> Handover:
    """The offer behind a link. Show its holder the product and the company, never the giver. One query."""
    return _one(Handover.objects.unscoped("the secret is the permission").filter(secret=secret))


def open_handover(actor: Actor, unit: Unit) -> Handover | None:
    """The offer of a unit that waits. One query."""
    rows = Handover.objects.visible_to(actor).filter(unit=unit, state=HandoverState.OFFERED)
    return rows.select_related("from_customer").first()


def handovers(actor: Actor, *, state: str = HandoverState.OFFERED) -> QuerySet[Handover]:
    """Offers for a list, oldest first, to be sliced by the caller."""
    rows = Handover.objects.visible_to(actor).filter(state=state)
    return rows.select_related("unit__model", "from_customer", "to_customer").order_by("offered_at", "pk")


def handovers_to(actor: Actor) -> list[Handover]:
    """What is offered to the actor's own number. One query."""
    if not actor.mobile:
        return []
    rows = Handover.objects.visible_to(actor).filter(to_mobile=actor.mobile, state=HandoverState.OFFERED)
    return list(rows.select_related("unit__model", "organisation").order_by("-offered_at"))


def _one(rows: QuerySet[Handover]) -> Handover:
    found = rows.select_related("unit__model", "unit__organisation", "organisation", "from_customer").first()
    if found is None:
        raise NotFound
    return found
