"""What hands a webhook over must do. The one in `sepas.adapters` does it; tests bring their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Refused(Exception):
    """The address may not be reached from here, however often one tries."""


class Unreachable(Exception):
    """Nobody answered in time."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: str
    """The beginning of it."""


class Poster(Protocol):
    def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        """POST without following redirects, within the install's patience.

        Raises `Refused` for an address that is not allowed, `Unreachable` for anything else that went wrong.
        """
        ...


def installed() -> Poster:
    """The one that the settings name."""
    build = import_string(settings.SEPAS_WEBHOOK_POSTER)
    found: Poster = build()
    return found
