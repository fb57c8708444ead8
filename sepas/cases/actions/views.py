"""Saved views and a person's own settings of the desk. Nobody's rights change by them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from sepas.cases.models import DeskSettings, SavedView
from sepas.cases.view_events import ViewChanged, ViewKept, ViewRemoved, ViewShared, ViewUnshared
from sepas.cases.view_policies import may_change_view, may_keep_for, may_share_view, may_stop_sharing
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.errors import Invalid, NotFound
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.kernel.text import normalise
from sepas.parties.models import Branch, Staff

MOST_VIEWS = 20
"""Views of one person; each is counted every minute."""
MOST_COLUMNS = 30


def save_view(
    actor: Actor,
    *,
    name: str,
    filters: Mapping[str, str],
    columns: Sequence[str] = (),
    owner: Staff | None = None,
    shared: bool | None = None,
    branch: Branch | None = None,
    now: datetime,
) -> SavedView:
    """Keep the selection under a name of one's own, with its own columns if any are given. Raises `Invalid` for no
    name, one that is taken, or too many views.

    A program has no views of its own: it names the `owner`, and the view is shared at once, with everybody or with
    a `branch`, unless `shared` is false.
    """
    owner_id, program = actor.id, actor.kind == Kind.TOKEN
    if program:
        shared = shared is not False
        require(may_keep_for(actor, shared=shared))
        if shared:
            require(may_share_view(actor, branch))
        owner_id = owner.pk if owner is not None and owner.organisation_id == actor.organisation_id else None
        if owner_id is None:
            raise Invalid({"staff": _("There is no such member of staff.")})
    else:
        _staff(actor)
    assert owner_id is not None
    assert actor.organisation_id is not None
    name = _name(name)
    mine = SavedView.objects.visible_to(actor).filter(owner_id=owner_id)
    if mine.count() >= MOST_VIEWS:
        raise Invalid({"name": _("These are enough views. Delete one first.")}, data={"most": MOST_VIEWS})
    last = mine.aggregate(last=Max("position"))["last"]
    try:
        with transaction.atomic():
            view = SavedView.objects.create(
                organisation_id=actor.organisation_id,
                owner_id=owner_id,
                shared=bool(program and shared),
                branch=branch if program and shared else None,
                name=name,
                filters=dict(filters),
                columns=_columns(columns),
                position=(last or 0) + 1,
                created_at=now,
            )
            _record(actor, view, ViewKept(name, view.filters, view.columns), now)
            if view.shared:
                _record(actor, view, _shared(view), now)
            return view
    except IntegrityError:
        raise Invalid({"name": _("You have a view of this name already.")}) from None


def change_view(
    actor: Actor,
    *,
    view: SavedView,
    name: str | None = None,
    filters: Mapping[str, str] | None = None,
    columns: Sequence[str] | None = None,
    now: datetime,
) -> SavedView:
    """Another name, selection or columns for one's view; None leaves as it is. Raises `Refused` for somebody else's
    view, `Invalid` for a name that cannot be.
    """
    require(may_change_view(actor, view))
    wanted: dict[str, Any] = {}
    if name is not None:
        wanted["name"] = _name(name)
    if filters is not None:
        wanted["filters"] = dict(filters)
    if columns is not None:
        wanted["columns"] = _columns(columns)
    changes = {
        field: [getattr(view, field), value]
        for field, value in wanted.items()
        if getattr(view, field) != value
    }
    if not changes:
        return view
    try:
        with transaction.atomic():
            swap(view, **{field: value for field, (_before, value) in changes.items()})
            _record(actor, view, ViewChanged(changes), now)
            return view
    except IntegrityError:
        raise Invalid({"name": _("You have a view of this name already.")}) from None


def rename_view(actor: Actor, *, view: SavedView, name: str, now: datetime) -> SavedView:
    """As `change_view`, for the name alone."""
    return change_view(actor, view=view, name=name, now=now)


def share_view(
    actor: Actor, *, view: SavedView, shared: bool, branch: Branch | None = None, now: datetime
) -> SavedView:
    """Show the view to a branch and all below it, to the whole organisation (`branch` None), or, with `shared` false,
    to its owner alone. Each sees in it what they may see. Raises `Refused` for whoever may not share there.
    """
    if shared:
        require(may_change_view(actor, view))
        require(may_share_view(actor, branch))
    else:
        require(may_stop_sharing(actor, view))
        branch = None
    if view.shared == shared and view.branch_id == (branch.pk if branch else None):
        return view
    with transaction.atomic():
        swap(view, shared=shared, branch=branch)
        told: ViewShared | ViewUnshared = ViewUnshared(view.name)
        if shared:
            told = _shared(view)
        _record(actor, view, told, now)
    return view


def delete_view(actor: Actor, *, view: SavedView, now: datetime) -> None:
    """Whoever began with it begins with all open cases again."""
    require(may_change_view(actor, view))
    with transaction.atomic():
        swap(view)
        _record(actor, view, ViewRemoved(view.name, view.shared), now)
        SavedView.objects.visible_to(actor).filter(pk=view.pk).delete()


def move_view(actor: Actor, *, view: SavedView, earlier: bool) -> None:
    """One place earlier or later among one's own views."""
    require(may_change_view(actor, view))
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
    _settings(actor, columns=_columns(columns))


def set_shortcuts(actor: Actor, *, on: bool) -> None:
    """Whether single keys do things on this person's desk."""
    _settings(actor, shortcuts=on)


def _shared(view: SavedView) -> ViewShared:
    branch = view.branch
    return ViewShared(view.name, branch.pk if branch else None, branch.name_fa if branch else "")


def _settings(actor: Actor, **values: object) -> None:
    _staff(actor)
    assert actor.id is not None
    DeskSettings.objects.visible_to(actor).update_or_create(staff_id=actor.id, defaults=values)


def _staff(actor: Actor) -> None:
    if not actor.is_staff:
        raise NotFound()


def _columns(columns: Sequence[str]) -> list[str]:
    return [str(name)[:40] for name in dict.fromkeys(columns)][:MOST_COLUMNS]


def _record(actor: Actor, view: SavedView, told: object, now: datetime) -> None:
    record(told, actor=actor, organisation_id=view.organisation_id, subject_id=view.pk, at=now)


def _name(name: str) -> str:
    name = normalise(name)
    if not name:
        raise Invalid({"name": _("Give the view a name.")})
    if len(name) > 60:
        raise Invalid({"name": _("This is too long.")}, data={"max_length": 60})
    return name
