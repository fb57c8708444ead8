"""Ready texts, message texts, rules of assignment, skills and absences by the API."""

import pytest

from sepas.kernel import epoch
from sepas.notices.models import MessageText
from sepas.parties.roles import TOKEN_SCOPES
from sepas.teamwork.actions.canned import keep_canned_reply
from sepas.teamwork.models import Absence, AssignmentRule, CannedReply, Skill
from tests.api.conftest import Caller
from tests.cast import NOW, actor_of

HELD = {"channel": "sms", "language": "fa", "body": "{company}: {code} {reason}"}


def test_a_ready_text_is_kept_found_changed_and_removed(caller: Caller, cast) -> None:
    status, made = caller.post("/ready-texts", {"title": "نشانی", "body_fa": "سلام {مشتری}"})
    assert (status, made["title"], made["used"]) == (201, "نشانی", 0)
    path = f"/ready-texts/{made['id']}"
    status, edited = caller.send("PATCH", path, {"folder": "راهنما"}, If_Match='"0"')
    assert (status, edited["folder"], edited["body_fa"]) == (200, "راهنما", "سلام {مشتری}")
    assert caller.send("PATCH", path, {"folder": "دیگر"}, If_Match='"0"')[0] == 412
    assert [row["id"] for row in caller.get("/ready-texts", text="نشاني")[1]["items"]] == [made["id"]]
    assert caller.get("/ready-texts", text="هیچ")[1]["items"] == []
    status, problem = caller.send("PATCH", path, {"body_fa": "سلام {ناشناس}"})
    assert (status, problem["errors"][0]["field"]) == (422, "body_fa")
    assert caller.send("DELETE", path)[0] == 204
    assert caller.get(path)[0] == 404


def test_what_somebody_keeps_for_themselves_is_there_only_with_the_scope(
    caller: Caller, token_of, cast
) -> None:
    mine = keep_canned_reply(actor_of("alice"), title="خودم", body_fa="سلام", personal=True, now=NOW)
    without = Caller(token_of(scopes=TOKEN_SCOPES - {"personal.edit"}))
    assert without.get("/ready-texts")[1]["items"] == []
    for method in ("GET", "PATCH", "DELETE"):
        body = {"title": "مال من"} if method == "PATCH" else None
        assert without.send(method, f"/ready-texts/{mine.pk}", body)[0] == 404, method
    assert CannedReply.objects.unscoped("test").get().title == "خودم"
    assert [row["owner"] for row in caller.get("/ready-texts")[1]["items"]] == [cast.alice.pk]
    path = f"/ready-texts/{mine.pk}"
    status, edited = caller.send("PATCH", path, {"title": "خودم باز"})
    assert (status, edited["title"], edited["owner"]) == (200, "خودم باز", cast.alice.pk)
    body = {"title": "برای باب", "body_fa": "سلام", "staff": cast.bob.pk}
    status, made = caller.post("/ready-texts", body)
    assert (status, made["owner"]) == (201, cast.bob.pk)
    status, problem = without.post("/ready-texts", body)
    assert (status, problem["data"]) == (403, {"permission": "personal.edit"})
    assert caller.post("/ready-texts", body | {"staff": cast.mallory.pk})[0] == 422
    assert caller.send("DELETE", path)[0] == 204
    only = Caller(token_of(scopes={"personal.edit"}))
    assert only.post("/ready-texts", {"title": "همه", "body_fa": "سلام"})[0] == 403
    assert CannedReply.objects.unscoped("test").get().owner == cast.bob


def test_ready_texts_need_the_scope(token_of, cast) -> None:
    answering = Caller(token_of(scopes={"cases.reply"}))
    assert answering.get("/ready-texts")[0] == 200
    status, problem = answering.post("/ready-texts", {"title": "ن", "body_fa": "س"})
    assert (status, problem["data"]) == (403, {"permission": "replies.edit"})
    assert Caller(token_of(scopes={"cases.view"})).get("/ready-texts")[0] == 403
    assert not CannedReply.objects.unscoped("test").exists()


def test_a_message_is_worded_set_back_and_switched(caller: Caller, cast) -> None:
    status, text = caller.post("/texts/case_held/wording", HELD)
    own = [row for row in text["wordings"] if row["own"]]
    assert (status, len(own), own[0]["body"]) == (200, 1, HELD["body"])
    status, text = caller.post("/texts/case_held/reset", {"channel": "sms", "language": "fa"})
    assert (status, [row for row in text["wordings"] if row["own"]]) == (200, [])
    status, text = caller.post("/texts/case_held/switch", {"on": False})
    assert (status, text["on"]) == (200, False)
    assert {row["name"]: row["on"] for row in caller.get("/texts")[1]["items"]}["case_held"] is False
    assert "one_time_code" not in {row["name"] for row in caller.get("/texts")[1]["items"]}


