"""An SMS gateway that takes JSON by HTTP POST, as most do; the names of its fields come from the settings."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from sepas.notices.ports import Receipt, TryLater, Undeliverable

MOST_ANSWER = 64 * 1024
PATIENCE = {408, 409, 425, 429}
"""Answers in the four hundreds after which trying again may help."""


@dataclass(frozen=True)
class HttpSmsGateway:
    """Posts `{to, text, from}` under the gateway's own names for them, with `Idempotency-Key` and a bearer
    token.

    `fields` maps `to`, `text`, `from` and `key` to the gateway's names; an empty name leaves the field out.
    `id_field` names the answer's field that identifies the message there, with dots for nesting.
    Raises `ValueError` for an address that is neither HTTPS nor on this machine.
    """

    url: str
    token: str = ""
    sender: str = ""
    fields: Mapping[str, str] = field(
        default_factory=lambda: {"to": "to", "text": "text", "from": "from", "key": ""}
    )
    id_field: str = "id"
    auth_header: str = "Authorization"
    auth_scheme: str = "Bearer"
    timeout: float = 10.0

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        local = parts.hostname in {"localhost", "127.0.0.1", "::1"}
        if parts.scheme != "https" and not (parts.scheme == "http" and local):
            raise ValueError("the SMS gateway must be reached by https")

    def send(self, *, recipient: str, body: str, key: str) -> Receipt:
        """Hand the text over within `timeout` seconds."""
        values = {"to": recipient, "text": body, "from": self.sender, "key": key}
        payload = {
            name: values[ours]
            for ours, name in self.fields.items()
            if name and (values[ours] or ours != "from")
        }
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Idempotency-Key": key}
        if self.token:
            headers[self.auth_header] = f"{self.auth_scheme} {self.token}".strip()
        request = urllib.request.Request(  # noqa: S310 - the scheme was checked
            self.url, data=json.dumps(payload, ensure_ascii=False).encode(), headers=headers, method="POST"
        )
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:  # noqa: S310
                return Receipt(gateway_id=self._id_in(answer.read(MOST_ANSWER)))
        except urllib.error.HTTPError as error:
            told = error.read(500).decode(errors="replace")
            if 400 <= error.code < 500 and error.code not in PATIENCE:
                raise Undeliverable(f"{error.code}: {told}") from None
            raise TryLater(f"{error.code}: {told}") from None
        except (urllib.error.URLError, TimeoutError, OSError) as error:
            raise TryLater(str(error)) from None

    def _id_in(self, answer: bytes) -> str:
        try:
            found = json.loads(answer)
            for name in self.id_field.split("."):
                found = found[int(name)] if isinstance(found, list) else found[name]
        except (ValueError, KeyError, IndexError, TypeError):
            return ""
        return str(found)
