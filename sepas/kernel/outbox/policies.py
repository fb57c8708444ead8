"""Who may look after failed deliveries."""

from django.utils.translation import gettext_lazy as _

from sepas.kernel.actor import Actor
from sepas.kernel.outbox.models import Delivery
from sepas.kernel.policy import ALLOWED, Answer, Denied


def may_replay(actor: Actor, delivery: Delivery) -> Answer:
    """Managers of the whole organisation that the delivery belongs to."""
    if delivery.organisation_id is None or delivery.organisation_id != actor.organisation_id:
        return Denied("not_found", _("There is nothing here that you can see."), hidden=True)
    if not actor.reach("deliveries.replay").everywhere:
        return Denied("no_permission", _("Only a manager may run a failed delivery again."))
    return ALLOWED
