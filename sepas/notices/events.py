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


@event("message_text.written", subject="message_text", settles=True)
@dataclass(frozen=True, slots=True)
class MessageTextWritten:
    """An organisation worded a message itself; `before` and `after` have `text`, for e-mail `subject` too."""

    template: str
    channel: str
    language: str
    before: dict[str, str]
    after: dict[str, str]


@event("message_text.reset", subject="message_text", settles=True)
@dataclass(frozen=True, slots=True)
class MessageTextReset:
    template: str
    channel: str
    language: str
    before: dict[str, str]
    after: dict[str, str]


@event("message_text.switched", subject="message_text", settles=True)
@dataclass(frozen=True, slots=True)
class MessageSwitched:
    template: str
    on: bool
