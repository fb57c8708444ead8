"""Who may change a saved view, and with whom one may share."""

from django.utils.translation import gettext_lazy as _

from sepas.cases.models import SavedView
from sepas.cases.policies import HIDDEN
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.policy import ALLOWED, Answer, Denied
from sepas.parties.models import Branch


def may_change_view(actor: Actor, view: SavedView) -> Answer:
    """Its owner, and nobody else; programs those that are shared, and those of single people, with a permission for
    each.
    """
    if actor.kind == Kind.TOKEN and actor.organisation_id == view.organisation_id:
        if view.shared:
            return may_share_view(actor)
        return ALLOWED if actor.may("personal.edit") else HIDDEN
    if not actor.is_staff or actor.organisation_id != view.organisation_id:
        return HIDDEN
    if view.owner_id == actor.id:
        return ALLOWED
    return Denied("not_owner", _("Only its owner changes a view. Save one of your own."))


def may_keep_for(actor: Actor, *, shared: bool) -> Answer:
    """Have a program keep a view for somebody: one that is shared, or one that is theirs alone."""
    if shared:
        return may_share_view(actor)
    if actor.kind == Kind.TOKEN and actor.may("personal.edit"):
        return ALLOWED
    return Denied(
        "no_permission",
        _("A program keeps a view for one person only with the right to."),
        data={"permission": "personal.edit"},
    )


def may_share_view(actor: Actor, branch: Branch | None = None) -> Answer:
    """Share with a branch and all below it, or (None) with the whole organisation: with the permission there."""
    reach = actor.reach("views.share")
    if not (actor.is_staff or actor.kind == Kind.TOKEN) or not (reach.everywhere or reach.branches):
        return Denied("no_permission", _("Your role does not share views. Ask your manager."))
    if branch is not None and branch.organisation_id != actor.organisation_id:
        return HIDDEN
    if reach.everywhere or (branch is not None and branch.pk in reach.branches):
        return ALLOWED
    return Denied(
        "out_of_reach",
        _("You may share views with your own branches only. Choose one of them from the list."),
    )


def may_stop_sharing(actor: Actor, view: SavedView) -> Answer:
    """Its owner; and whoever could have shared it so, for owners who are away."""
    answer = may_change_view(actor, view)
    if answer or answer is HIDDEN:
        return answer
    return ALLOWED if may_share_view(actor, view.branch) else answer
