"""Saved views and a person's settings, each in one query."""

from sepas.cases.models import DeskSettings, SavedView
from sepas.kernel.actor import Actor
from sepas.kernel.errors import NotFound

SHOWN = 40


def views(actor: Actor) -> list[SavedView]:
    """One's own views in one's own order, then those that others share. One query."""
    found = list(
        SavedView.objects.visible_to(actor).select_related("owner").order_by("position", "pk")[:SHOWN]
    )
    return sorted(found, key=lambda view: view.owner_id != actor.id)


def view(actor: Actor, pk: int) -> SavedView:
    """Raises `NotFound`. One query."""
    found = SavedView.objects.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def desk_settings(actor: Actor) -> DeskSettings:
    """What the person has set; where nothing is set, what everybody begins with. One query."""
    found = DeskSettings.objects.visible_to(actor).select_related("first_view").first()
    return found or DeskSettings(staff_id=actor.id or 0)
