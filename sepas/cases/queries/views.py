"""Saved views and a person's settings, each in one query."""

from django.db.models import Case as When
from django.db.models import QuerySet
from django.db.models import When as Then

from sepas.cases.models import DeskSettings, SavedView
from sepas.kernel.actor import Actor
from sepas.kernel.compiled import Compiled
from sepas.kernel.errors import NotFound

SHOWN = 40


def views(actor: Actor) -> list[SavedView]:
    """One's own views in one's own order, then those that others share. One query."""
    return _views(given=actor)


def all_views(actor: Actor) -> QuerySet[SavedView]:
    """Those that the actor may see, to be sliced by the caller."""
    return SavedView.objects.visible_to(actor)


def view(actor: Actor, pk: int) -> SavedView:
    """Raises `NotFound`. One query."""
    found = SavedView.objects.visible_to(actor).select_related("owner", "branch").filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found


def desk_settings(actor: Actor) -> DeskSettings:
    """What the person has set; where nothing is set, what everybody begins with. One query."""
    return _settings.first(given=actor) or DeskSettings(staff_id=actor.id or 0)


def _views_of(actor: Actor) -> QuerySet[SavedView]:
    others_later = When(Then(owner_id=actor.id, then=0), default=1)
    found = SavedView.objects.visible_to(actor).select_related("owner", "branch")
    return found.order_by(others_later, "position", "pk")[:SHOWN]


def _settings_of(actor: Actor) -> QuerySet[DeskSettings]:
    return DeskSettings.objects.visible_to(actor).select_related("first_view").order_by("pk")[:1]


_views = Compiled(_views_of)
_settings = Compiled(_settings_of)
