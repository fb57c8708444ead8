"""Who may keep ready texts, and take back an answer."""

from django.utils.translation import gettext_lazy as _

from sepas.cases.policies import may_reply
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import ALLOWED, Answer, Denied
from sepas.parties.models import Staff
from sepas.teamwork.models import CannedReply, Macro, WaitingReply

HIDDEN = Denied("not_found", _("There is nothing here that you can see."), hidden=True)


def may_keep(actor: Actor, *, personal: bool, kept: CannedReply | None = None) -> Answer:
    """Write or change a ready text: everybody who answers their own, shared ones with the permission; programs without
    answering anybody, shared ones and those of single people with a permission for each.
    """
    if actor.kind == Kind.TOKEN:
        return _may_keep_by_program(actor, personal=personal, kept=kept)
    if not actor.is_staff:
        return HIDDEN
    if kept is not None and (
        kept.organisation_id != actor.organisation_id or kept.owner_id not in {None, actor.id}
    ):
        return HIDDEN
    if not actor.may("cases.reply"):
        return Denied("no_permission", _("Your role does not answer customers."))
    shared = not personal or (kept is not None and kept.owner_id is None)
    if shared and not actor.may("replies.edit"):
        return Denied(
            "no_permission",
            _("Texts that everybody uses are edited by managers. You can keep one of your own."),
        )
    return ALLOWED


def _may_keep_by_program(actor: Actor, *, personal: bool, kept: CannedReply | Macro | None) -> Answer:
    """What everybody uses with `replies.edit`; what is one person's with `personal.edit`."""
    if kept is not None and kept.organisation_id != actor.organisation_id:
        return HIDDEN
    private = kept.owner_id is not None if kept is not None else personal
    needed = "personal.edit" if private else "replies.edit"
    if actor.may(needed):
        return ALLOWED
    if private and kept is not None:
        return HIDDEN
    return Denied(
        "no_permission",
        _("A program keeps texts and macros only with the right to: for everybody, or for single people."),
        data={"permission": needed},
    )


def owner_id(actor: Actor, owner: Staff | None) -> int:
    """Whose a new text, macro or view is: one's own, or, for a program, that of whom it names. Raises `Invalid`."""
    if actor.kind == Kind.TOKEN:
        if owner is None or owner.organisation_id != actor.organisation_id:
            raise Invalid({"staff": _("There is no such member of staff.")})
        return owner.pk
    assert actor.id is not None
    return actor.id


def may_keep_macro(actor: Actor, *, personal: bool, kept: Macro | None = None) -> Answer:
    """As ready texts: everybody who answers keeps their own, shared ones with the permission."""
    if actor.kind == Kind.TOKEN:
        return _may_keep_by_program(actor, personal=personal, kept=kept)
    if not actor.is_staff:
        return HIDDEN
    if kept is not None and (
        kept.organisation_id != actor.organisation_id or kept.owner_id not in {None, actor.id}
    ):
        return HIDDEN
    if not actor.may("cases.reply"):
        return Denied("no_permission", _("Your role does not answer customers."))
    shared = not personal or (kept is not None and kept.owner_id is None)
    if shared and not actor.may("replies.edit"):
        return Denied(
            "no_permission",
            _("Macros that everybody uses are edited by managers. You can keep one of your own."),
        )
    return ALLOWED


def may_take_back(actor: Actor, waiting: WaitingReply) -> Answer:
    """Its author; and whoever manages ready texts, for somebody who went home."""
    answer = may_reply(actor, waiting.case)
    if not answer:
        return answer
    if waiting.author_id == actor.id or actor.may("replies.edit"):
        return ALLOWED
    return Denied("not_yours", _("Only its author or a manager takes an answer back."))


def may_set_rules(actor: Actor, organisation_id: int) -> Answer:
    """By which rules work finds its person, and the daily routine: who sets the policies of the house."""
    if actor.is_public or actor.organisation_id != organisation_id:
        return HIDDEN
    if actor.reach("guarantees.edit").everywhere:
        return ALLOWED
    return Denied("no_permission", _("Your role does not change what happens by itself."))


def may_set_skills(actor: Actor, staff: Staff) -> Answer:
    """What somebody can do and when they are away: whoever keeps that, or edits the people, of their
    branch.
    """
    if actor.is_public or actor.organisation_id != staff.organisation_id:
        return HIDDEN
    for permission in ("skills.edit", "staff.edit"):
        reach = actor.reach(permission)
        if reach.everywhere or (staff.branch_id is not None and staff.branch_id in reach.branches):
            return ALLOWED
    return Denied("no_permission", _("Your role does not edit this person."))
