"""`POST /decisions`: public, stateless, in both languages; malformed input is named field by field."""

import pytest

from sepas.warranty.models import Decision
from tests.api.conftest import Caller
from tests.cast import NOW

FRIDGE = {
    "as_of": "2026-11-22",
    "product_class": "refrigerator",
    "facts": {"purchase_date": "2026-06-01"},
}


@pytest.mark.django_db
def test_anybody_gets_a_decision_with_reasons_and_nothing_is_kept(guest: Caller) -> None:
    status, body = guest.post("/decisions", FRIDGE)
    assert status == 200
    assert body["as_of"] == "2026-11-22"
    assert set(body) == {
        "as_of", "jurisdiction", "lines", "obligations", "remedies", "ladder", "trace", "missing", "next_question",
        "provisional", "packs",
    }  # fmt: skip
    assert body["lines"]["parts"]["outcome"] == "covered"
    for entry in body["trace"]:
        assert entry["title"]["fa"]
        assert entry["title"]["en"]
        assert entry["cite"]
    assert not Decision.objects.unscoped("test").exists()


@pytest.mark.django_db
def test_the_same_question_gets_the_same_answer_in_both_languages(token_of) -> None:
    asked = [Caller(language=language).post("/decisions", FRIDGE) for language in ("fa", "en")]
    assert asked[0] == asked[1]


@pytest.mark.django_db
def test_what_is_wrong_is_named_with_the_allowed_values(guest: Caller) -> None:
    status, body = guest.post(
        "/decisions", {"product_class": "zebra", "facts": {"purchase_date": "yesterday", "colour": "red"}}
    )
    assert status == 422
    assert guest.last["Content-Type"] == "application/problem+json"
    assert body["code"] == "bad_facts"
    errors = {error["field"]: error for error in body["errors"]}
    assert set(errors) == {"product_class", "purchase_date", "colour"}
    assert "refrigerator" in errors["product_class"]["allowed"]


@pytest.mark.django_db
def test_the_message_is_in_the_callers_language(token_of) -> None:
    _status, body = Caller(language="fa").post("/decisions", {"facts": {"purchase_date": "yesterday"}})
    assert any("\u0600" <= char <= "\u06ff" for char in body["errors"][0]["message"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "code", "field"),
    [
        ("{", "malformed_json", None),
        ('{"as_of": "soon"}', "invalid", "as_of"),
        ('{"colour": 1}', "invalid", "colour"),
        ('{"jurisdiction": "XX"}', "bad_facts", "jurisdiction"),
        ('{"packs": ["no.such"]}', "bad_facts", "packs"),
        ('{"facts": []}', "invalid", "facts"),
    ],
)
def test_malformed_input_is_a_problem_and_not_a_crash(
    guest: Caller, sent: str, code: str, field: str | None
) -> None:
    status, body = guest.post("/decisions", sent)
    assert status == (400 if code == "malformed_json" else 422)
    assert body["code"] == code
    assert body["status"] == status
    if field:
        assert [error["field"] for error in body["errors"]] == [field]


@pytest.mark.django_db
def test_packs_and_vocabulary_are_public(guest: Caller) -> None:
    status, packs = guest.get("/packs")
    assert status == 200
    assert "ir.electronics" in {pack["id"] for pack in packs["items"]}
    status, vocabulary = guest.get("/packs/vocabulary")
    assert status == 200
    fact = vocabulary["facts"]["purchase_date"]
    assert fact["type"] == "date"
    assert fact["question"]["fa"]
    assert fact["question"]["en"]


@pytest.mark.django_db
def test_many_calls_from_one_address_are_slowed_down(guest: Caller, monkeypatch) -> None:
    monkeypatch.setattr("sepas.api.doors.PUBLIC_PER_MINUTE", 2)
    monkeypatch.setattr("sepas.api.doors.now", lambda: NOW)
    answers = [guest.post("/decisions", FRIDGE)[0] for _turn in range(4)]
    assert answers == [200, 200, 429, 429]
    assert int(guest.last["Retry-After"]) <= 60


@pytest.mark.django_db
def test_behind_a_proxy_each_caller_has_a_limit_of_their_own(monkeypatch, settings) -> None:
    monkeypatch.setattr("sepas.api.doors.PUBLIC_PER_MINUTE", 1)
    monkeypatch.setattr("sepas.api.doors.now", lambda: NOW)
    settings.BEHIND_TLS = True

    def ask(forwarded: str) -> int:
        caller = Caller()
        caller.headers["x-forwarded-for"] = forwarded
        return caller.post("/decisions", FRIDGE)[0]

    assert ask("198.51.100.1") == 200
    assert ask("198.51.100.2") == 200
    assert {ask(f"203.0.113.{turn}, 198.51.100.1") for turn in range(2)} == {429}, (
        "what a caller adds is not believed"
    )
