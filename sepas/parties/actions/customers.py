"""Customers: found by number, created on first contact, edited."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.compiled import Compiled
from sepas.kernel.errors import Invalid, Stale, type_of_text
from sepas.kernel.insert import insert_unless_there
from sepas.kernel.made import made
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.kernel.text import fold, normalise
from sepas.parties import policies
from sepas.parties.actions.names_left import note_leaving
from sepas.parties.events import CustomerCreated, CustomerEdited
from sepas.parties.models import Customer, Organisation
from sepas.parties.phones import national, parse_mobile, region_of

LANGUAGES = ("fa", "en")
WHY = "one number is one customer of an organisation, whoever asks"


def find_or_create_customer(
    actor: Actor,
    *,
    organisation: Organisation,
    mobile: str,
    name: str = "",
    language: str = "fa",
    now: datetime,
) -> Customer:
    """The organisation's customer with this number, created if there is none.

    A name given is kept where there was none; it never replaces one. Two callers at the same moment get the
    same customer. Raises `Invalid` for a number that cannot be used, `Refused` for somebody who may not.
    """
    number = parse_mobile(mobile, region_of(organisation.jurisdiction))
    return meet_customer(
        actor, organisation=organisation, number=number, name=name, language=language, now=now
    )[0]


def meet_customer(
    actor: Actor,
    *,
    organisation: Organisation,
    number: str,
    name: str = "",
    language: str = "fa",
    now: datetime,
) -> tuple[Customer, bool]:
    """As `find_or_create_customer` for a number in E.164, and whether they were created by this."""
    require(policies.may_find_or_create_customer(actor, organisation.pk, number))
    name = _cleaned("name", name)
    customer = next(iter(_with_number(organisation.pk, number)), None)
    if customer is None:
        created = _create(actor, organisation, number, name=name, language=language, now=now)
        if created is not None:
            return created, True
        customer = _known(organisation.pk, number).get()
    if name and not customer.name:
        try:
            return _write(actor, customer, {"name": name}, now), False
        except Stale:
            return _known(organisation.pk, number).get(), False
    return customer, False


def _known(organisation_id: int, mobile: str) -> QuerySet[Customer]:
    return Customer.objects.unscoped(WHY).filter(organisation_id=organisation_id, mobile=mobile)


_with_number = Compiled(_known, int, str)


def edit_customer(actor: Actor, *, customer: Customer, now: datetime, **fields: str) -> Customer:
    """Change name, email, language, city or address; fields that are not given stay.

    Raises `Invalid` with each wrong field, `Stale` if somebody else changed the customer meanwhile. Without
    a real change nothing is written.
    """
    require(policies.may_edit_customer(actor, customer))
    unknown = set(fields) - {"name", "email", "language", "city", "address"}
    if unknown:
        raise TypeError(f"not editable: {', '.join(sorted(unknown))}")
    clean: dict[str, str] = {}
    wrong: dict[str, type_of_text] = {}
    for field, value in fields.items():
        try:
            clean[field] = _cleaned(field, value)
        except Invalid as error:
            wrong |= error.fields
    if wrong:
        raise Invalid(wrong)
    changes = {field: value for field, value in clean.items() if getattr(customer, field) != value}
    return _write(actor, customer, changes, now) if changes else customer


def search_text(name: str, mobile: str) -> str:
    """What a customer is found by: the folded name, and the number with and without its country."""
    ways = dict.fromkeys((mobile.removeprefix("+"), national(mobile)))
    return " ".join(part for part in (fold(name), *ways) if part)


def _create(
    actor: Actor, organisation: Organisation, number: str, *, name: str, language: str, now: datetime
) -> Customer | None:
    """None when somebody else created them at this moment."""
    with transaction.atomic(savepoint=False):
        customer = made(
            Customer,
            organisation=organisation,
            mobile=number,
            name=name,
            language=language if language in LANGUAGES else organisation.language,
            search=search_text(name, number),
            created_at=now,
        )
        if not insert_unless_there(customer):
            return None
        record(
            CustomerCreated(mobile_ending=number[-4:], language=customer.language),
            actor=actor,
            organisation_id=organisation.pk,
            subject_id=customer.pk,
            at=now,
            first=True,
        )
    return customer


def _write(actor: Actor, customer: Customer, changes: dict[str, Any], now: datetime) -> Customer:
    if "name" in changes:
        changes = changes | {"search": search_text(changes["name"], customer.mobile)}
    before = customer.search
    with transaction.atomic():
        swap(customer, **changes)
        if "search" in changes:
            note_leaving(customer, before=before, after=customer.search)
        record(
            CustomerEdited(fields=sorted(set(changes) - {"search"})),
            actor=actor,
            organisation_id=customer.organisation_id,
            subject_id=customer.pk,
            at=now,
        )
    return customer


def _cleaned(field: str, value: str) -> str:
    value = normalise(value)
    longest = getattr(Customer._meta.get_field(field), "max_length", None)
    if longest is not None and len(value) > longest:
        raise Invalid({field: _("This is too long.")}, data={"max_length": longest})
    if field == "language" and value not in LANGUAGES:
        raise Invalid({field: _("Choose Persian or English.")}, data={"allowed": list(LANGUAGES)})
    if field == "email" and value:
        try:
            validate_email(value)
        except ValidationError:
            raise Invalid(
                {field: _("This is not an e-mail address. It looks like name@example.com.")}
            ) from None
    return value
