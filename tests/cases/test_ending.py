"""Resolving, reopening, closing, escalating."""

from datetime import timedelta

import pytest

from sepas.cases import policies
from sepas.cases.models import Post, PromiseState
from sepas.cases.queries.sentences import SENTENCES
from sepas.cases.reader import Reader
from sepas.kernel.activity.registry import rebuild
from sepas.kernel.actor import system
from sepas.kernel.errors import Conflict, Invalid, Refused
from tests.cases.verbs import say
from tests.cases.world import MORNING, World, at, facts_of, fresh, last, no_offers, promise_of


def test_a_resolution_keeps_what_is_owed_and_tells_until_when(world: World) -> None:
    case = world.open(unit=world.phone)
    say(world, "resolve", case, resolution="  کمپرسور عوض شد. ", now=at("2026-11-22", "08:00"))
    kept = fresh(case)
    assert (kept.state, kept.resolution) == ("resolved", "کمپرسور عوض شد.")
    assert (kept.resolved_at, kept.close_at) == (at("2026-11-22", "08:00"), at("2026-11-29", "08:00"))
    assert (kept.next_due_at, kept.breached, kept.at_risk) == (None, False, False)
    assert {promise_of(case, name).state for name in ("first_reply", "resolution")} == {PromiseState.MET}
    assert last(case, "case.resolved")["reopen_until"] == "2026-11-29T08:00:00+00:00"


def test_a_resolution_has_words(world: World) -> None:
    case = world.open()
    with pytest.raises(Invalid):
        say(world, "resolve", case, resolution=" ")
    assert fresh(case).state == "new"


def test_resolving_on_hold_ends_the_hold(world: World) -> None:
    case = world.open()
    say(world, "hold", case, reason="waiting_for_customer", now=at("2026-11-21", "08:00"))
    say(world, "resolve", case, now=at("2026-11-21", "09:00"))
    kept = fresh(case)
    assert (kept.hold_reason, kept.holds[0][2]) == ("", "2026-11-21T09:00:00+00:00")
    assert promise_of(case, "resolution").state == PromiseState.MET


def test_the_customer_reopens_and_clocks_start_anew(world: World) -> None:
    case = world.open(unit=world.phone)
    say(world, "resolve", case, now=at("2026-11-22", "08:00"))
    say(world, "reopen", case, "maryam", why="باز هم خاموش می‌شود", now=at("2026-11-24", "08:00"))
    kept = fresh(case)
    assert (kept.state, kept.reopened, kept.resolved_at, kept.close_at) == ("in_progress", 1, None, None)
    again = promise_of(case, "resolution")
    assert (again.state, again.started_at) == (PromiseState.RUNNING, at("2026-11-24", "08:00"))
    assert kept.next_due_at == at("2026-11-25", "13:30")
    told = last(case, "case.reopened")
    assert (told["by_customer"], told["was"], "why" in told) == (True, "resolved", False)
    post = Post.objects.unscoped("test").get(pk=told["post_id"])
    assert (post.case_id, post.body, post.author_kind) == (case.pk, "باز هم خاموش می‌شود", "customer")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("case.reopened", {"by_customer": True, "was": "resolved", "promises": []}),
        (
            "case.escalated",
            {"step": "L1", "body": "b", "text": {"fa": "به شرکت"}, "by_customer": True, "by_itself": False,
             "due_at": None},
        ),
    ],
)  # fmt: skip
def test_facts_of_before_still_tell_their_words(world: World, name: str, data: dict) -> None:
    reader = Reader.of(world.actor("maryam"), world.sard)
    assert "باز خراب شد" in SENTENCES[name](data | {"why": "باز خراب شد"}, reader).detail
    assert "باز" not in SENTENCES[name](data, reader).detail
    assert rebuild(name, data | {"why": "باز خراب شد"}).post_id is None


def test_a_repair_that_did_not_help_counts_in_the_decision(world: World) -> None:
    case = world.open(unit=world.phone)
    say(world, "progress", case, moment="device_received", now=at("2026-11-22", "08:00"))
    say(world, "progress", case, moment="repair_completed", now=at("2026-11-23", "21:00"))
    say(world, "resolve", case, now=at("2026-11-24", "08:00"))
    before = fresh(case).decision
    say(world, "reopen", case, "maryam", now=at("2026-11-25", "08:00"))
    kept = fresh(case)
    assert kept.decision is not None
    assert before is not None
    assert kept.decision.supersedes_id == before.pk
    facts = kept.decision.record["facts"]
    assert (facts["failed_repairs"], facts["same_defect_visits"]) == (1, 2)
    # Half past midnight in Tehran is the next day.
    assert facts["last_repair_date"] == "2026-11-24"
    assert "device_received" not in kept.moments
    assert "device_received_date" not in facts


def test_after_the_window_the_customer_opens_a_new_case_instead(world: World) -> None:
    case = world.open()
    say(world, "resolve", case)
    with pytest.raises(Refused) as caught:
        say(world, "reopen", case, "maryam", now=MORNING + policies.REOPEN_WINDOW + timedelta(seconds=1))
    assert caught.value.code == "reopen_window_over"
    assert fresh(case).state == "resolved"


def test_reopening_says_why(world: World) -> None:
    case = world.open()
    say(world, "resolve", case)
    with pytest.raises(Invalid):
        say(world, "reopen", case, "maryam", why="", now=at("2026-11-22"))


@pytest.mark.parametrize(("who", "how"), [("maryam", "customer"), ("carol", "staff"), ("system", "clock")])
def test_closing_tells_by_whom(world: World, who: str, how: str) -> None:
    case = world.open()
    say(world, "resolve", case)
    say(world, "close", case, system(world.sard.pk) if who == "system" else who, now=at("2026-11-22"))
    kept = fresh(case)
    assert (kept.state, kept.closed_at, kept.close_at) == ("closed", at("2026-11-22"), None)
    assert last(case, "case.closed") == {"how": how}


def test_escalation_climbs_the_ladder_that_the_decision_names(world: World) -> None:
    no_offers(world.sard)
    case = world.open(kind="complaint", unit=world.phone)
    steps = []
    with pytest.raises(Conflict) as caught:
        for hour in range(10):
            say(world, "escalate", case, "maryam", why="جواب ندادند", now=MORNING + timedelta(hours=hour))
            steps.append(last(case, "case.escalated"))
    assert caught.value.code == "top_of_ladder"
    assert [step["step"] for step in steps] == ["L0", "L1", "L2", "L3", "L4"]
    assert fresh(case).escalation == "L4"
    assert {step["by_customer"] for step in steps} == {True}
    assert all(step["text"]["fa"] and step["text"]["en"] for step in steps)


def test_without_a_decision_the_company_has_two_steps_of_its_own(world: World) -> None:
    case = world.open(kind="criticism")
    bodies = []
    for hour in range(2):
        say(world, "escalate", case, now=MORNING + timedelta(hours=hour))
        bodies.append(last(case, "case.escalated")["body"])
    assert bodies == ["supplier_complaints", "supplier_hq"]
    with pytest.raises(Conflict):
        say(world, "escalate", case, now=MORNING + timedelta(hours=3))


def test_escalating_a_resolved_case_opens_it(world: World) -> None:
    case = world.open(unit=world.phone)
    say(world, "resolve", case)
    say(world, "escalate", case, "maryam", now=at("2026-11-22"))
    kept = fresh(case)
    assert (kept.state, kept.resolved_at, kept.close_at) == ("in_progress", None, None)
    assert "complaint_filed" in kept.moments
    assert "case.escalated" in facts_of(case)
