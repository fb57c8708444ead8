"""What happens to the catalogue."""

from dataclasses import dataclass

from sepas.kernel.activity.registry import event


@event("parts.kept", subject="model", settles=True)
@dataclass(frozen=True, slots=True)
class PartsKept:
    """Lines of a parts list were taken over: `added` new ones, `changed` that were there under the same code."""

    model_id: int
    added: int
    changed: int
