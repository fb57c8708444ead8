"""Triage, assignment, steps of the work, inspection and answers."""

import pytest

from sepas.cases.models import Case, Promise, PromiseState
from sepas.kernel.errors import Conflict, Invalid
from sepas.warranty.models import Decision
from tests.cases.verbs import say
from tests.cases.world import World, at, facts_of, fresh, last, no_offers, promise_of


def test_triage_puts_kind_right_and_decides(world: World) -> None:
    case = world.open(kind="advice", unit=world.phone)
    assert case.decision is None
    assert promise_of(case, "resolution").due_at == at("2026-11-23", "13:30")
    say(world, "triage", case, kind="guarantee_repair", note="خراب است", now=at("2026-11-21", "08:00"))
    kept = fresh(case)
    assert (kept.kind, kept.state) == ("guarantee_repair", "triaged")
    assert kept.decision is not None
    assert "defect_reported" in kept.moments
    assert promise_of(case, "resolution").due_at == at("2026-11-29", "13:30")
    assert last(case, "case.triaged")["note"] == "خراب است"
    assert last(case, "case.decided")["supersedes_id"] is None


def test_triage_to_another_branch_counts_by_its_hours(world: World) -> None:
    world.cast.isfahan.hours = {"6": [["08:00", "12:00"]]}
    world.cast.isfahan.save()
    case = world.open()
    say(world, "triage", case, branch=world.cast.isfahan, now=at("2026-11-21", "08:00"))
    assert fresh(case).branch == world.cast.isfahan
    assert promise_of(case, "first_reply").due_at == at("2026-11-22", "08:30")
    assert fresh(case).next_due_at == at("2026-11-22", "08:30")


def test_triage_refuses_what_does_not_exist(world: World) -> None:
    case = world.open()
    with pytest.raises(Invalid) as caught:
        say(world, "triage", case, kind="wish", branch=world.cast.rival_tehran)
    assert set(caught.value.fields) == {"kind", "branch"}
    assert fresh(case).state == "new"


def test_assigning_names_who_answers_for_it(world: World) -> None:
    case = world.open()
    say(world, "assign", case, assignee="bob")
    assert fresh(case).assignee == world.cast.bob
    assert last(case, "case.assigned")["assignee_name"] == "بابک بهرامی"
    with pytest.raises(Invalid) as caught:
        say(world, "assign", case, assignee="bob")
    assert caught.value.code == "already_assigned"


def test_nobody_from_elsewhere_is_assigned(world: World) -> None:
    case = world.open()
    for who in (world.cast.mallory, world.cast.isa):
        who.active = who is world.cast.mallory
        who.save()
        with pytest.raises(Invalid) as caught:
            say(world, "assign", case, assignee=who)
        assert set(caught.value.fields) == {"assignee"}
    assert fresh(case).assignee_id is None


def test_the_device_arriving_starts_the_laws_clock_and_the_repair_ends_it(world: World) -> None:
    no_offers(world.sard)
    case = world.open(unit=world.phone)
    assert fresh(case).next_due_at is None
    say(world, "progress", case, moment="device_received", now=at("2026-11-22", "08:00"))
    law = promise_of(case, "repair")
    assert (law.amount, law.unit, law.started_at) == (15, "day", at("2026-11-22", "08:00"))
    assert law.due_at == at("2026-12-07", "20:29").replace(second=59, microsecond=999999)
    assert fresh(case).next_due_at == law.due_at
    assert last(case, "case.progressed")["promises"][0]["name"] == "repair"
    say(world, "progress", case, moment="repair_completed", now=at("2026-11-25", "08:00"))
    assert promise_of(case, "repair").state == PromiseState.MET
    assert promise_of(case, "completion_notice").state == PromiseState.RUNNING


def test_a_step_is_recorded_once_but_visits_may_be_many(world: World) -> None:
    case = world.open(unit=world.phone)
    say(world, "progress", case, moment="device_received")
    told = facts_of(case)
    with pytest.raises(Conflict) as caught:
        say(world, "progress", case, moment="device_received", now=at("2026-11-22"))
    assert caught.value.code == "already_recorded"
    assert facts_of(case) == told
    for day in ("2026-11-23", "2026-11-24"):
        say(world, "progress", case, moment="visit_completed", now=at(day))
    assert facts_of(case).count("case.progressed") == 3


