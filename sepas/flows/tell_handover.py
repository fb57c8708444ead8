"""Both people hear of a unit that changes hands, and who sent an invoice hears what became of it."""

from django.conf import settings

from sepas.cases.reader import Reader
from sepas.flows.switches import is_on
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.registry import reacts_to
from sepas.notices.actions import queue_message, tell_customer
from sepas.parties.models import Customer
from sepas.warranty.events import (
    HandoverAccepted,
    HandoverEnded,
    HandoverOffered,
    InvoiceReceived,
    InvoiceSettled,
)
from sepas.warranty.models import Handover, Invoice

WHY = "told to whom it concerns"
HOW = {
    "declined": ("گیرنده نپذیرفت.", "it was declined."),
    "expired": ("گیرنده در مهلت نپذیرفت.", "nobody accepted it in time."),
}


@reacts_to(HandoverOffered)
def of_offer(fact: Event, event: HandoverOffered) -> None:
    """To the number that was named, in the organisation's language: nothing is known of who holds it."""
    row = _handover(event.handover_id)
    known = Customer.objects.unscoped(WHY).filter(organisation_id=row.organisation_id, mobile=row.to_mobile)
    next_owner = known.first()
    language = next_owner.language if next_owner is not None else row.organisation.language
    reader = Reader.speaking(language, row.organisation)
    if not is_on("tell_owner", fact.organisation_id):
        return
    queue_message(
        organisation=row.organisation,
        channel="sms",
        recipient=row.to_mobile,
        template="handover_offered",
        context=_names(row, reader)
        | {"until": reader.moment(row.expires_at), "link": f"{settings.BASE_URL}/handover/{row.secret}/"},
        language=language,
        key=f"handover_offered:{fact.pk}",
        now=fact.at,
    )


@reacts_to(HandoverAccepted)
def of_taking(fact: Event, event: HandoverAccepted) -> None:
    row = _handover(event.handover_id)
    _tell_giver(fact, row, "handover_accepted", {})


@reacts_to(HandoverEnded)
def of_end(fact: Event, event: HandoverEnded) -> None:
    if event.how not in HOW:
        return
    row = _handover(event.handover_id)
    reader = Reader.speaking(row.from_customer.language, row.organisation)
    _tell_giver(fact, row, "handover_ended", {"how": reader.say(*HOW[event.how])})


@reacts_to(InvoiceReceived)
def of_invoice(fact: Event, event: InvoiceReceived) -> None:
    if event.unit_id is None:
        _tell_sender(fact, event.invoice_id, "invoice_received", {})


@reacts_to(InvoiceSettled)
def of_settling(fact: Event, event: InvoiceSettled) -> None:
    """An accepted one is told as the registration that it became."""
    if not event.accepted:
        _tell_sender(fact, event.invoice_id, "invoice_rejected", {"why": event.why})


def _handover(pk: int) -> Handover:
    rows = Handover.objects.unscoped(WHY)
    return rows.select_related("organisation", "from_customer", "unit__model").get(pk=pk)


def _names(row: Handover, reader: Reader) -> dict[str, str]:
    company, model = row.organisation, row.unit.model
    return {
        "company": reader.say(company.name_fa, company.name_en or company.name_fa),
        "product": reader.say(model.name_fa, model.name_en or model.name_fa),
        "serial": row.unit.serial,
    }


def _tell_giver(fact: Event, row: Handover, template: str, words: dict[str, str]) -> None:
    if not is_on("tell_owner", fact.organisation_id):
        return
    reader = Reader.speaking(row.from_customer.language, row.organisation)
    tell_customer(
        organisation=row.organisation,
        customer=row.from_customer,
        template=template,
        context=_names(row, reader) | words,
        key=f"{template}:{fact.pk}",
        now=fact.at,
    )


def _tell_sender(fact: Event, pk: int, template: str, words: dict[str, str]) -> None:
    if not is_on("tell_owner", fact.organisation_id):
        return
    invoice = Invoice.objects.unscoped(WHY).select_related("organisation", "customer").get(pk=pk)
    reader = Reader.speaking(invoice.customer.language, invoice.organisation)
    company = invoice.organisation
    tell_customer(
        organisation=company,
        customer=invoice.customer,
        template=template,
        context={
            "company": reader.say(company.name_fa, company.name_en or company.name_fa),
            "number": invoice.number,
            **words,
        },
        key=f"{template}:{fact.pk}",
        now=fact.at,
    )
