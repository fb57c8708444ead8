"""Who may do what with the services that are offered."""

from django.utils.translation import gettext_lazy as _

from sepas.assets.policies import may_edit_models
from sepas.kernel.actor import Actor
from sepas.kernel.policy import ALLOWED, Answer, Denied
from sepas.offers.models import ServiceOffer
from sepas.parties import masks


def may_edit_offers(actor: Actor, organisation_id: int) -> Answer:
    """A price that is promised to customers is a promise like a guarantee: who edits those edits these."""
    return may_edit_models(actor, organisation_id)


def may_edit_offer(actor: Actor, offer: ServiceOffer) -> Answer:
    return may_edit_offers(actor, offer.organisation_id)


def may_make_offer(actor: Actor, offer: ServiceOffer) -> Answer:
    return may_edit_offer(actor, offer)


def may_withdraw_offer(actor: Actor, offer: ServiceOffer) -> Answer:
    return may_edit_offer(actor, offer)


def may_set_price(actor: Actor) -> Answer:
    """Say or change what a service costs: whoever does not see amounts leaves them as they are."""
    if "fields.money" in masks.hidden_from(actor):
        return Denied(
            "money_hidden", _("Your role does not see amounts of money, so the price stays as it is.")
        )
    return ALLOWED
