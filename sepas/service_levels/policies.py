"""Who may promise in an organisation's name."""

from sepas.kernel.actor import Actor
from sepas.kernel.policy import Answer
from sepas.parties.policies import may_use


def may_set_promises(actor: Actor, organisation_id: int) -> Answer:
    """A promise binds every branch, so it takes the permission in the whole organisation."""
    return may_use(actor, "guarantees.edit", organisation_id=organisation_id)
