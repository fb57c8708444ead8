"""Registering by an invoice: a number, a date, a shop and a photo, where the serial is not known or not on file."""

from datetime import date, datetime
from typing import Protocol

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sepas.assets import queries as assets
from sepas.assets.models import Unit
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor, system
from sepas.kernel.errors import Invalid, type_of_text
from sepas.kernel.files import written
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.kernel.text import normalise
from sepas.parties.actions.customers import find_or_create_customer
from sepas.parties.models import Customer, Organisation
from sepas.parties.phones import parse_mobile, region_of
from sepas.warranty import policies
from sepas.warranty.actions.register import register_guarantee
from sepas.warranty.days import local_day
from sepas.warranty.events import InvoiceReceived, InvoiceSettled
from sepas.warranty.lifecycle import INVOICE, Evidence, InvoiceState
from sepas.warranty.models import Invoice, Registration

LONGEST = {"number": 60, "shop": 120, "product": 200, "serial": 60}


class Paper(Protocol):
    """A file that was read and cleaned before: a picture without place and time, or a PDF."""

    @property
    def name(self) -> str: ...
    @property
    def content_type(self) -> str: ...
    @property
    def content(self) -> bytes: ...
    @property
    def sha256(self) -> str: ...


def send_invoice(
    actor: Actor,
    *,
    organisation: Organisation,
    mobile: str,
    number: str,
    dated_on: date | None,
    shop: str,
    paper: Paper | None,
    product: str = "",
    serial: str = "",
    name: str = "",
    now: datetime,
) -> Invoice:
    """Keep an invoice by which somebody says that a unit is theirs.

    Where `serial` names exactly one unit of the organisation it is registered at once, or disputed as any
    registration, and the invoice is kept with it. Otherwise the invoice is PENDING until staff find the unit. The
    same paper sent again is the same invoice. Raises `Invalid` by field, `Refused`, `TooMany`. Call it outside a
    transaction.
    """
    mobile = parse_mobile(mobile, region_of(organisation.jurisdiction))
    require(policies.may_register(actor, mobile))
    values = _checked(number=number, shop=shop, product=product, serial=serial)
    day = _checked_day(dated_on, organisation, now)
    if paper is None:
        raise Invalid({"files": _("Add a photo of the invoice; it is the proof.")})
    unit, registration = None, None
    if values["serial"]:
        found = assets.find_units(values["serial"], organisation_id=organisation.pk)
        if len(found) == 1:
            unit = found[0]
            registration = register_guarantee(
                actor,
                serial=values["serial"],
                mobile=mobile,
                purchased_on=day,
                organisation=organisation,
                model_id=unit.model_id,
                name=name,
                evidence=Evidence.INVOICE,
                now=now,
            )
    house = system(organisation.pk)
    with transaction.atomic():
        customer = find_or_create_customer(
            house, organisation=organisation, mobile=mobile, name=name, language=actor.language, now=now
        )
        return _kept(actor, customer, values, day, paper, unit, registration, now)


def accept_invoice(actor: Actor, *, invoice: Invoice, serial: str, why: str, now: datetime) -> Invoice:
    """The unit is the one with `serial`: register it for the sender, with the invoice's date.

    It may end in a dispute, as any registration. Raises `Invalid` (`serial`, `why`), `IllegalMove`, `Stale`. Call it
    outside a transaction. Select `organisation` and `customer` with the invoice.
    """
    require(policies.may_settle_invoice(actor, invoice))
    why = why.strip()
    if not why:
        raise Invalid({"why": _("Say in a sentence what you saw; the customer is told.")})
    state = INVOICE.after(invoice.state, "accept")
    registration = register_guarantee(
        system(invoice.organisation_id),
        serial=serial,
        mobile=invoice.customer.mobile,
        purchased_on=invoice.dated_on,
        organisation=invoice.organisation,
        evidence=Evidence.INVOICE,
        now=now,
    )
    with transaction.atomic():
        swap(invoice, state=state, why=why, unit_id=registration.unit_id, registration_id=registration.pk)
        _settled(actor, invoice, True, now)
    return invoice


def reject_invoice(actor: Actor, *, invoice: Invoice, why: str, now: datetime) -> Invoice:
    """It proves nothing that could be registered; `why` is told to the sender."""
    require(policies.may_settle_invoice(actor, invoice))
    why = why.strip()
    if not why:
        raise Invalid({"why": _("Say in a sentence what you saw; the customer is told.")})
    state = INVOICE.after(invoice.state, "reject")
    with transaction.atomic():
        swap(invoice, state=state, why=why)
        _settled(actor, invoice, False, now)
    return invoice


def _checked(**values: str) -> dict[str, str]:
    wrong: dict[str, type_of_text] = {}
    clean = {name: normalise(text) for name, text in values.items()}
    for name, longest in LONGEST.items():
        if len(clean[name]) > longest:
            wrong[name] = _("This is too long.")
    if not clean["number"]:
        wrong["number"] = _("Write the number that stands on the invoice.")
    if not clean["shop"]:
        wrong["shop"] = _("Write the name of the shop, as on the invoice.")
    if not clean["product"] and not clean["serial"]:
        wrong["product"] = _("Write what you bought, in a few words.")
    if wrong:
        raise Invalid(wrong)
    return clean


def _checked_day(day: date | None, organisation: Organisation, now: datetime) -> date:
    if day is None:
        raise Invalid(
            {"purchased_on": _("Choose the date of the invoice; the guarantee is counted from it.")}
        )
    if day > local_day(now, organisation):
        raise Invalid(
            {"purchased_on": _("This day has not come yet. Check the date on the invoice.")}, code="future"
        )
    return day


def _kept(
    actor: Actor,
    customer: Customer,
    values: dict[str, str],
    day: date,
    paper: Paper,
    unit: Unit | None,
    registration: Registration | None,
    now: datetime,
) -> Invoice:
    rows = Invoice.objects.unscoped("the same paper of the same customer is one invoice")
    same = {"customer": customer, "number": values["number"], "dated_on": day, "sha256": paper.sha256}
    earlier = rows.filter(**same).first()
    if earlier is not None:
        return earlier
    invoice = Invoice(
        organisation_id=customer.organisation_id,
        **same,
        shop=values["shop"],
        product=values["product"],
        serial=values["serial"],
        name=paper.name,
        content_type=paper.content_type,
        size=len(paper.content),
        state=InvoiceState.ACCEPTED if registration is not None else InvoiceState.PENDING,
        unit=unit,
        registration=registration,
        created_at=now,
    )
    invoice.file.save(paper.name, ContentFile(paper.content), save=False)
    written(invoice.file)
    try:
        with transaction.atomic():
            invoice.save(force_insert=True)
    except IntegrityError:
        return rows.get(**same)
    record(
        InvoiceReceived(
            invoice.pk, customer.pk, unit.pk if unit else None, invoice.number, day.isoformat(), paper.sha256
        ),
        actor=actor,
        organisation_id=customer.organisation_id,
        subject_id=invoice.pk,
        at=now,
    )
    return invoice


def _settled(actor: Actor, invoice: Invoice, accepted: bool, now: datetime) -> None:
    record(
        InvoiceSettled(
            invoice.pk, invoice.customer_id, accepted, invoice.why, invoice.unit_id, invoice.registration_id
        ),
        actor=actor,
        organisation_id=invoice.organisation_id,
        subject_id=invoice.pk,
        at=now,
    )
