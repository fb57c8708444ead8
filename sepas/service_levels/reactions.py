"""A new organisation begins with promises, so that its first case has them."""

from sepas.kernel.activity.registry import reacts_to
from sepas.kernel.actor import system
from sepas.kernel.models import Event
from sepas.parties import queries
from sepas.parties.events import OrganisationCreated
from sepas.service_levels.actions import set_default_promises


@reacts_to(OrganisationCreated)
def begin_with_promises(fact: Event, event: OrganisationCreated) -> None:
    organisation = queries.organisation(fact.subject_id)
    set_default_promises(system(organisation.pk), organisation=organisation, now=fact.at)
