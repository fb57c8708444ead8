"""Saved views and a person's own settings of the desk. Nobody's rights change by them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from sepas.cases.models import DeskSettings, SavedView
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid, NotFound, Refused
from sepas.kernel.swap import swap
from sepas.kernel.text import normalise

MOST_VIEWS = 20
"""Views of one person; each is counted every minute."""


def save_view(actor: Actor, *, name: str, filters: Mapping[str, str], now: datetime) -> SavedView:
    """Keep the selection under a name of one's own. Raises `Invalid` for no name, one that is taken, or too many."""
    _staff(actor)
    assert actor.id is not None
    assert actor.organisation_id is not None
    name = _name(name)
    mine = SavedView.objects.visible_to(actor).filter(owner_id=actor.id)
    if mine.count() >= MOST_VIEWS:
        raise Invalid({"name": _("These are enough views. Delete one first.")}, data={"most": MOST_VIEWS})
    last = mine.aggregate(last=Max("position"))["last"]
    try:
        with transaction.atomic():
            return SavedView.objects.create(
                organisation_id=actor.organisation_id,
                owner_id=actor.id,
                name=name,
                filters=dict(filters),
                position=(last or 0) + 1,
                created_at=now,
            )
    except IntegrityError:
        raise Invalid({"name": _("You have a view of this name already.")}) from None


def rename_view(actor: Actor, *, view: SavedView, name: str) -> SavedView:
    """Raises `Refused` for somebody else's view, `Invalid` for a name that cannot be."""
    _own(actor, view)
    try:
        with transaction.atomic():
            return swap(view, name=_name(name))
    except IntegrityError:
        raise Invalid({"name": _("You have a view of this name already.")}) from None


def share_view(actor: Actor, *, view: SavedView, shared: bool) -> SavedView:
    """Show the view to everybody of the organisation, or to its owner alone. Each sees in it what they may see."""
    _own(actor, view)
    if shared and not actor.may("views.share"):
        raise Refused(_("Your role does not share views. Ask your manager."), code="no_permission")
    return swap(view, shared=shared)


def delete_view(actor: Actor, *, view: SavedView) -> None:
    """Whoever began with it begins with all open cases again."""
    _own(actor, view)
    SavedView.objects.visible_to(actor).filter(pk=view.pk).delete()


def move_view(actor: Actor, *, view: SavedView, earlier: bool) -> None:
    """One place earlier or later among one's own views."""
    _own(actor, view)
    mine = list(SavedView.objects.visible_to(actor).filter(owner_id=actor.id).order_by("position", "pk"))
    at = next(place for place, each in enumerate(mine) if each.pk == view.pk)
    to = at - 1 if earlier else at + 1
    if 0 <= to < len(mine):
        mine[at], mine[to] = mine[to], mine[at]
        with transaction.atomic():
            for place, each in enumerate(mine, start=1):
                if each.position != place:
                    swap(each, position=place)


def set_first_view(actor: Actor, *, view: SavedView | None) -> None:
    """What the inbox begins with for this person; None: all open cases."""
    _settings(actor, first_view=view)


def set_columns(actor: Actor, *, columns: Sequence[str]) -> None:
    """The inbox's columns for this person, in this order; none: all of them."""
    _settings(actor, columns=list(dict.fromkeys(columns)))


def set_shortcuts(actor: Actor, *, on: bool) -> None:
    """Whether single keys do things on this person's desk."""
    _settings(actor, shortcuts=on)


def _settings(actor: Actor, **values: object) -> None:
    _staff(actor)
    assert actor.id is not None
    DeskSettings.objects.visible_to(actor).update_or_create(staff_id=actor.id, defaults=values)


def _staff(actor: Actor) -> None:
    if not actor.is_staff:
        raise NotFound()


def _own(actor: Actor, view: SavedView) -> None:
    _staff(actor)
    if view.owner_id != actor.id:
        raise Refused(_("Only its owner changes a view. Save one of your own."), code="not_owner")


def _name(name: str) -> str:
    name = normalise(name)
    if not name:
        raise Invalid({"name": _("Give the view a name.")})
    if len(name) > 60:
        raise Invalid({"name": _("This is too long.")}, data={"max_length": 60})
    return name
