"""Cases as the API gives them."""

from functools import cache
from typing import Any

from django.conf import settings
from ninja import Schema
from pydantic import Field

from sepas.api.doors import Out, both, iso
from sepas.api.offers import TermsOut, terms_shown
from sepas.cases.appointment_lifecycle import AppointmentState, Meeting
from sepas.cases.lifecycle import HoldReason, Kind, State
from sepas.cases.models import Appointment, Attachment, Case, Post
from sepas.cases.queries.page import CasePage
from sepas.kernel.actor import Actor
from sepas.parties import masks, names

OURS = frozenset({"staff", "token", "system"})
"""Kinds of authors who are no customers."""


class Label(Out):
    """A stable code with its name in both languages."""

    code: str
    fa: str
    en: str


class Person(Out):
    """Whom a case is for; told only to tokens that may see customers (`customers.view`)."""

    name: str
    mobile: str


class CaseOut(Out):
    """A case in short. Moments are UTC."""

    code: str = Field(..., examples=["123456789012"])
    kind: Label
    state: Label
    hold_reason: Label | None
    branch: str
    assignee: int | None
    serial: str | None
    customer: Person | None = Field(..., description="Null without the scope `customers.view`.")
    description: str
    resolution: str
    preference: dict[str, list[str]] | None = Field(
        None,
        description="When the customer would like somebody to come: ISO days, and parts of the day.",
        examples=[{"days": ["2026-11-28"], "parts": ["morning"]}],
    )
    offer: TermsOut | None = Field(
        None, description="The service that was asked for, on the terms promised on that day."
    )
    opened_at: str
    next_due_at: str | None
    breached: bool
    resolved_at: str | None
    closed_at: str | None
    tracking_url: str | None = Field(
        ...,
        description="Whoever has it acts as the customer: null without `customers.view`, except in answer to opening.",
    )
    version: int


class AppointmentOut(Schema):
    """When somebody comes to the customer (`home`), or the device is brought (`branch`). Moments are UTC."""

    case: str = Field(..., examples=["123456789012"])
    state: Label
    begins_at: str
    ends_at: str
    meeting: Label
    technician: int | None = Field(..., description="The id of a member of staff.")
    version: int


class CasesOut(Schema):
    """One page; ask again with `cursor=next` until `next` is empty."""

    items: list[CaseOut]
    next: str


class EntryOut(Schema):
    """One line of the history, in the language of `Accept-Language`."""

    at: str
    event: str
    who: str
    text: str
    detail: str
    internal: bool


class EntriesOut(Schema):
    items: list[EntryOut]
    next: str


class PostOut(Schema):
    by: str = Field(..., description="staff, customer, link, token or system")
    name: str = Field(..., description="A customer's is empty without `customers.view`.")
    internal: bool
    body: str
    at: str


class AttachmentOut(Schema):
    """A file of a case; its bytes are at `/cases/{code}/attachments/{id}`."""

    id: int
    name: str
    content_type: str
    size: int
    sha256: str
    internal: bool
    at: str


class PromiseOut(Schema):
    name: str
    source: str
    provision: str
    text: dict[str, Any]
    state: str
    started_at: str | None
    due_at: str | None
    met_at: str | None
    breached_at: str | None


class RightOut(Schema):
    remedy: str
    provision: str
    text: dict[str, Any]
    amount: dict[str, Any] | int | str | float | None
    per: str
    unlocked_at: str


class VerbOut(Schema):
    """Whether something may be done now, and if not, why."""

    allowed: bool
    code: str = ""
    why: str = ""


class CaseDetail(CaseOut):
    """A case with its conversation, files, promises, unlocked rights, decision and what may be done now."""

    appointment: AppointmentOut | None = Field(
        None, description="The latest one, whether it stands or is over."
    )
    posts: list[PostOut]
    attachments: list[AttachmentOut]
    promises: list[PromiseOut]
    rights: list[RightOut]
    decision: dict[str, Any] | None
    verbs: dict[str, VerbOut]


