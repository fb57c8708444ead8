"""Imports and exports by the API: the same actions, by a token's scopes, once for each key."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sepas.assets.models import ProductModel, Unit
from sepas.exchange.models import Export, Import
from sepas.kernel import clock
from tests.api.conftest import Caller, token_of
from tests.cases.world import make_world
from tests.cast import Cast
from tests.exchange.conftest import work

__all__ = ["token_of"]
FILE = "serial,model\nA-1,RF-500\nA-2,NONE\n"


@pytest.fixture
def caller(token_of: Callable[..., str]) -> Caller:
    return Caller(token_of())


def upload(raw: str, **headers: str) -> tuple[int, dict[str, Any]]:
    sent = SimpleUploadedFile("units.csv", FILE.encode(), "text/csv")
    who = {"authorization": f"Bearer {raw}", "accept-language": "en", **headers}
    answer = Client().post("/api/v1/imports", {"file": sent}, headers=who)
    return answer.status_code, answer.json()


def test_a_file_is_uploaded_tried_brought_in_and_its_wrong_rows_fetched(
    cast: Cast, fridge: ProductModel, token_of: Callable[..., str]
) -> None:
    raw = token_of()
    caller = Caller(raw)
    status, draft = upload(raw)
    assert (status, draft["kind"], draft["columns"], draft["needs"]) == (
        201,
        "units",
        ["serial", "model"],
        [],
    )
    status, told = caller.post(f"/imports/{draft['id']}/start", {"dry": True})
    assert (status, told["state"], told["dry"]) == (200, "running", True)
    work(clock.now())
    assert caller.get(f"/imports/{draft['id']}")[1]["state"] == "checked"
    assert Unit.objects.unscoped("test").count() == 0
    caller.post(f"/imports/{draft['id']}/start", {"dry": False})
    work(clock.now())
    _status, told = caller.get(f"/imports/{draft['id']}")
    assert (told["state"], told["added"], told["not_taken"]) == ("done", 1, 1)
    answer = Client().get(f"/api/v1/imports/{draft['id']}/errors", headers={"authorization": f"Bearer {raw}"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("A-2,NONE,3,")


def test_the_same_key_uploads_and_starts_once(
    cast: Cast, fridge: ProductModel, token_of: Callable[..., str]
) -> None:
    raw = token_of()
    key = {"idempotency-key": "upload-0001"}
    first, again = upload(raw, **key), upload(raw, **key)
    assert first == again
    assert Import.objects.unscoped("test").count() == 1
    place, caller = f"/imports/{first[1]['id']}", Caller(raw)
    caller.post(f"{place}/start", {"dry": False}, Idempotency_Key="start-0001")
    work(clock.now())
    status, replay = caller.post(f"{place}/start", {"dry": False}, Idempotency_Key="start-0001")
    assert (status, replay["state"]) == (200, "running")
    assert caller.get(place)[1]["state"] == "done"


def test_it_is_stopped_gone_on_with_and_given_up(
    cast: Cast, fridge: ProductModel, token_of: Callable[..., str]
) -> None:
    raw = token_of()
    place, caller = f"/imports/{upload(raw)[1]['id']}", Caller(raw)
    caller.post(f"{place}/start", {"dry": False})
    assert caller.post(f"{place}/pause")[1]["state"] == "paused"
    assert caller.post(f"{place}/resumption")[1]["state"] == "running"
    assert caller.post(f"{place}/cancellation")[1]["state"] == "cancelled"
    status, told = caller.post(f"{place}/resumption")
    assert (status, told["code"]) == (409, "illegal_move")


def test_a_file_is_asked_for_and_fetched(cast: Cast, token_of: Callable[..., str]) -> None:
    case = make_world(cast).open()
    raw = token_of()
    caller = Caller(raw)
    status, asked = caller.post("/exports", {"what": "cases", "columns": ["code"]})
    assert (status, asked["state"]) == (202, "running")
    assert caller.get(f"/exports/{asked['id']}/file")[0] == 404
    work(clock.now())
    assert caller.get(f"/exports/{asked['id']}")[1]["rows"] == 1
    answer = Client().get(f"/api/v1/exports/{asked['id']}/file", headers={"authorization": f"Bearer {raw}"})
    assert b"".join(answer.streaming_content).decode("utf-8-sig") == f"Tracking code\r\n{case.code}\r\n"


def test_a_token_without_the_scope_and_another_houses_get_nothing(
    cast: Cast, fridge: ProductModel, token_of: Callable[..., str]
) -> None:
    draft = upload(token_of())[1]
    assert upload(token_of(scopes={"cases.view"}))[0] == 403
    reader = Caller(token_of(scopes={"cases.view"}))
    assert reader.post("/exports", {"what": "cases"})[0] == 403
    rival = Caller(token_of("mallory"))
    assert rival.get(f"/imports/{draft['id']}")[0] == 404
    assert rival.post(f"/imports/{draft['id']}/start", {})[0] == 404
    assert Export.objects.unscoped("test").count() == 0


def test_what_cannot_be_used_is_told_by_field(cast: Cast, caller: Caller) -> None:
    status, told = caller.post("/exports", {"what": "secrets"})
    assert (status, told["errors"][0]["field"]) == (422, "what")
    assert "cases" in told["errors"][0]["allowed"]
