"""A service is offered to customers, and withdrawn."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.kernel.text import normalise
from sepas.offers import policies
from sepas.offers.events import OfferMade, OfferWithdrawn
from sepas.offers.lifecycle import OFFER
from sepas.offers.models import ServiceOffer
from sepas.offers.terms import promised


def make_offer(actor: Actor, *, offer: ServiceOffer, day: date, now: datetime) -> ServiceOffer:
    """Customers can ask for it from `valid_from` on, or at once. A withdrawn one is offered again as it was.

    Raises `Invalid` where its last day is over on `day`, `IllegalMove` when it is offered already, `Stale`.
    Select `offer.organisation`.
    """
    require(policies.may_make_offer(actor, offer))
    state = OFFER.after(offer.state, "offer")
    if offer.valid_to and offer.valid_to < day:
        raise Invalid({"valid_to": _("Its last day is over. Give it a later one, or none.")})
    with transaction.atomic():
        swap(offer, state=state)
        fact = OfferMade(offer.pk, promised(offer, currency=offer.organisation.currency))
        record(fact, actor=actor, organisation_id=offer.organisation_id, subject_id=offer.pk, at=now)
    return offer


def withdraw_offer(actor: Actor, *, offer: ServiceOffer, why: str = "", now: datetime) -> ServiceOffer:
    """Nobody can ask for it any more; who asked before keeps what was promised. Raises `IllegalMove`, `Stale`."""
    require(policies.may_withdraw_offer(actor, offer))
    state = OFFER.after(offer.state, "withdraw")
    with transaction.atomic():
        swap(offer, state=state)
        fact = OfferWithdrawn(offer.pk, normalise(why)[:200])
        record(fact, actor=actor, organisation_id=offer.organisation_id, subject_id=offer.pk, at=now)
    return offer
