"""What changes elsewhere and must be found in cases."""

from sepas.cases import search
from sepas.cases.actions.vocabulary import forget_words
from sepas.cases.models import Case
from sepas.cases.search_events import CasesRenewed
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.record import record
from sepas.kernel.activity.registry import reacts_to
from sepas.kernel.actor import system
from sepas.parties.actions.names_left import take_leaving
from sepas.parties.events import CustomerEdited
from sepas.parties.models import Customer

AT_ONCE = 100
"""Cases renewed in one transaction: SQLite has one writer, and an index over long conversations takes its time."""
WHY = "search follows the customer's name, whoever changed it"


@reacts_to(CustomerEdited)
def find_by_new_name(fact: Event, event: CustomerEdited) -> None:
    """The customer's cases are found by their new name, the last entered first, and no longer by the old one."""
    if "name" in event.fields:
        _renew(fact, before=None)


@reacts_to(CasesRenewed)
def go_on_finding_by_new_name(fact: Event, event: CasesRenewed) -> None:
    _renew(fact, before=event.before_id)


def _renew(fact: Event, *, before: int | None) -> None:
    customer = Customer.objects.unscoped(WHY).get(pk=fact.subject_id)
    cases = Case.objects.unscoped(WHY).filter(
        organisation_id=customer.organisation_id, customer=customer, **({"pk__lt": before} if before else {})
    )
    some = list(cases.select_related("unit__model").order_by("-pk")[: AT_ONCE + 1])
    now, later = some[:AT_ONCE], some[AT_ONCE:]
    renewed = search.renew_changed(now, customer=customer)
    if not later:
        forget_words(customer.organisation_id, take_leaving(customer))
        return
    record(
        CasesRenewed(renewed=renewed, before_id=now[-1].pk),
        actor=system(customer.organisation_id),
        organisation_id=customer.organisation_id,
        subject_id=customer.pk,
        at=fact.at,
    )
