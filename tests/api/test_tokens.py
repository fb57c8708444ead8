"""Tokens: none, wrong, revoked, expired, short of a scope, of another organisation."""

from datetime import UTC, datetime, timedelta

import pytest

from sepas.cases.models import Case
from sepas.parties.models import ApiToken
from tests.api.conftest import SERIAL, Caller


@pytest.mark.django_db
@pytest.mark.parametrize("raw", ["", "sepas_nobody_nothing", "Basic abc"])
def test_without_a_valid_token_nothing_is_told(raw: str) -> None:
    status, body = Caller(raw).get("/cases")
    assert status == 401
    assert body["code"] == "unauthenticated"


def test_an_expired_or_revoked_token_is_refused(token_of) -> None:
    raw = token_of()
    assert Caller(raw).get("/cases")[0] == 200
    rows = ApiToken.objects.unscoped("test")
    rows.update(expires_at=datetime.now(UTC) - timedelta(seconds=1))
    assert Caller(raw).get("/cases")[0] == 401
    rows.update(expires_at=None, revoked_at=datetime.now(UTC))
    assert Caller(raw).get("/cases")[0] == 401


def test_a_token_without_the_scope_does_nothing(token_of, cast, fridge) -> None:
    reader = Caller(token_of(scopes={"cases.view"}))
    status, body = reader.post("/cases", {"kind": "advice", "description": "؟", "mobile": "09121110001"})
    assert (status, body["code"]) == (403, "no_permission")
    assert not Case.objects.unscoped("test").exists()
    assert reader.get("/units", serial=SERIAL)[0] == 403
    status, _body = reader.post("/registrations", {"serial": SERIAL, "mobile": "09121110001"})
    assert status == 403


def test_a_token_of_another_organisation_finds_nothing(token_of, cast, fridge, caller) -> None:
    status, case = caller.post(
        "/cases",
        {"kind": "advice", "description": "یخچال صدا می‌دهد", "mobile": "09121110001", "serial": SERIAL},
    )
    assert status == 201
    rival = Caller(token_of("mallory"))
    assert rival.get("/cases", state="all")[1] == {"items": [], "next": ""}
    assert rival.get(f"/cases/{case['code']}")[0] == 404
    assert rival.get(f"/cases/{case['code']}/timeline")[0] == 404
    assert rival.post(f"/cases/{case['code']}/resolution", {"resolution": "x"})[0] == 404
    assert rival.get("/units", serial=SERIAL)[1]["items"] == []
    assert Case.objects.unscoped("test").get().state == "new"
