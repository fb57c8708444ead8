"""Switching a flow off and on for one organisation."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.flows.events import FlowSwitched
from sepas.flows.models import SwitchedOff
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import ALLOWED, Answer, Denied, require

FLOWS = {
    "tell_customer": _("Tell customers what happens to their cases"),
    "tell_owner": _("Tell owners what happens to their registrations"),
    "tell_webhook_owner": _("Tell whoever looks after a webhook that it failed for long"),
    "climb_on_breach": _("Complaints climb by themselves when their answer is late"),
    "assign_by_rules": _("New cases find their person by the rules of assignment"),
    "notice_forgotten": _("Cases that nobody touches for too long are marked, and somebody is told"),
    "close_after_window": _("Resolved cases close by themselves after the time to reopen"),
}


def is_on(flow: str, organisation_id: int | None) -> bool:
    """Whether a flow runs in an organisation; it does unless somebody switched it off. One query."""
    if organisation_id is None:
        return True
    off = SwitchedOff.objects.unscoped("a flow runs without an actor")
    return not off.filter(flow=flow, organisation_id=organisation_id).exists()


def may_switch(actor: Actor) -> Answer:
    """Flows are policies of the house: whoever edits guarantees and service promises sets them."""
    if actor.organisation_id is not None and actor.may("guarantees.edit"):
        return ALLOWED
    return Denied("no_permission", _("Your role does not change what happens by itself."))


def switch_flow(actor: Actor, *, flow: str, on: bool, now: datetime) -> None:
    """Switch a flow on or off in the actor's organisation. Doing it twice changes nothing.

    Raises `Invalid` for a flow that there is none of.
    """
    require(may_switch(actor))
    if flow not in FLOWS:
        raise Invalid({"flow": _("Choose one of the flows.")}, data={"allowed": list(FLOWS)})
    assert actor.organisation_id is not None
    rows = SwitchedOff.objects.unscoped("the policy was asked")
    with transaction.atomic():
        if on:
            changed = bool(rows.filter(flow=flow, organisation_id=actor.organisation_id).delete()[0])
        else:
            _row, changed = rows.get_or_create(
                flow=flow, organisation_id=actor.organisation_id, defaults={"since": now}
            )
        if changed:
            record(
                FlowSwitched(flow, on),
                actor=actor,
                organisation_id=actor.organisation_id,
                subject_id=actor.organisation_id,
                at=now,
            )


def flows_of(actor: Actor) -> list[tuple[str, object, bool]]:
    """Every flow with its label and whether it runs in the actor's organisation. One query."""
    off = set(SwitchedOff.objects.visible_to(actor).values_list("flow", flat=True))
    return [(flow, label, flow not in off) for flow, label in FLOWS.items()]
