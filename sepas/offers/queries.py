"""Reads of the services that are offered. Each function says how many SQL queries it takes."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from sepas.assets.models import ProductModel
from sepas.kernel.actor import Actor
from sepas.kernel.errors import NotFound
from sepas.kernel.text import alphabetical
from sepas.offers.lifecycle import OfferState
from sepas.offers.models import ServiceOffer
from sepas.offers.terms import fitting, stands

WHY = "what is offered to everybody is shown before anybody is known"


def offers(
    actor: Actor, *, state: str = "", kind: str = "", model: ProductModel | None = None
) -> QuerySet[ServiceOffer]:
    """The offers of the actor's organisation with their models, by kind and name, to be sliced by the caller.

    With `model`, only those that fit things of that model.
    """
    found = ServiceOffer.objects.visible_to(actor).select_related("model", "organisation")
    if state:
        found = found.filter(state=state)
    if kind:
        found = found.filter(kind=kind)
    if model is not None:
        found = found.filter(_for(model))
    return found.order_by("kind", "name_fa", "pk")


def offer(actor: Actor, pk: int) -> ServiceOffer:
    """One query; `NotFound` when there is none that the actor may see."""
    found = (
        ServiceOffer.objects.visible_to(actor).select_related("model", "organisation").filter(pk=pk).first()
    )
    if found is None:
        raise NotFound
    return found


def standing(
    organisation_id: int,
    *,
    model: ProductModel | None = None,
    product_class: str = "",
    day: date,
) -> list[ServiceOffer]:
    """What anybody can ask for on `day` for a thing of this model or kind; those for the model first. One query."""
    found = ServiceOffer.objects.unscoped(WHY).filter(
        organisation_id=organisation_id, state=OfferState.OFFERED
    )
    rows = in_order(found.select_related("organisation").order_by("pk"))
    return fitting([row for row in rows if stands(row, day)], model, product_class)


def in_order(rows: Iterable[ServiceOffer]) -> list[ServiceOffer]:
    """Offers by kind, and by name in the order of the alphabet."""
    return sorted(rows, key=lambda row: (row.kind, alphabetical(row.name_fa)))


def named(pk: int, *, organisation_id: int | None = None) -> ServiceOffer | None:
    """The offer with this id, of that organisation or of any, if it is offered; its days are asked when a case opens.

    One query.
    """
    found = ServiceOffer.objects.unscoped(WHY).filter(pk=pk, state=OfferState.OFFERED)
    if organisation_id is not None:
        found = found.filter(organisation_id=organisation_id)
    return found.select_related("organisation").first()


def _for(model: ProductModel) -> Q:
    return Q(model=model) | Q(model=None, product_class__in=["", model.product_class])
