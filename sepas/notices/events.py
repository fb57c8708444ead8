"""What people do with messages."""

from dataclasses import dataclass

from sepas.kernel.activity.registry import event


@event("message.replayed", subject="message")
@dataclass(frozen=True, slots=True)
class MessageReplayed:
    template: str
    attempts: int
    """How often it had been tried before."""
