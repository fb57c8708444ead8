"""Who may bring data in and take it out."""

from django.utils.translation import gettext_lazy as _

from sepas.exchange.models import Export, Import
from sepas.kernel.actor import Actor
from sepas.kernel.policy import Answer, Denied
from sepas.parties.masks import hidden_from
from sepas.parties.policies import may_use


def may_import(actor: Actor, organisation_id: int) -> Answer:
    """In the whole organisation: a file does not stop at a branch. What each row does is asked besides."""
    return may_use(actor, "data.import", organisation_id=organisation_id)


def may_steer(actor: Actor, row: Import) -> Answer:
    """Settle, start, pause, resume or cancel an import: whoever may import, not only who began it."""
    return may_import(actor, row.organisation_id)


def may_export(actor: Actor, organisation_id: int) -> Answer:
    """What they see on the screen, as a file; no row that they would not see there.

    Nearly every table names customers and their numbers, and a file that one asked for is there for all: so whoever
    may not see customers takes nothing out.
    """
    people = may_use(actor, "customers.view", organisation_id=organisation_id)
    return may_use(actor, "data.export", organisation_id=organisation_id) if people else people


def may_fetch(actor: Actor, row: Export) -> Answer:
    """One's own file always; somebody else's only for who sees all that may be in it."""
    answer = may_export(actor, row.organisation_id)
    if answer and hidden_from(actor) and (row.asked_kind, row.asked_id) != (actor.kind.value, actor.id):
        return Denied(
            "fields_hidden",
            _("Somebody else made this file, and it may show what you do not see. Make one of your own."),
        )
    return answer
