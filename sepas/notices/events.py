"""What people do with messages."""

from dataclasses import dataclass

from sepas.kernel.activity.registry import event


@event("message.replayed", subject="message")
@dataclass(frozen=True, slots=True)
class MessageReplayed:
    template: str
    attempts: int
    """How often it had been tried before."""


@event("customer.notices_chosen", subject="customer")
@dataclass(frozen=True, slots=True)
class NoticesChosen:
    """By which ways and of what (`every` step, or what is `needed`) a customer wants to hear."""

    sms: bool
    email: bool
    news: str
