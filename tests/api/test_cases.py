"""Cases by the API: opened once, read whole, moved by every verb."""

from sepas.cases.models import Case, Post
from tests.api.conftest import SERIAL, Caller

NEW = {
    "kind": "guarantee_repair",
    "description": "یخچال از دیشب سرد نمی‌کند",
    "mobile": "۰۹۱۲۱۱۱۰۰۰۱",
    "serial": "srd rf 000123",
}


def opened(caller: Caller) -> dict:
    status, body = caller.post("/cases", NEW)
    assert status == 201, body
    return body


def test_a_case_is_opened_decided_and_promised(caller: Caller, fridge) -> None:
    body = opened(caller)
    assert body["state"]["code"] == "new"
    assert body["state"]["fa"] != body["state"]["en"]
    assert body["serial"] == SERIAL
    assert body["next_due_at"]
    status, whole = caller.get(f"/cases/{body['code']}")
    assert status == 200
    assert whole["decision"]["lines"]["parts"]["outcome"] == "covered"
    assert {promise["source"] for promise in whole["promises"]} >= {"organisation"}
    assert whole["verbs"]["triage"] == {"allowed": True, "code": "", "why": ""}
    assert whole["verbs"]["close"]["allowed"] is False
    assert whole["verbs"]["close"]["why"]


def test_the_same_key_opens_one_case(caller: Caller, fridge) -> None:
    first = caller.post("/cases", NEW, Idempotency_Key="0d8a5a5e-1")
    again = caller.post("/cases", NEW, Idempotency_Key="0d8a5a5e-1")
    assert first == again
    assert caller.last["Idempotency-Replayed"] == "true"
    assert Case.objects.unscoped("test").count() == 1
    status, body = caller.post("/cases", {**NEW, "description": "دیگر"}, Idempotency_Key="0d8a5a5e-1")
    assert (status, body["code"]) == (409, "key_reused")
    assert Case.objects.unscoped("test").count() == 1


def test_what_is_wrong_with_a_new_case_is_named(caller: Caller, fridge) -> None:
    status, body = caller.post("/cases", {**NEW, "mobile": "12", "kind": "magic", "serial": "NONE-1"})
    assert status == 422
    assert body["errors"]
    status, body = caller.post("/cases", {**NEW, "branch": "paris"})
    assert status == 422
    assert body["errors"][0]["allowed"] == ["isfahan", "tehran", "tehran-east"]
    assert not Case.objects.unscoped("test").exists()


def test_every_verb_has_an_address(caller: Caller, fridge, cast) -> None:
    code = opened(caller)["code"]

    def say(noun: str, body: dict, state: str) -> None:
        status, answer = caller.post(f"/cases/{code}/{noun}", body)
        assert (status, answer.get("state", answer).get("code")) == (200, state), answer

    say("triage", {"branch": "tehran"}, "triaged")
    say("assignment", {"staff": cast.bob.pk}, "in_progress")
    say("answers", {"answers": {"event_date": "2026-11-20"}}, "in_progress")
    say("hold", {"reason": "waiting_for_customer"}, "on_hold")
    say("resumption", {}, "in_progress")
    say("replies", {"body": "کارشناس فردا می‌آید"}, "in_progress")
    say("replies", {"body": "فقط برای همکاران", "internal": True}, "in_progress")
    say("steps", {"step": "device_received"}, "in_progress")
    say("inspection", {"findings": {"defect_cause": "manufacturing"}}, "in_progress")
    say("escalation", {"why": "دیر شد"}, "in_progress")
    say("resolution", {"resolution": "کمپرسور عوض شد"}, "resolved")
    say("reopening", {"why": "باز هم سرد نمی‌کند"}, "in_progress")
    say("resolution", {"resolution": "برد عوض شد"}, "resolved")
    say("closure", {}, "closed")

    status, entries = caller.get(f"/cases/{code}/timeline")
    assert status == 200
    assert entries["items"][0]["event"] == "case.opened"
    assert len(entries["items"]) >= 14
    assert Post.objects.unscoped("test").filter(internal=True).count() == 1


def test_an_illegal_move_says_what_is_possible(caller: Caller, fridge) -> None:
    code = opened(caller)["code"]
    status, body = caller.post(f"/cases/{code}/closure", {})
    assert (status, body["code"]) == (409, "illegal_move")
    assert "resolve" in body["data"]["possible"]
    assert Case.objects.unscoped("test").get().state == "new"


def test_the_list_pages_and_folds(caller: Caller, fridge) -> None:
    for words in ("یخچال صدا می‌دهد", "کلید روشن نمی‌شود", "در بسته نمی‌شود"):
        caller.post("/cases", {**NEW, "kind": "advice", "description": words, "serial": None})
    status, body = caller.get("/cases", text="كليد")
    assert status == 200
    assert [case["description"] for case in body["items"]] == ["کلید روشن نمی‌شود"]
    assert caller.get("/cases", state="nonsense")[0] == 422
    assert caller.get("/cases", cursor="broken")[0] == 422


def test_the_openapi_document_has_every_address_with_examples(caller: Caller) -> None:
    status, document = caller.get("/openapi.json")
    assert status == 200
    paths = {path.removeprefix("/api/v1") for path in document["paths"]}
    assert {"/decisions", "/registrations", "/cases", "/cases/{code}/closure"} <= paths
    assert document["paths"]["/api/v1/cases"]["post"]["requestBody"]["content"]["application/json"]["example"]