def test_a_message_without_what_it_is_for_is_refused(caller: Caller, cast) -> None:
    for body in ("{company}: {code}", "{code} {reason} {nothing}"):
        status, problem = caller.post("/texts/case_held/wording", {**HELD, "body": body})
        assert (status, problem["errors"][0]["field"]) == (422, "body")
    must = next(row["name"] for row in caller.get("/texts")[1]["items"] if row["must"])
    status, problem = caller.post(f"/texts/{must}/switch", {"on": False})
    assert (status, problem["code"]) == (409, "must_be_told")
    assert caller.post("/texts/one_time_code/switch", {"on": False})[0] == 404
    assert caller.get("/texts/one_time_code")[0] == 404


def test_words_of_messages_need_the_scope(token_of, cast) -> None:
    reader = Caller(token_of(scopes={"cases.view"}))
    assert reader.get("/texts/case_held")[0] == 200
    for verb, body in (
        ("wording", HELD),
        ("reset", {"channel": "sms", "language": "fa"}),
        ("switch", {"on": False}),
    ):
        status, problem = reader.post(f"/texts/case_held/{verb}", body)
        assert (status, problem["data"]) == (403, {"permission": "texts.edit"}), verb
    assert not MessageText.objects.unscoped("test").exists()


def test_rules_are_kept_moved_and_removed(caller: Caller, cast) -> None:
    first = caller.post("/assignment-rules", {"name": "همه"})[1]
    status, second = caller.post(
        "/assignment-rules",
        {
            "name": "یخچال",
            "conditions": {"classes": ["refrigerator"]},
            "wants": {"skilled": True, "level": 2},
        },
    )
    assert (status, second["conditions"], second["wants"]["level"]) == (201, {"classes": ["refrigerator"]}, 2)
    status, page = caller.post(f"/assignment-rules/{second['id']}/place", {"up": True})
    assert [row["id"] for row in page["items"]] == [second["id"], first["id"]]
    assert caller.send("DELETE", f"/assignment-rules/{first['id']}")[0] == 204
    assert caller.send("DELETE", f"/assignment-rules/{first['id']}")[0] == 404
    assert [row["id"] for row in caller.get("/assignment-rules")[1]["items"]] == [second["id"]]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"way": "by_beauty"}, "way"),
        ({"conditions": {"kinds": ["nothing"]}}, "kinds"),
        ({"wants": {"roles": ["director"]}}, "roles"),
        ({"wants": {"level": 4}}, "level"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(caller: Caller, cast, wrong: dict, field: str) -> None:
    status, problem = caller.post("/assignment-rules", {"name": "همه", **wrong})
    assert (status, [row["field"].rpartition(".")[2] for row in problem["errors"]]) == (422, [field])
    assert not AssignmentRule.objects.unscoped("test").exists()


def test_skills_and_days_away_are_kept(caller: Caller, cast) -> None:
    at = f"/staff/{cast.bob.pk}"
    status, skill = caller.post(f"{at}/skills", {"skill": "refrigerator", "level": 2, "until": "2027-03-20"})
    assert (status, skill) == (201, {"skill": "refrigerator", "level": 2, "until": "2027-03-20"})
    assert caller.post(f"{at}/skills", {"skill": "refrigerator", "level": 3})[1]["level"] == 3
    assert len(caller.get(f"{at}/skills")[1]["items"]) == 1
    assert caller.send("DELETE", f"{at}/skills/refrigerator")[0] == 204
    assert not Skill.objects.unscoped("test").exists()
    status, away = caller.post(f"{at}/absences", {"first": "2099-12-01", "last": "2099-12-03"})
    assert (status, away["last"]) == (201, "2099-12-03")
    assert caller.get(f"{at}/absences")[1]["items"] == [away]
    assert caller.send("DELETE", f"{at}/absences/{away['id']}")[0] == 204
    assert not Absence.objects.unscoped("test").exists()


def test_skills_that_cannot_be_are_refused(caller: Caller, token_of, cast) -> None:
    at = f"/staff/{cast.bob.pk}"
    status, problem = caller.post(f"{at}/skills", {"skill": "juggling", "level": 2})
    assert (status, problem["errors"][0]["field"]) == (422, "skill")
    assert caller.post(f"{at}/skills", {"skill": "refrigerator", "level": 0})[0] == 422
    assert caller.post(f"{at}/absences", {"first": "2026-12-03", "last": "2026-12-01"})[0] == 422
    blind = Caller(token_of(scopes=TOKEN_SCOPES - {"skills.edit", "guarantees.edit"}))
    for path, body in (
        (f"{at}/skills", {"skill": "refrigerator", "level": 2}),
        (f"{at}/absences", {"first": "2026-12-03"}),
        ("/assignment-rules", {"name": "همه"}),
    ):
        assert blind.post(path, body)[0] == 403, path
    rival = Caller(token_of("mallory"))
    assert rival.post(f"{at}/skills", {"skill": "refrigerator", "level": 2})[0] == 404
    assert not Skill.objects.unscoped("test").exists()
    assert not Absence.objects.unscoped("test").exists()
    epoch.forget()
