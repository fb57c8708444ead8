"""A case as a trouble ticket of TMF621 v4. What is not known is left out, as TMF630 has it."""

from collections.abc import Mapping
from typing import Any, Literal

from django.db.models import Q
from django.utils.translation import get_language
from ninja import Schema
from pydantic import ConfigDict, Field

from sepas.api.cases.shapes import author_of, may_see_people
from sepas.api.doors import iso
from sepas.cases.lifecycle import HoldReason, State
from sepas.cases.models import Case, Post
from sepas.cases.queries import CasePage
from sepas.kernel.actor import Actor
from sepas.offers.terms import amount_of
from sepas.parties import masks

PATH = "/api/tmf621/v4/troubleTicket"
Status = Literal["acknowledged", "inProgress", "pending", "held", "resolved", "closed"]
NEVER = ("rejected", "cancelled")
"""Statuses of TMF621 that no case has: whoever asked gets an answer."""
WAITS = Q(hold_reason=str(HoldReason.WAITING_FOR_CUSTOMER))
STATUSES: dict[str, Q] = {
    "acknowledged": Q(state__in=[str(State.NEW), str(State.TRIAGED)]),
    "inProgress": Q(state=str(State.IN_PROGRESS)),
    "pending": Q(state=str(State.ON_HOLD)) & WAITS,
    "held": Q(state=str(State.ON_HOLD)) & ~WAITS,
    "resolved": Q(state=str(State.RESOLVED)),
    "closed": Q(state=str(State.CLOSED)),
}
ALWAYS = ("id", "href", "@type")
"""Attributes that `fields` cannot leave out."""


class Tmf(Schema):
    """Attributes that begin with `@` have another name in Python."""

    model_config = ConfigDict(populate_by_name=True)


class NoteOut(Tmf):
    id: str
    author: str = Field(..., description="Empty for a customer, unless the token may see customers.")
    date: str
    text: str
    type_: str = Field("Note", alias="@type", description="`InternalNote` is read by staff only.")


class PartyOut(Tmf):
    id: str
    href: str = ""
    role: str = Field(..., description="`customer` or `assignee`.")
    name: str = Field("", description="Of a customer only with the scope `customers.view`.")
    phone: str = Field("", alias="phoneNumber", description="Our own; only with the scope `customers.view`.")
    referred: str = Field("", alias="@referredType")


class MoneyOut(Tmf):
    unit: str = Field(..., description="The currency, as in ISO 4217.")
    value: int = Field(..., description="In the currency's smallest unit; nought where the service is free.")


class EntityOut(Tmf):
    id: str
    href: str = ""
    name: str = Field(
        ..., description="The unit's serial number; the service's name, in the language that is asked for."
    )
    role: str = Field("affectedProduct", description="Or `requestedService`.")
    price: MoneyOut | None = Field(
        None,
        description="Our own attribute: the price that was promised. None where it is to be estimated, or hidden.",
    )
    referred: str = Field("Product", alias="@referredType")


class SizeOut(Tmf):
    amount: int
    units: str


class FileOut(Tmf):
    id: str
    name: str
    mime: str = Field(..., alias="mimeType")
    size: SizeOut
    url: str = Field(..., description="Its bytes, for a token with `cases.view`.")


class TroubleTicketOut(Tmf):
    """A case. A list has neither `note`, `attachment` nor `expectedResolutionDate`; one ticket has them all."""

    id: str = Field(..., description="The case's tracking code.")
    href: str
    name: str = ""
    description: str = ""
    ticket_type: str = Field("", alias="ticketType", description="The kind of case.")
    severity: str = Field(
        "", description="Critical: a promise is late. Major: one is at risk. Minor: none is."
    )
    status: str = Field("", description="One of: " + ", ".join(STATUSES))
    status_reason: str = Field(
        "", alias="statusChangeReason", description="Of a hold: its code; resolved: what was done."
    )
    created: str = Field("", alias="creationDate")
    updated: str = Field("", alias="lastUpdate")
    requested: str = Field(
        "", alias="requestedResolutionDate", description="The earliest promised moment that is not kept yet."
    )
    expected: str = Field(
        "", alias="expectedResolutionDate", description="When the resolution is promised for."
    )
    resolved: str = Field("", alias="resolutionDate")
    parties: list[PartyOut] = Field([], alias="relatedParty")
    entities: list[EntityOut] = Field([], alias="relatedEntity")
    notes: list[NoteOut] = Field([], alias="note")
    files: list[FileOut] = Field([], alias="attachment")
    type_: str = Field("TroubleTicket", alias="@type")


