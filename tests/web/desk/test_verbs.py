"""Every verb of a case: done once, refused with a reason, hidden from others, and said to be too late."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from sepas.cases.actions.close import close_case
from sepas.cases.actions.hold import hold_case
from sepas.cases.actions.resolve import resolve_case
from sepas.cases.models import Case, Post
from sepas.kernel.activity.models import Event
from sepas.web.once import new_key
from tests.cases.world import World, fresh
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@dataclass(frozen=True)
class Verb:
    """How one verb is said over HTTP, by whom it may be, and from which states it may not."""

    address: str
    data: dict[str, Any]
    event: str
    by: str = "carol"
    before: str = "new"
    after: str = "new"
    refused: str = "dana"
    reason: str = ""
    illegal_from: str = "closed"
    wrong: dict[str, Any] | None = field(default=None)


VERBS = [
    Verb("reply", {"body": "فردا می‌آییم", "internal": "no"}, "case.replied", by="alice", refused="",
         wrong={"body": "  "}),
    Verb("triage", {"kind": "paid_repair"}, "case.triaged", after="triaged", refused="bob",
         reason="Your role does not sort incoming cases.", wrong={"kind": "gift"}),
    Verb("assignment", {"assignee": "bob"}, "case.assigned", after="in_progress", refused="dana",
         reason="Your role does not assign cases.", wrong={"assignee": "0"}),
    Verb("progress", {"moment": "device_received"}, "case.progressed", refused="",
         wrong={"moment": "the_moon_rose"}),
    Verb("inspection", {"fact_defective": "true"}, "case.inspected", refused="alice",
         reason="Findings are recorded by whoever inspects: a technician or manager.", wrong={}),
    Verb("answers", {"fact_component": "battery"}, "case.answered", by="alice", refused="bob",
         reason="Your role does not change what the decision rests on.", wrong={"fact_component": "soul"}),
    Verb("hold", {"reason": "waiting_for_part"}, "case.held", after="on_hold", refused="dana",
         reason="Your role does not put cases on hold.", illegal_from="on_hold", wrong={"reason": "tired"}),
    Verb("resumption", {}, "case.resumed", before="on_hold", after="in_progress", refused="dana",
         reason="Your role does not resume cases.", illegal_from="new"),
    Verb("resolution", {"resolution": "کمپرسور عوض شد"}, "case.resolved", after="resolved", refused="",
         wrong={"resolution": ""}),
    Verb("reopening", {"why": "باز هم خراب شد"}, "case.reopened", before="resolved", after="in_progress",
         refused="bob", reason="Your role does not reopen cases.", illegal_from="new"),
    Verb("closure", {}, "case.closed", before="resolved", after="closed", refused="bob",
         reason="Your role does not close cases.", illegal_from="new"),
    Verb("escalation", {"why": "مشتری راضی نشد"}, "case.escalated", refused="", illegal_from="closed"),
]  # fmt: skip
each_verb = pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.address)


def bring_to(case: Case, state: str, world: World, now: Any) -> None:
    boss = world.actor("carol")
    if state == "on_hold":
        hold_case(boss, case=case, reason="waiting_for_part", now=now)
    elif state in {"resolved", "closed"}:
        resolve_case(boss, case=case, resolution="درست شد", now=now)
        if state == "closed":
            close_case(boss, case=case, now=now)


def send(
    client: Client, world: World, case: Case, verb: Verb, data: dict[str, Any] | None = None, **more: Any
):
    given = dict(verb.data if data is None else data)
    if given.get("assignee") in ("bob",):
        given["assignee"] = world.cast.bob.pk
    given.setdefault("once", new_key())
    return client.post(f"/desk/cases/{case.code}/{verb.address}", given | more, headers=ENGLISH)


def state_of(case: Case) -> tuple[str, int, int, int]:
    """Everything that a refused verb must leave alone."""
    row = fresh(case)
    posts = Post.objects.unscoped("test").filter(case=case).count()
    return row.state, row.version, posts, Event.objects.of("case", case.pk).count()


@each_verb
def test_whoever_may_does_it_once_and_sees_the_case_again(client, world, now, verb):
    case = world.open(unit=world.fridge, now=now)
    bring_to(case, verb.before, world, now)
    sign_in(client, verb.by)
    key = new_key()
    first = send(client, world, case, verb, once=key)
    where = first["Location"].partition("?")[0]
    assert (first.status_code, where) == (303, f"/desk/cases/{case.code}/"), first.content.decode()[-900:]
    assert fresh(case).state == verb.after
    done = state_of(case)
    assert [event.name for event in Event.objects.of("case", case.pk)].count(verb.event) == 1
    again = send(client, world, case, verb, once=key)
    assert (again.status_code, again["Location"]) == (303, first["Location"])
    assert state_of(case) == done
    assert client.get(f"/desk/cases/{case.code}/").status_code == 200


@each_verb
def test_whoever_may_not_is_told_why_and_nothing_happens(client, world, now, verb):
    if not verb.refused:
        pytest.skip("every role that sees the case may say it")
    case = world.open(unit=world.fridge, now=now)
    bring_to(case, verb.before, world, now)
    before = state_of(case)
    response = send(sign_in(client, verb.refused), world, case, verb)
    assert response.status_code == 403
    assert verb.reason in response.content.decode().replace("&#x27;", "'")
    assert state_of(case) == before


@each_verb
@pytest.mark.parametrize("who", ["isa", "mallory"])
def test_another_branch_and_another_company_find_nothing(client, world, now, verb, who):
    case = world.open(unit=world.fridge, now=now)
    bring_to(case, verb.before, world, now)
    before = state_of(case)
    assert send(sign_in(client, who), world, case, verb).status_code == 404
    assert state_of(case) == before


@each_verb
def test_a_stranger_is_asked_to_sign_in(client, world, now, verb):
    case = world.open(now=now)
    before = state_of(case)
    response = send(client, world, case, verb)
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/desk/")
    assert state_of(case) == before


@each_verb
def test_in_the_wrong_state_it_says_that_things_have_changed(client, world, now, verb):
    case = world.open(unit=world.fridge, now=now)
    bring_to(case, verb.illegal_from, world, now)
    before = state_of(case)
    response = send(sign_in(client, verb.by), world, case, verb)
    assert response.status_code == 409
    assert "This has changed meanwhile" in response.content.decode()
    assert state_of(case) == before


@pytest.mark.parametrize(
    "verb", [verb for verb in VERBS if verb.wrong is not None], ids=lambda verb: verb.address
)
def test_what_cannot_be_used_comes_back_with_the_form(client, world, now, verb):
    case = world.open(unit=world.fridge, now=now)
    bring_to(case, verb.before, world, now)
    before = state_of(case)
    response = send(sign_in(client, verb.by), world, case, verb, data=verb.wrong)
    assert response.status_code == 422
    page = response.content.decode()
    assert "notice-bad" in page or "wrong" in page
    assert case.description in page
    assert state_of(case) == before


def test_a_form_without_its_key_is_asked_for_again(client, world, now):
    case = world.open(now=now)
    response = sign_in(client, "alice").post(
        f"/desk/cases/{case.code}/reply", {"body": "سلام"}, headers=ENGLISH
    )
    assert response.status_code == 422
    assert "Reload the page and send it again." in response.content.decode()
    assert Post.objects.unscoped("test").count() == 0


def test_the_same_key_for_something_else_is_a_conflict(client, world, now):
    case = world.open(now=now)
    sign_in(client, "alice")
    key = new_key()
    client.post(f"/desk/cases/{case.code}/reply", {"body": "سلام", "once": key})
    response = client.post(f"/desk/cases/{case.code}/reply", {"body": "خداحافظ", "once": key})
    assert response.status_code == 409
    assert [post.body for post in Post.objects.unscoped("test")] == ["سلام"]


def test_an_answer_decides_again_and_says_what_changed(client, world, now):
    case = world.open(unit=world.fridge, now=now)
    before = fresh(case).decision_id
    sign_in(client, "bob")
    fresh_case = fresh(case)
    fresh_case.assignee = world.cast.bob
    Case.objects.unscoped("test").filter(pk=case.pk).update(assignee=world.cast.bob)
    data = {"fact_defect_cause": "misuse", "once": new_key(), "note": "جای ضربه دارد"}
    response = client.post(f"/desk/cases/{case.code}/inspection", data)
    assert response.status_code == 303
    row = fresh(case)
    assert row.facts["defect_cause"] == "misuse"
    assert row.decision_id != before
    assert "case.decided" in [event.name for event in Event.objects.of("case", case.pk)]


def test_a_note_is_not_for_the_customer(client, world, now):
    case = world.open(now=now)
    data = {"body": "مشتری عصبانی است", "internal": "yes", "once": new_key()}
    sign_in(client, "alice").post(f"/desk/cases/{case.code}/reply", data)
    post = Post.objects.unscoped("test").get()
    assert post.internal
    assert not Post.objects.visible_to(world.actor("maryam")).exists()


def test_bob_finds_only_what_is_assigned_to_him_open_for_findings(client, world, now):
    case = world.open(unit=world.fridge, now=now)
    response = sign_in(client, "bob").post(
        f"/desk/cases/{case.code}/inspection", {"fact_defective": "true", "once": new_key()}, headers=ENGLISH
    )
    assert response.status_code == 403
    assert "belongs to another branch or to somebody else" in response.content.decode()