@pytest.mark.parametrize("moment", ["", "case_opened", "resolved", "tea"])
def test_what_is_no_step_is_refused(world: World, moment: str) -> None:
    case = world.open()
    with pytest.raises(Invalid) as caught:
        say(world, "progress", case, moment=moment)
    assert "device_received" in caught.value.data["allowed"]


def test_the_device_arriving_resumes_a_case_that_waited_for_it(world: World) -> None:
    case = world.open(unit=world.phone)
    say(world, "hold", case, reason="waiting_for_device", now=at("2026-11-21", "08:00"))
    say(world, "progress", case, moment="device_received", now=at("2026-11-22", "08:00"))
    assert (fresh(case).state, fresh(case).hold_reason) == ("in_progress", "")
    assert facts_of(case)[-2:] == ["case.progressed", "case.resumed"]


def test_an_inspection_changes_the_decision_and_says_why_in_both_languages(world: World) -> None:
    case = world.open(unit=world.phone)
    first = case.decision
    assert first is not None
    say(world, "progress", case, moment="device_received", now=at("2026-11-22", "08:00"))
    say(
        world,
        "inspect",
        case,
        findings={"defect_cause": "misuse"},
        note="ضربه خورده",
        now=at("2026-11-23", "08:00"),
    )
    kept = fresh(case)
    assert kept.decision is not None
    assert kept.decision != first
    assert kept.decision.supersedes_id == first.pk
    assert kept.facts == {"defect_cause": "misuse"}
    assert kept.decision.record["facts"]["defect_cause"] == "misuse"
    told = last(case, "case.decided")
    assert told["changed"] is True
    assert {line["name"] for line in told["change"]["lines"]} >= {"parts", "labour"}
    assert told["explanation"]["fa"] != told["explanation"]["en"] != ""
    assert facts_of(case)[-2:] == ["case.inspected", "case.decided"]


def test_a_finding_that_settles_nothing_told_is_still_recorded(world: World) -> None:
    case = world.open(unit=world.phone)
    say(world, "inspect", case, findings={"stranded": True})
    assert fresh(case).facts == {"stranded": True}
    assert "case.inspected" in facts_of(case)


def test_the_same_answer_again_keeps_the_decision(world: World) -> None:
    case = world.open(unit=world.phone, answers={"stranded": False})
    decision = case.decision_id
    say(world, "answer", case, "maryam", answers={"stranded": False})
    assert fresh(case).decision_id == decision
    assert facts_of(case) == ["case.opened", "case.answered"]
    assert Decision.objects.unscoped("test").count() == 1


def test_promises_are_planned_anew_with_the_decision(world: World) -> None:
    no_offers(world.sard)
    case = world.open(unit=world.phone)
    say(world, "progress", case, moment="device_received", now=at("2026-11-22", "08:00"))
    law = promise_of(case, "repair")
    assert law.state == PromiseState.RUNNING
    # The defect is older than the register thought: the guarantee was over.
    say(world, "answer", case, "carol", answers={"event_date": "2030-01-01"}, now=at("2026-11-23", "08:00"))
    assert promise_of(case, "repair").state == PromiseState.CANCELLED
    assert fresh(case).next_due_at is None
    assert "repair" in last(case, "case.decided")["cancelled"]
    say(world, "answer", case, "carol", answers={"event_date": "2026-11-20"}, now=at("2026-11-24", "08:00"))
    again = promise_of(case, "repair")
    assert (again.pk, again.state, again.due_at) == (law.pk, PromiseState.RUNNING, law.due_at)
    assert fresh(case).next_due_at == law.due_at
    assert [each["name"] for each in last(case, "case.decided")["started"]] == ["repair"]
    assert Promise.objects.unscoped("test").filter(case=case, name="repair").count() == 1


@pytest.mark.parametrize("answers", [{}, {"stranded": ""}, {"stranded": None}])
def test_no_answer_is_told(world: World, answers: dict[str, object]) -> None:
    case = world.open(unit=world.phone)
    with pytest.raises(Invalid) as caught:
        say(world, "answer", case, "maryam", answers=answers)
    assert set(caught.value.fields) == {"answers"}


def test_an_answer_that_cannot_be_names_its_fact(world: World) -> None:
    case: Case = world.open(unit=world.phone)
    with pytest.raises(Invalid) as caught:
        say(world, "answer", case, "maryam", answers={"stranded": "perhaps"})
    assert set(caught.value.fields) == {"stranded"}
    assert fresh(case).facts == {}
    assert facts_of(case) == ["case.opened"]
