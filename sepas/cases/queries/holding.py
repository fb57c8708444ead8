"""What a hold would do to the clocks of a case, told before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass

from sepas.cases.lifecycle import HoldReason
from sepas.cases.models import Case, Promise
from sepas.cases.promises.clocks import LIVE
from sepas.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class HoldEffect:
    """Promises that would stand still and promises that would run on, for one reason."""

    reason: HoldReason
    paused: Sequence[Promise]
    running: Sequence[Promise]


def hold_effects(actor: Actor, case: Case) -> list[HoldEffect]:
    """For each reason to hold, which clocks it stops. One query."""
    live = list(Promise.objects.visible_to(actor).filter(case=case, state__in=LIVE).order_by("due_at", "pk"))
    return [
        HoldEffect(
            reason,
            [promise for promise in live if reason in promise.pausable_by],
            [promise for promise in live if reason not in promise.pausable_by],
        )
        for reason in HoldReason
    ]
