"""Who may do what with the services that are offered."""

from sepas.assets.policies import may_edit_models
from sepas.kernel.actor import Actor
from sepas.kernel.policy import Answer
from sepas.offers.models import ServiceOffer


def may_edit_offers(actor: Actor, organisation_id: int) -> Answer:
    """A price that is promised to customers is a promise like a guarantee: who edits those edits these."""
    return may_edit_models(actor, organisation_id)


def may_edit_offer(actor: Actor, offer: ServiceOffer) -> Answer:
    return may_edit_offers(actor, offer.organisation_id)


def may_make_offer(actor: Actor, offer: ServiceOffer) -> Answer:
    return may_edit_offer(actor, offer)


def may_withdraw_offer(actor: Actor, offer: ServiceOffer) -> Answer:
    return may_edit_offer(actor, offer)
