"""Who may keep ready texts, and take back an answer."""

from django.utils.translation import gettext_lazy as _

from sepas.cases.policies import may_reply
from sepas.kernel.actor import Actor
from sepas.kernel.policy import ALLOWED, Answer, Denied
from sepas.teamwork.models import CannedReply, WaitingReply

HIDDEN = Denied("not_found", _("There is nothing here that you can see."), hidden=True)


def may_keep(actor: Actor, *, personal: bool, kept: CannedReply | None = None) -> Answer:
    """Write or change a ready text: everybody who answers their own, shared ones with the permission."""
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


def may_take_back(actor: Actor, waiting: WaitingReply) -> Answer:
    """Its author; and whoever manages ready texts, for somebody who went home."""
    answer = may_reply(actor, waiting.case)
    if not answer:
        return answer
    if waiting.author_id == actor.id or actor.may("replies.edit"):
        return ALLOWED
    return Denied("not_yours", _("Only its author or a manager takes an answer back."))
