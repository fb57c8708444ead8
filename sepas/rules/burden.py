"""The burden of proof: how an open condition counts until someone proves it."""

from __future__ import annotations

from sepas.rules.kleene import Truth, is_open
from sepas.rules.slots import ProvisionSlot


def presumed(truth: Truth, at: ProvisionSlot) -> Truth:
    """A giving, owing or unlocking condition after the burden of proof: the supplier must disprove what the
    law presumes, the consumer must prove what she claims."""
    if is_open(truth):
        if at.provision.burden == "supplier":
            return True
        if at.provision.burden == "consumer":
            return False
    return truth


def cutting(truth: Truth, at: ProvisionSlot) -> Truth:
    """A denying condition after the burden of proof: who bears it must prove it, or disprove it."""
    if is_open(truth):
        if at.provision.burden == "supplier":
            return False
        if at.provision.burden == "consumer":
            return True
    return truth
