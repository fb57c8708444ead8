"""Webhooks by HTTP: only to addresses that are allowed, checked on the very address that is connected to."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from sepas.webhooks.addresses import may_reach
from sepas.webhooks.ports import Answer, Refused, Unreachable

MOST_ANSWER = 16 * 1024


def configured() -> "HttpPoster":
    """As the settings say."""
    return HttpPoster(timeout=settings.SEPAS_WEBHOOK_TIMEOUT)


@dataclass(frozen=True)
class HttpPoster:
    """Gives up `timeout` seconds after it began, however slowly the receiver speaks. Follows no redirect."""

    timeout: float = 10.0

    def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        deadline = time.monotonic() + self.timeout
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = self._resolved(host, port)
        connection = _Pinned(host, port, address=address, tls=parts.scheme == "https", timeout=self.timeout)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        # A receiver that speaks one byte at a time never meets the socket's own timeout.
        alarm = threading.Timer(max(0.0, deadline - time.monotonic()), connection.hang_up)
        alarm.daemon = True
        alarm.start()
        try:
            connection.request("POST", target, body=body, headers=dict(headers))
            answer = connection.getresponse()
            found = Answer(answer.status, answer.read(MOST_ANSWER).decode(errors="replace"))
        except (OSError, ValueError, http.client.HTTPException) as error:
            said = "too slow" if connection.hung_up else f"{type(error).__name__}: {error}"
            raise Unreachable(said) from None
        finally:
            alarm.cancel()
            connection.close()
        if connection.hung_up:
            raise Unreachable("too slow")
        return found

    def _resolved(self, host: str, port: int) -> str:
        """An address of the host, every one of which must be allowed: a name that also leads inside is refused."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise Unreachable(f"{host} was not found: {error}") from None
        addresses = [str(row[4][0]).split("%")[0] for row in found]
        inside = [address for address in addresses if not may_reach(address)]
        if inside or not addresses:
            raise Refused(f"{host} leads to {', '.join(sorted(set(inside)))}, inside a private network")
        return addresses[0]


class _Pinned(http.client.HTTPConnection):
    """Connects to one address and no other, and proves by TLS that it is the host's."""

    def __init__(self, host: str, port: int, *, address: str, tls: bool, timeout: float) -> None:
        super().__init__(host, port, timeout=timeout)
        self.default_port = 443 if tls else 80
        self.hung_up = False
        self._address, self._tls = address, tls
        self._line: socket.socket | None = None

    def connect(self) -> None:
        self._line = self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._tls:
            context = ssl.create_default_context()
            self._line = self.sock = context.wrap_socket(self.sock, server_hostname=self.host)

    def hang_up(self) -> None:
        """End it from another thread: whoever waits for an answer wakes up."""
        self.hung_up = True
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)
