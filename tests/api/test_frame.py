"""Programs are served through a part of the frame that people's pages have; what they are told is the same."""

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from sepas.api.cases import collection
from sepas.api.cases.shapes import CaseOut
from sepas.config import wsgi
from sepas.kernel import limits

VARIES = {"x-request-id", "ratelimit-remaining", "ratelimit-reset"}
CASE = {"kind": "advice", "description": "چگونه صدا را کم کنم؟", "mobile": "09121110001", "name": "مریم"}


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Requests by WSGI would close the connection of the test's transaction, as they should elsewhere."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    limits._here.clear()
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    limits._here.clear()


def ask(
    handler: Any, method: str, path: str, body: Any = None, **headers: str
) -> tuple[str, dict[str, str], bytes]:
    sent = json.dumps(body).encode() if body is not None else b""
    made = RequestFactory(headers=headers).generic(method, path, sent, content_type="application/json")
    told: dict[str, Any] = {}

    def start(status: str, answered: list[tuple[str, str]], _error: Any = None) -> None:
        told.update(status=status, headers={name.lower(): value for name, value in answered})

    answer = handler(made.environ | {"wsgi.input": io.BytesIO(sent)}, start)
    content = b"".join(answer)
    answer.close()
    return told["status"], told["headers"], content


def failing(*_given: Any, **_named: Any) -> None:
    raise RuntimeError("a mistake of ours")


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/api/v1/cases", None, 200),
        ("GET", "/api/v1/cases?state=nonsense", None, 422),
        ("GET", "/api/v1/cases/123456789012", None, 404),
        ("GET", "/api/v1/nothing/here", None, 404),
        ("GET", "/api/v1/openapi.json", None, 200),
        ("DELETE", "/api/v1/cases", None, 405),
        ("POST", "/api/v1/cases", {"kind": "nonsense"}, 422),
        ("POST", "/api/v1/decisions", {"facts": 3}, 422),
        ("GET", "/api/v1/packs", None, 200),
    ],
)
def test_both_frames_give_the_same_answer(
    token_of: Callable[..., str], language: str, method: str, path: str, body: Any, status: int
) -> None:
    headers = {"Authorization": f"Bearer {token_of()}", "Accept-Language": language}
    whole, slim = (ask(handler, method, path, body, **headers) for handler in (wsgi.pages, wsgi.api))
    assert slim[0] == whole[0]
    assert int(slim[0][:3]) == status
    for told in (whole[1], slim[1]):
        assert told.keys() >= {
            "x-request-id",
            "content-security-policy",
            "x-frame-options",
            "content-language",
        }
        assert told["content-language"] == language
    assert {k: v for k, v in slim[1].items() if k not in VARIES} == {
        k: v for k, v in whole[1].items() if k not in VARIES
    }
    assert slim[2] == whole[2]


def test_whoever_shows_no_token_is_refused_by_both() -> None:
    for handler in (wsgi.pages, wsgi.api):
        status, _headers, content = ask(handler, "GET", "/api/v1/cases", Cookie="sessionid=x; reader=fa...")
        assert status.startswith("401")
        assert json.loads(content)["code"] == "unauthenticated"


def test_a_mistake_of_ours_is_a_problem_too_and_is_logged(
    token_of: Callable[..., str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(collection, "open_case", failing)
    headers = {"Authorization": f"Bearer {token_of()}", "Accept-Language": "fa"}
    for handler in (wsgi.pages, wsgi.api):
        caplog.clear()
        status, told, content = ask(handler, "POST", "/api/v1/cases", CASE, **headers)
        assert status.startswith("500")
        assert told["content-type"] == "application/problem+json"
        problem = json.loads(content)
        assert (problem["code"], problem["status"]) == ("mistake", 500)
        assert "مشکلی از سمت ما" in problem["detail"]
        assert "a mistake of ours" not in content.decode()
        (logged,) = [record for record in caplog.records if record.levelname == "ERROR"]
        assert logged.exc_info is not None
        assert "a mistake of ours" in str(logged.exc_info[1])


def test_an_address_decides_which_frame_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[str] = []
    monkeypatch.setattr(wsgi, "pages", lambda *_: served.append("pages"))
    monkeypatch.setattr(wsgi, "api", lambda *_: served.append("api"))
    for path in ("/", "/api/", "/apitude/", "/api/v1/cases", "/api/tmf621/v4/troubleTicket", "/desk/"):
        wsgi.application({"PATH_INFO": path}, None)
    assert served == ["pages", "pages", "pages", "api", "api", "pages"]


def test_what_is_answered_to_opening_has_the_shape_of_the_schema(token_of: Callable[..., str]) -> None:
    status, _headers, content = ask(
        wsgi.api, "POST", "/api/v1/cases", CASE, Authorization=f"Bearer {token_of()}"
    )
    assert status.startswith("201")
    made = json.loads(content)
    assert CaseOut.model_validate(made).model_dump() == made
