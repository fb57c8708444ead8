"""What happens to deliveries by a person's hand."""

from dataclasses import dataclass

from sepas.kernel.activity.registry import event


@event("delivery.replayed", subject="delivery")
@dataclass(frozen=True, slots=True)
class DeliveryReplayed:
    """A manager asked for a failed delivery to be run again."""

    delivery_id: int
    reaction: str
    attempts: int
