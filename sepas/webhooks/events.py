"""What people do with webhooks, and what happens to one that fails for long. Addresses' hosts only."""

from dataclasses import dataclass

from sepas.kernel.activity.registry import event


@event("webhook.registered", subject="webhook", settles=True)
@dataclass(frozen=True, slots=True)
class WebhookRegistered:
    name: str
    host: str
    events: list[str]
    details: bool
    amounts: bool = False


@event("webhook.edited", subject="webhook", settles=True)
@dataclass(frozen=True, slots=True)
class WebhookEdited:
    fields: list[str]
    host: str
    events: list[str]
    details: bool
    amounts: bool = False


@event("webhook.secret_rotated", subject="webhook")
@dataclass(frozen=True, slots=True)
class WebhookSecretRotated:
    old_until: str


@event("webhook.switched", subject="webhook", settles=True)
@dataclass(frozen=True, slots=True)
class WebhookSwitched:
    on: bool


@event("webhook.failed", subject="webhook", settles=True)
@dataclass(frozen=True, slots=True)
class WebhookFailed:
    """Switched off by itself: nothing was accepted since `since`."""

    name: str
    host: str
    since: str
    why: str


@event("webhook.removed", subject="webhook", settles=True)
@dataclass(frozen=True, slots=True)
class WebhookRemoved:
    name: str
    host: str


@event("webhook.replayed", subject="webhook")
@dataclass(frozen=True, slots=True)
class WebhookReplayed:
    delivery_id: int
    event: str
    attempts: int


@event("webhook.tested", subject="webhook")
@dataclass(frozen=True, slots=True)
class WebhookTested:
    delivery_id: int
