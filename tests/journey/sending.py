"""Requests as a server gets them: whole ones, with cookies and the form's token, through WSGI, from several threads."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Barrier, Thread
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.test import Client, RequestFactory

CSRF = "a" * 32
"""A token of a form is right when the cookie says the same."""


@dataclass(frozen=True)
class Request:
    """One POST, ready to be sent as often as wanted. JSON where `headers` are given, else a form."""

    path: str
    data: Mapping[str, Any]
    cookies: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: str

    @property
    def to(self) -> str:
        return self.headers.get("Location", "")

    @property
    def told(self) -> tuple[int, str, str]:
        """What a client can tell answers apart by: status, where to go, and for the API what it says."""
        # A signed address says the second when it was signed; what comes before that is what it leads to.
        return (
            self.status,
            self.to.split(":")[0],
            self.body if "json" in self.headers.get("Content-Type", "") else "",
        )


def send(request: Request) -> Answer:
    """Send it through the WSGI application, as a server does. An error in a view is an answer 500, not an exception."""
    factory = RequestFactory(headers={"accept-language": "en", **(request.headers or {})})
    cookies = {settings.CSRF_COOKIE_NAME: CSRF, **request.cookies}
    factory.cookies.load(cookies)
    if request.headers is not None:
        made = factory.post(request.path, json.dumps(request.data), content_type="application/json")
    else:
        made = factory.post(request.path, {"csrfmiddlewaretoken": CSRF, **request.data})
    got: dict[str, Any] = {}

    def start(status: str, headers: Sequence[tuple[str, str]], exc_info: Any = None) -> None:
        got.update(status=int(status[:3]), headers=dict(headers))

    response = get_wsgi_application()(made.environ, start)
    body = b"".join(response).decode()
    response.close()
    return Answer(got["status"], got["headers"], body)


def send_at_once(*requests: Request) -> list[Answer]:
    """All of them at the same moment, each from a thread with a connection of its own."""
    start, answers = Barrier(len(requests)), dict[int, Answer]()

    def run(number: int, request: Request) -> None:
        try:
            start.wait(timeout=20)
            answers[number] = send(request)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=each) for each in enumerate(requests)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(answers) == len(requests), "a request was not answered"
    return [answers[number] for number in range(len(requests))]


def cookies_of(client: Client) -> dict[str, str]:
    """The cookies that this client would send next."""
    return {name: morsel.value for name, morsel in client.cookies.items()}
