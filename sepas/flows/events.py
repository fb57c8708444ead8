"""What is decided about flows."""

from dataclasses import dataclass

from sepas.kernel.activity.registry import event


@event("flow.switched", subject="organisation")
@dataclass(frozen=True, slots=True)
class FlowSwitched:
    flow: str
    on: bool
