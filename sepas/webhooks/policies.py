"""Who may have what happens told to other programs."""

from django.utils.translation import gettext_lazy as _

from sepas.kernel.actor import Actor
from sepas.kernel.policy import ALLOWED, Answer, Denied
from sepas.parties.policies import may_use
from sepas.webhooks.models import DeliveryState, Endpoint, EndpointState, WebhookDelivery


def may_edit_webhooks(actor: Actor, organisation_id: int) -> Answer:
    """What happens in every branch leaves the house by it, so it takes the permission everywhere."""
    return may_use(actor, "webhooks.edit", organisation_id=organisation_id)


def may_edit(actor: Actor, endpoint: Endpoint) -> Answer:
    answer = may_edit_webhooks(actor, endpoint.organisation_id)
    if answer and endpoint.state == EndpointState.REMOVED:
        return Denied("removed", _("This webhook was removed."))
    return answer


def may_tell_people(actor: Actor, organisation_id: int) -> Answer:
    """Have texts and names of people sent along: only what one may see oneself, here or elsewhere."""
    for permission in ("cases.view", "customers.view"):
        answer = may_use(actor, permission, organisation_id=organisation_id)
        if not answer:
            return answer
    return ALLOWED


def may_tell_amounts(actor: Actor, organisation_id: int) -> Answer:
    """Have amounts of money sent along: only what one may see oneself."""
    return may_use(actor, "fields.money", organisation_id=organisation_id)


def may_test(actor: Actor, endpoint: Endpoint) -> Answer:
    answer = may_edit(actor, endpoint)
    if answer and endpoint.state != EndpointState.ACTIVE:
        return Denied("off", _("Switch the webhook on first."))
    return answer


def may_replay(actor: Actor, delivery: WebhookDelivery) -> Answer:
    """Ask for `delivery.endpoint`; select it with the delivery."""
    answer = may_test(actor, delivery.endpoint)
    if answer and delivery.state == DeliveryState.QUEUED:
        return Denied("waiting", _("It waits to be sent already."))
    return answer if not answer else ALLOWED