NAMES = [str(field.alias or name) for name, field in TroubleTicketOut.model_fields.items()]
"""The attributes of a ticket as callers write them."""


def status_of(case: Case) -> str:
    """The status of TMF621 that the case's state is told as."""
    if case.state == State.ON_HOLD:
        return "pending" if case.hold_reason == HoldReason.WAITING_FOR_CUSTOMER else "held"
    return {
        State.NEW: "acknowledged",
        State.TRIAGED: "acknowledged",
        State.IN_PROGRESS: "inProgress",
        State.RESOLVED: "resolved",
        State.CLOSED: "closed",
    }[State(case.state)]


def ticket(actor: Actor, case: Case) -> dict[str, Any]:
    """What a list tells of a case; `customer`, `unit` and `assignee` are read with it."""
    found = {
        "id": case.code,
        "href": f"{PATH}/{case.code}",
        "name": case.subject,
        "description": case.description,
        "ticketType": case.kind,
        "severity": "Critical" if case.breached else "Major" if case.at_risk else "Minor",
        "status": status_of(case),
        "statusChangeReason": case.hold_reason or case.resolution,
        "creationDate": iso(case.opened_at),
        "lastUpdate": iso(case.touched_at),
        "requestedResolutionDate": iso(case.next_due_at),
        "resolutionDate": iso(case.resolved_at),
        "relatedParty": _parties(actor, case),
        "relatedEntity": _entities(case),
        "@type": "TroubleTicket",
    }
    return {name: value for name, value in found.items() if value}


def whole(actor: Actor, page: CasePage) -> dict[str, Any]:
    """A ticket with its notes, files and the day on which its resolution is promised."""
    due = next((row.due_at for row in page.promises if row.name == "resolution" and row.due_at), None)
    more = {
        "expectedResolutionDate": iso(due),
        "note": [_note(actor, post) for post in page.posts],
        "attachment": [
            {
                "id": str(row.pk),
                "name": row.name,
                "mimeType": row.content_type,
                "size": {"amount": row.size, "units": "bytes"},
                "url": f"/api/v1/cases/{page.case.code}/attachments/{row.pk}",
            }
            for row in page.attachments
        ],
    }
    return {**ticket(actor, page.case), **{name: value for name, value in more.items() if value}}


def _parties(actor: Actor, case: Case) -> list[dict[str, str]]:
    customer = {
        "id": str(case.customer_id),
        "href": f"/api/v1/customers/{case.customer_id}",
        "role": "customer",
        "@referredType": "Customer",
    }
    if may_see_people(actor):
        customer |= {"name": case.customer.name, "phoneNumber": masks.mobile(case.customer.mobile)}
    found = [customer]
    if case.assignee is not None:
        found.append(
            {
                "id": str(case.assignee_id),
                "href": f"/api/v1/staff/{case.assignee_id}",
                "role": "assignee",
                "name": case.assignee.name_fa,
                "@referredType": "Individual",
            }
        )
    return found


def _entities(case: Case) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if case.unit is not None:
        found.append(
            {
                "id": str(case.unit_id),
                "href": f"/api/v1/units/{case.unit_id}",
                "name": case.unit.serial,
                "role": "affectedProduct",
                "@referredType": "Product",
            }
        )
    if case.offer:
        found.append(_service(case.offer))
    return found


def _service(promised: Mapping[str, Any]) -> dict[str, Any]:
    """The service that was asked for, as it was promised."""
    found = {
        "id": str(promised["id"]),
        "href": f"/api/v1/offers/{promised['id']}",
        "name": promised["name"]["en" if get_language() == "en" else "fa"],
        "role": "requestedService",
        "@referredType": "ProductOffering",
    }
    amount = masks.amount(amount_of(promised["price"]))
    if amount is None:
        return found
    return found | {"price": {"unit": promised["price"]["currency"], "value": amount}}


def _note(actor: Actor, post: Post) -> dict[str, str]:
    return {
        "id": str(post.pk),
        "author": author_of(actor, post),
        "date": iso(post.at) or "",
        "text": post.body,
        "@type": "InternalNote" if post.internal else "Note",
    }
