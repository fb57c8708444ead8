"""Registrations follow their units."""

from sepas.assets.events import UnitReleased, UnitReplaced, UnitReturned, UnitTransferred
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.registry import reacts_to
from sepas.kernel.actor import system
from sepas.warranty.actions.carry import carry_registration
from sepas.warranty.actions.endings import end_registration
from sepas.warranty.lifecycle import RegistrationState
from sepas.warranty.models import Registration


@reacts_to(UnitTransferred)
def end_registration_of_former_owner(fact: Event, event: UnitTransferred) -> None:
    """A unit that changed hands is no longer registered for who gave it away."""
    for registration in _active(event.unit_id):
        if registration.customer_id == event.from_customer_id:
            end_registration(
                system(fact.organisation_id), registration=registration, reason="transferred", now=fact.at
            )


@reacts_to(UnitReleased)
def end_registration_of_released_unit(fact: Event, event: UnitReleased) -> None:
    """The guarantee stays with the unit; whoever has it now can register it."""
    for registration in _active(event.unit_id):
        if registration.customer_id == event.from_customer_id:
            end_registration(
                system(fact.organisation_id), registration=registration, reason="given_away", now=fact.at
            )


@reacts_to(UnitReturned)
def end_registration_of_returned_unit(fact: Event, event: UnitReturned) -> None:
    for registration in _active(event.unit_id):
        end_registration(
            system(fact.organisation_id), registration=registration, reason="returned", now=fact.at
        )


@reacts_to(UnitReplaced)
def carry_registration_to_new_unit(fact: Event, event: UnitReplaced) -> None:
    """The owner need not register again; start and end stay as they were."""
    for registration in _active(event.unit_id):
        carry_registration(
            system(fact.organisation_id), registration=registration, to_unit_id=event.by_unit_id, now=fact.at
        )


def _active(unit_id: int) -> list[Registration]:
    rows = Registration.objects.unscoped("a registration follows its unit")
    return list(rows.filter(unit_id=unit_id, state=RegistrationState.ACTIVE))
