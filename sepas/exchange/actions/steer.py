"""Starting an import, stopping it for a while, going on, giving it up."""

from datetime import datetime

from django.db import transaction

from sepas.exchange import policies
from sepas.exchange.actions.upload import needs
from sepas.exchange.events import ImportCancelled, ImportPaused, ImportResumed, ImportStarted
from sepas.exchange.kinds import may_take
from sepas.exchange.lifecycle import IMPORT
from sepas.exchange.models import Import, ImportFault
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.kernel.swap import swap

WHY = "the policy of the verb was asked"


def start_import(actor: Actor, *, row: Import, dry: bool, now: datetime) -> Import:
    """Let a worker begin at the first row; `dry` tries every row and keeps nothing. What an earlier run found wrong is
    forgotten, what it brought in is only counted. Whoever starts is who acts.

    Raises `Invalid` for what still has to be said, `Refused` for whoever may not do what the rows do, `IllegalMove`.
    """
    require(policies.may_steer(actor, row))
    require(may_take(row.kind, actor, row.organisation_id))
    state = IMPORT.after(row.state, "start")
    problems = needs(row, row.organisation)
    if problems:
        raise Invalid(problems)
    with transaction.atomic():
        swap(
            row, state=state, dry=dry, position=0, added=0, changed=0, there=0, wrong=0, total=None, error="",
            tries=0, lease="", available_at=now, started_at=now, ended_at=None, asked_kind=actor.kind.value,
            asked_id=actor.id, asked_name=actor.name, language=actor.language,
        )  # fmt: skip
        ImportFault.objects.unscoped(WHY).filter(of=row).delete()
        _record(actor, row, ImportStarted(row.kind, row.name, row.sha256, dry), now)
    return row


def pause_import(actor: Actor, *, row: Import, now: datetime) -> Import:
    """Stop after the batch that is being worked on. Raises `IllegalMove`."""
    require(policies.may_steer(actor, row))
    with transaction.atomic():
        swap(row, state=IMPORT.after(row.state, "pause"), available_at=None, lease="")
        _record(actor, row, ImportPaused(row.position), now)
    return row


def resume_import(actor: Actor, *, row: Import, now: datetime) -> Import:
    """Go on with the row after the last one that was worked on. Raises `IllegalMove`."""
    require(policies.may_steer(actor, row))
    with transaction.atomic():
        swap(row, state=IMPORT.after(row.state, "resume"), available_at=now, lease="", tries=0)
        _record(actor, row, ImportResumed(row.position), now)
    return row


def cancel_import(actor: Actor, *, row: Import, now: datetime) -> Import:
    """Give it up. What was brought in stays. Raises `IllegalMove`."""
    require(policies.may_steer(actor, row))
    with transaction.atomic():
        swap(row, state=IMPORT.after(row.state, "cancel"), available_at=None, lease="", ended_at=now)
        _record(actor, row, ImportCancelled(row.position), now)
    return row


def _record(actor: Actor, row: Import, event: object, now: datetime) -> None:
    record(event, actor=actor, organisation_id=row.organisation_id, subject_id=row.pk, at=now)