def label(choice: Any) -> dict[str, str]:
    """A choice with its name in both languages."""
    return dict(_labelled(type(choice).__name__, choice))


@cache
def _labelled(_kind: str, choice: Any) -> dict[str, str]:
    """Choices of two kinds may have the same code, and are the same then to whoever compares them."""
    return {"code": choice.value, **both(choice.label)}


def may_see_people(actor: Actor) -> bool:
    """Whether names and numbers of customers, and links that stand for them, are told to this caller."""
    return actor.may("customers.view")


def shown(actor: Actor, case: Case, *, opened: bool = False) -> dict[str, Any]:
    """The shape of `CaseOut`; `branch`, `customer` and `unit` are read with the case."""
    people = may_see_people(actor)
    link = settings.BASE_URL + settings.SEPAS_TRACKING_PATH.format(secret=case.secret)
    return {
        "code": case.code,
        "kind": label(Kind(case.kind)),
        "state": label(State(case.state)),
        "hold_reason": label(HoldReason(case.hold_reason)) if case.hold_reason else None,
        "branch": case.branch.code,
        "assignee": case.assignee_id,
        "serial": case.unit.serial if case.unit else None,
        "customer": {"name": case.customer.name, "mobile": masks.mobile(case.customer.mobile)}
        if people
        else None,
        "description": case.description,
        "resolution": case.resolution,
        "preference": case.preference,
        "offer": terms_shown(case.offer) if case.offer else None,
        "opened_at": iso(case.opened_at),
        "next_due_at": iso(case.next_due_at),
        "breached": case.breached,
        "resolved_at": iso(case.resolved_at),
        "closed_at": iso(case.closed_at),
        "tracking_url": masks.link(link) if people or opened else None,
        "version": case.version,
    }


def appointment_shown(row: Appointment, case: Case) -> dict[str, Any]:
    """The shape of `AppointmentOut`."""
    return {
        "case": case.code,
        "state": label(AppointmentState(row.state)),
        "begins_at": iso(row.begins_at),
        "ends_at": iso(row.ends_at),
        "meeting": label(Meeting(row.meeting)),
        "technician": row.technician_id,
        "version": row.version,
    }


def attachment(row: Attachment) -> dict[str, Any]:
    """The shape of `AttachmentOut`."""
    return {
        "id": row.pk,
        "name": row.name,
        "content_type": row.content_type,
        "size": row.size,
        "sha256": row.sha256,
        "internal": row.internal,
        "at": iso(row.at),
    }


def author_of(actor: Actor, post: Post) -> str:
    """Who said it; a customer's name only to whoever may see customers."""
    if post.author_kind in OURS:
        return names.called(post.author_name, actor)
    return post.author_name if may_see_people(actor) else ""


def whole(actor: Actor, page: CasePage) -> dict[str, Any]:
    """The shape of `CaseDetail`."""
    return {
        **shown(actor, page.case),
        "appointment": appointment_shown(page.case.appointment, page.case) if page.case.appointment else None,
        "posts": [
            {"by": post.author_kind, "name": author_of(actor, post), "internal": post.internal, "body": post.body,
             "at": iso(post.at)}
            for post in page.posts
        ],
        "attachments": [attachment(row) for row in page.attachments],
        "promises": [
            {"name": promise.name, "source": promise.source, "provision": promise.provision, "text": promise.text,
             "state": promise.state, "started_at": iso(promise.started_at), "due_at": iso(promise.due_at),
             "met_at": iso(promise.met_at), "breached_at": iso(promise.breached_at)}
            for promise in page.promises
        ],
        "rights": [
            {"remedy": right.remedy, "provision": right.provision, "text": right.text,
             "amount": masks.amount(right.amount), "per": right.per, "unlocked_at": iso(right.unlocked_at)}
            for right in page.rights
        ],
        "decision": masks.amounts(page.decision),
        "verbs": {
            verb: {"allowed": True} if answer else {"allowed": False, "code": answer.code, "why": str(answer.reason)}
            for verb, answer in page.verbs
        },
    }  # fmt: skip
