"""An owner hears of their registration: active until when, under review and why, challenged, reviewed."""

from datetime import date

from sepas.cases.reader import Reader
from sepas.flows.switches import is_on
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.registry import reacts_to
from sepas.kernel.dates import format_date
from sepas.notices.actions import tell_customer
from sepas.parties.models import Customer
from sepas.warranty.events import GuaranteeRegistered, RegistrationDisputed, RegistrationReviewed
from sepas.warranty.models import Registration
from sepas.warranty.reasons import REASONS

WHY = "told to whom it concerns"


@reacts_to(GuaranteeRegistered)
def of_registration(fact: Event, event: GuaranteeRegistered) -> None:
    row, reader = _of(event.registration_id)
    until = ""
    if event.ends_on:
        day = format_date(date.fromisoformat(event.ends_on), reader.calendar, reader.language, "long")
        until = reader.say(f"\nتا {day}", f"\nUntil {day}")
    _tell(fact, row, row.customer, "guarantee_registered", {"until": until})


@reacts_to(RegistrationDisputed)
def of_dispute(fact: Event, event: RegistrationDisputed) -> None:
    row, reader = _of(event.registration_id)
    _tell(fact, row, row.customer, "registration_disputed", {"why": reader.text(REASONS[event.reason])})
    if event.present_owner_id is not None:
        owner = Customer.objects.unscoped(WHY).get(pk=event.present_owner_id)
        _tell(fact, row, owner, "registration_challenged", {})


@reacts_to(RegistrationReviewed)
def of_review(fact: Event, event: RegistrationReviewed) -> None:
    row, reader = _of(event.registration_id)
    result = (
        reader.say("پذیرفته شد.", "accepted.") if event.accepted else reader.text(REASONS["not_accepted"])
    )
    result = f"{result}\n{event.why}" if event.why else result
    _tell(fact, row, row.customer, "registration_reviewed", {"result": result})
    if event.ended_registration_id is not None:
        former, reader = _of(event.ended_registration_id)
        ended = f"{reader.text(REASONS['other_owner'])}\n{event.why}"
        _tell(fact, former, former.customer, "registration_reviewed", {"result": ended})


def _of(pk: int) -> tuple[Registration, Reader]:
    rows = Registration.objects.unscoped(WHY).select_related("organisation", "customer", "unit__model")
    row = rows.get(pk=pk)
    return row, Reader.speaking(row.customer.language, row.organisation)


def _tell(fact: Event, row: Registration, to: Customer, template: str, words: dict[str, str]) -> None:
    if not is_on("tell_owner", fact.organisation_id):
        return
    reader = Reader.speaking(to.language, row.organisation)
    model = row.unit.model
    tell_customer(
        organisation=row.organisation,
        customer=to,
        template=template,
        context={
            "company": reader.say(
                row.organisation.name_fa, row.organisation.name_en or row.organisation.name_fa
            ),
            "product": reader.say(model.name_fa, model.name_en or model.name_fa),
            "serial": row.unit.serial,
            **words,
        },
        key=f"{template}:{fact.pk}:{to.pk}",
        now=fact.at,
    )
