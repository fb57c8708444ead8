"""Whoever looks after a webhook hears that it was switched off for failing."""

from sepas.flows.switches import is_on
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.registry import reacts_to
from sepas.notices.actions import queue_message
from sepas.notices.models import Channel
from sepas.parties import queries as parties
from sepas.webhooks.events import WebhookFailed
from sepas.webhooks.models import Endpoint


@reacts_to(WebhookFailed)
def of_failure(fact: Event, event: WebhookFailed) -> None:
    """By e-mail to the contact; without one, the office's page is where it is seen."""
    endpoint = Endpoint.objects.unscoped("told to whom it concerns").get(pk=fact.subject_id)
    if not endpoint.contact or not is_on("tell_webhook_owner", fact.organisation_id):
        return
    organisation = parties.organisation(endpoint.organisation_id)
    queue_message(
        organisation=organisation,
        channel=Channel.EMAIL,
        recipient=endpoint.contact,
        template="webhook_failed",
        context={"name": event.name, "host": event.host},
        language=organisation.language,
        key=f"webhook_failed:{fact.pk}",
        now=fact.at,
    )
