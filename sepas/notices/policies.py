"""Who sees messages and who may send failed ones again."""

from django.utils.translation import gettext_lazy as _

from sepas.kernel.actor import Actor, Kind
from sepas.kernel.policy import ALLOWED, Answer, Denied
from sepas.notices.models import Message, MessageState
from sepas.parties import policies as parties


def may_word(actor: Actor, organisation_id: int) -> Answer:
    """What customers are told: whoever words it for the whole organisation."""
    return parties.may_use(actor, "texts.edit", organisation_id=organisation_id)


def may_replay(actor: Actor, message: Message) -> Answer:
    """Try a failed message again: whoever looks after deliveries."""
    if actor.is_public or actor.organisation_id is None or actor.organisation_id != message.organisation_id:
        return Denied("not_found", _("There is nothing here that you can see."), hidden=True)
    if actor.kind != Kind.SYSTEM and not actor.may("deliveries.replay"):
        return Denied("no_permission", _("Your role does not send messages again."))
    if message.state != MessageState.DEAD:
        return Denied("not_failed", _("Only a message that failed can be sent again."))
    return ALLOWED
