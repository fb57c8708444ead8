"""What a gateway must do. The ones in `sepas.adapters` do it; an install may bring its own."""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Undeliverable(Exception):
    """Trying again cannot help: the gateway refused the recipient or the text."""


class TryLater(Exception):
    """The gateway could not be reached, or asked for patience."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a message that was handed over. `kept`: nobody sent it, it stays to be looked at."""

    gateway_id: str = ""
    kept: bool = False


class SmsGateway(Protocol):
    def send(self, *, recipient: str, body: str, key: str) -> Receipt:
        """Send `body` to an E.164 number. `key` is the same at every try of one message.

        Raises `Undeliverable` or `TryLater`; anything else counts as `TryLater`.
        """
        ...


class EmailGateway(Protocol):
    def send(self, *, recipient: str, subject: str, body: str, key: str) -> Receipt:
        """As `SmsGateway.send`."""
        ...


@dataclass(frozen=True, slots=True)
class Gateways:
    """The gateways of an install."""

    sms: SmsGateway
    email: EmailGateway


def installed() -> Gateways:
    """The gateways that the settings name (`SEPAS_GATEWAYS`, a function that returns `Gateways`)."""
    build = import_string(getattr(settings, "SEPAS_GATEWAYS", "sepas.adapters.gateways.configured"))
    found: Gateways = build()
    return found


def sends_email() -> bool:
    """Whether an e-mail has a way out of this install, or is shown in the outbox instead of it."""
    return bool(settings.EMAIL_HOST or settings.SEPAS_NOTICES_OUTBOX)
