"""The HTTP gateway, against a real server on this machine."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from sepas.adapters.gateways import configured
from sepas.adapters.outbox import VisibleOutbox
from sepas.adapters.sms_http import HttpSmsGateway
from sepas.adapters.smtp import SmtpGateway
from sepas.notices.ports import TryLater, Undeliverable


@dataclass
class Server:
    url: str = ""
    status: int = 200
    answer: bytes = b'{"entries": [{"messageid": 77}]}'
    wait: threading.Event = field(default_factory=threading.Event)
    hang: bool = False
    got: list[tuple[dict[str, str], Any]] = field(default_factory=list)


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.got.append(({k.lower(): v for k, v in self.headers.items()}, json.loads(body)))
            if state.hang:
                state.wait.wait(5)
            self.send_response(state.status)
            self.end_headers()
            self.wfile.write(state.answer)

        def log_message(self, *args: object) -> None:
            pass

    http = HTTPServer(("127.0.0.1", 0), Handler)
    http.handle_error = lambda *args: None  # type: ignore[method-assign]
    state.url = f"http://127.0.0.1:{http.server_address[1]}/send"
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    yield state
    state.wait.set()
    http.shutdown()
    thread.join()
    http.server_close()


def test_it_speaks_the_gateways_own_words(server: Server) -> None:
    gateway = HttpSmsGateway(
        url=server.url,
        token="t0ken",
        sender="3000",
        fields={"to": "receptor", "text": "message", "from": "sender", "key": "localid"},
        id_field="entries.0.messageid",
    )
    receipt = gateway.send(recipient="+989121110001", body="سلام", key="case_opened:7")
    assert (receipt.gateway_id, receipt.kept) == ("77", False)
    ((headers, body),) = server.got
    assert body == {
        "receptor": "+989121110001",
        "message": "سلام",
        "sender": "3000",
        "localid": "case_opened:7",
    }
    assert headers["authorization"] == "Bearer t0ken"
    assert headers["idempotency-key"] == "case_opened:7"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, Undeliverable),
        (422, Undeliverable),
        (408, TryLater),
        (429, TryLater),
        (500, TryLater),
        (503, TryLater),
    ],
)
def test_what_cannot_help_is_told_from_what_may(server: Server, status: int, error: type[Exception]) -> None:
    server.status, server.answer = status, b"why"
    with pytest.raises(error, match=f"{status}: why"):
        HttpSmsGateway(url=server.url).send(recipient="+98", body="x", key="k")


def test_a_gateway_that_hangs_is_left(server: Server) -> None:
    server.hang = True
    with pytest.raises(TryLater):
        HttpSmsGateway(url=server.url, timeout=0.2).send(recipient="+98", body="x", key="k")


def test_a_gateway_that_is_down_is_tried_later() -> None:
    with pytest.raises(TryLater):
        HttpSmsGateway(url="http://127.0.0.1:1/", timeout=1).send(recipient="+98", body="x", key="k")


def test_an_answer_without_an_id_is_still_a_receipt(server: Server) -> None:
    server.answer = b"OK"
    assert HttpSmsGateway(url=server.url).send(recipient="+98", body="x", key="k").gateway_id == ""


@pytest.mark.parametrize("url", ["http://sms.example/send", "ftp://127.0.0.1/", "file:///etc/passwd", ""])
def test_numbers_are_not_sent_in_the_clear(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        HttpSmsGateway(url=url)


def test_the_settings_choose_the_gateways(settings) -> None:
    settings.SEPAS_NOTICES_OUTBOX, settings.SEPAS_SMS_URL, settings.EMAIL_HOST = (
        True,
        "https://a.example",
        "h",
    )
    assert isinstance(configured().sms, VisibleOutbox)
    settings.SEPAS_NOTICES_OUTBOX = False
    assert isinstance(configured().sms, HttpSmsGateway)
    assert isinstance(configured().email, SmtpGateway)
    settings.SEPAS_SMS_URL = settings.EMAIL_HOST = ""
    assert isinstance(configured().sms, VisibleOutbox)
    assert isinstance(configured().email, VisibleOutbox)


def test_an_email_carries_its_key_as_its_name(settings, mailoutbox) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    receipts = [
        SmtpGateway().send(recipient="m@example.com", subject="س", body="ب", key="k").gateway_id
        for _ in range(2)
    ]
    assert receipts[0] == receipts[1] == mailoutbox[0].extra_headers["Message-ID"]
    assert (mailoutbox[0].to, mailoutbox[0].subject, mailoutbox[0].body) == (["m@example.com"], "س", "ب")
