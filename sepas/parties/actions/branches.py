"""Branches: created, edited, moved in the tree, closed and reopened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import IntegrityError, transaction
from django.db.models import CharField, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid, NotFound
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties import policies
from sepas.parties.actions.shared import before_and_after, cleaned, different, hold_structure, only_known
from sepas.parties.events import (
    BranchClosed,
    BranchCreated,
    BranchEdited,
    BranchHoursChanged,
    BranchMoved,
    BranchReopened,
)
from sepas.parties.hours import default_hours, parse_hours
from sepas.parties.models import Branch, Organisation
from sepas.parties.models.organisations import BranchQuerySet

EDITABLE = frozenset({"name_fa", "name_en", "city", "address", "phone"})
DEEPEST = 8
WHY = "the tree is kept whole, whoever changes a part of it"


def create_branch(
    actor: Actor,
    *,
    organisation: Organisation,
    code: str,
    name_fa: str,
    name_en: str = "",
    city: str = "",
    address: str = "",
    phone: str = "",
    parent: Branch | None = None,
    hours: Mapping[Any, Any] | None = None,
    now: datetime,
) -> Branch:
    """A new branch below `parent`, or at the top. Without hours it keeps those of its parent or the country.

    Raises `Invalid` for a field or hours, `Conflict` if the code is taken, the parent is closed, or the tree
    would be deeper than eight levels.
    """
    require(policies.may_create_branch(actor, organisation.pk, parent.pk if parent else None))
    if parent is not None and parent.organisation_id != organisation.pk:
        raise NotFound()
    given = {
        "code": code,
        "name_fa": name_fa,
        "name_en": name_en,
        "city": city,
        "address": address,
        "phone": phone,
    }
    clean = cleaned(Branch, given, required=frozenset({"code", "name_fa"}))
    try:
        validate_slug(clean["code"])
    except ValidationError:
        raise Invalid({"code": _("Use Latin letters, digits and dashes.")}) from None
    if hours is None:
        week = parent.hours if parent and parent.hours else default_hours(organisation.jurisdiction)
    else:
        week = parse_hours(hours)
    with transaction.atomic():
        hold_structure(organisation.pk)
        above = _parent_path(parent.pk if parent else None)
        _check_depth(above, 1)
        branch = Branch(organisation=organisation, parent=parent, hours=week, **clean)
        _insert(branch)
        branch.path = f"{above}{branch.pk}/"
        _rows().filter(pk=branch.pk).update(path=branch.path)
        _record(actor, branch, BranchCreated(branch.code, branch.name_fa, branch.parent_id), now)
    return branch


def edit_branch(actor: Actor, *, branch: Branch, now: datetime, **fields: str) -> Branch:
    """Change names, city, address or phone. Without a real change nothing is written."""
    require(policies.may_edit_branch(actor, branch))
    only_known(fields, EDITABLE)
    changes = different(branch, cleaned(Branch, fields, required=frozenset({"name_fa"})))
    if changes:
        with transaction.atomic():
            edited = BranchEdited(before_and_after(branch, changes))
            swap(branch, **changes)
            _record(actor, branch, edited, now)
    return branch


def set_hours(actor: Actor, *, branch: Branch, hours: Mapping[Any, Any], now: datetime) -> Branch:
    """Set a branch's weekly opening hours (see `hours.parse_hours`). Running clocks keep their due times."""
    require(policies.may_edit_branch(actor, branch))
    week = parse_hours(hours)
    if week != branch.hours:
        with transaction.atomic():
            changed = BranchHoursChanged(before=branch.hours, after=week)
            swap(branch, hours=week)
            _record(actor, branch, changed, now)
    return branch


def move_branch(actor: Actor, *, branch: Branch, parent: Branch | None, now: datetime) -> Branch:
    """Hang a branch, with all below it, under another one, or at the top for None.

    Raises `Conflict` for a place below itself, a closed parent, or a tree deeper than eight levels;
    `NotFound` for a parent of another organisation. Whoever holds a role above the new place reaches the
    branch at once.
    """
    to_id = parent.pk if parent else None
    require(policies.may_place_branch(actor, branch, branch.parent_id))
    require(policies.may_place_branch(actor, branch, to_id))
    if parent is not None and parent.organisation_id != branch.organisation_id:
        raise NotFound()
    if branch.parent_id == to_id:
        return branch
    with transaction.atomic():
        hold_structure(branch.organisation_id)
        above = _parent_path(to_id)
        old = _path(branch.pk)
        if above.startswith(old):
            raise Conflict(_("A branch cannot be placed below itself."), code="cycle")
        subtree = _rows().filter(path__startswith=old)
        paths = list(subtree.values_list("path", flat=True))
        _check_depth(above, max(path.count("/") for path in paths) - old.count("/") + 1)
        moved = BranchMoved(branch.parent_id, to_id, len(paths))
        swap(branch, parent_id=to_id)
        new = f"{above}{branch.pk}/"
        subtree.update(path=Concat(Value(new), Substr("path", len(old) + 1), output_field=CharField()))
        branch.path = new
        branch.parent = parent
        _record(actor, branch, moved, now)
    return branch


def close_branch(actor: Actor, *, branch: Branch, now: datetime) -> Branch:
    """Take a branch out of service. What it has stays readable; nothing new is given to it.

    Raises `Conflict` while a branch below it is open, or when it is the organisation's last open one.
    """
    require(policies.may_place_branch(actor, branch, branch.parent_id))
    if not branch.active:
        return branch
    with transaction.atomic():
        hold_structure(branch.organisation_id)
        open_ones = _rows().filter(organisation_id=branch.organisation_id, active=True)
        if open_ones.filter(path__startswith=_path(branch.pk)).exclude(pk=branch.pk).exists():
            raise Conflict(_("Close or move the branches below it first."), code="branches_below")
        if not open_ones.exclude(pk=branch.pk).exists():
            raise Conflict(
                _("This is the only open branch; requests need a place to go."), code="last_branch"
            )
        swap(branch, active=False)
        _record(actor, branch, BranchClosed(), now)
    return branch


def reopen_branch(actor: Actor, *, branch: Branch, now: datetime) -> Branch:
    """Put a closed branch back into service; raises `Conflict` while the one above it is closed."""
    require(policies.may_place_branch(actor, branch, branch.parent_id))
    if branch.active:
        return branch
    with transaction.atomic():
        hold_structure(branch.organisation_id)
        _parent_path(branch.parent_id)
        swap(branch, active=True)
        _record(actor, branch, BranchReopened(), now)
    return branch


def _insert(branch: Branch) -> None:
    try:
        with transaction.atomic():
            branch.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_("Another branch has this code."), code="code_taken") from None


def _path(pk: int) -> str:
    """Read under the lock: a move further up changes the path of rows that somebody else holds."""
    return _rows().values_list("path", flat=True).get(pk=pk)


def _parent_path(parent_id: int | None) -> str:
    """The path above a place in the tree, read under the lock; a closed parent takes nothing."""
    if parent_id is None:
        return "/"
    path, active = _rows().values_list("path", "active").get(pk=parent_id)
    if not active:
        raise Conflict(_("The branch above is closed."), code="parent_closed")
    return path


def _check_depth(above: str, height: int) -> None:
    if above.count("/") - 1 + height > DEEPEST:
        raise Conflict(_("Branches can be at most eight levels deep."), code="too_deep")


def _rows() -> BranchQuerySet:
    return Branch.objects.unscoped(WHY)


def _record(actor: Actor, branch: Branch, event: object, now: datetime) -> None:
    record(event, actor=actor, organisation_id=branch.organisation_id, subject_id=branch.pk, at=now)
