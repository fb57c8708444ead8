"""Cases find their people by rules; forgotten ones are noticed; what was put aside wakes."""

from datetime import date, timedelta

import pytest

from sepas.cases.actions.claim import claim_case
from sepas.cases.actions.snooze import snooze_case
from sepas.cases.models import Snooze
from sepas.flows import notice_forgotten
from sepas.flows.switches import switch_flow
from sepas.kernel.errors import Invalid, NotFound, Refused
from sepas.kernel.outbox.work import run_pending
from sepas.teamwork.actions.rules import (
    end_absence,
    keep_absence,
    keep_rule,
    keep_skill,
    move_rule,
    remove_rule,
    set_routine,
)
from sepas.teamwork.models import Absence, AssignmentRule, Notification, Skill
from tests.cases.verbs import say
from tests.cases.world import MORNING, World, facts_of, fresh, last

WANTS = {"skilled": False, "level": 1, "same_branch": False, "on_shift": False, "roles": []}


def add(world: World, who: str = "dave", **more: object) -> AssignmentRule:
    given: dict = {"name": "همه", "conditions": {}, "wants": WANTS, "way": "least_loaded"} | more
    return keep_rule(world.actor(who), organisation=world.sard, **given, now=MORNING)


def work(now=MORNING) -> None:
    """All that reacts, and what that gives rise to."""
    for _round in range(3):
        run_pending(now)


def told(who: object) -> list[str]:
    rows = Notification.objects.unscoped("test").filter(staff=who).order_by("pk")
    return list(rows.values_list("reason", flat=True))


def test_a_new_case_finds_its_person_and_says_why(world: World) -> None:
    keep_skill(world.actor("carol"), staff=world.cast.bob, name="refrigerator", level=2, now=MORNING)
    add(world, wants=WANTS | {"skilled": True, "level": 2}, conditions={"classes": ["refrigerator"]})
    case = world.open(unit=world.fridge)
    work(MORNING)
    assert fresh(case).assignee == world.cast.bob
    assert "skilled with this product" in last(case, "case.assigned")["why"]["en"]
    assert "assigned" in told(world.cast.bob)


def test_a_certificate_that_ran_out_and_days_away_keep_somebody_out_and_the_manager_hears_why(
    world: World,
) -> None:
    bob, carol = world.cast.bob, world.actor("carol")
    yesterday = MORNING.date() - timedelta(days=1)
    keep_skill(carol, staff=bob, name="refrigerator", level=3, until=yesterday, now=MORNING)
    add(world, wants=WANTS | {"skilled": True})
    case = world.open(unit=world.fridge)
    work(MORNING)
    assert fresh(case).assignee is None
    assert "skill" in last(case, "case.unassigned")["why"]["en"]
    assert told(world.cast.carol) == ["nobody"]
    keep_skill(carol, staff=bob, name="refrigerator", level=3, now=MORNING)
    keep_absence(carol, staff=bob, first=MORNING.date(), last=MORNING.date(), now=MORNING)
    say(world, "triage", fresh(case))
    work(MORNING)
    assert "away" in last(case, "case.unassigned")["why"]["en"]
    absence = Absence.objects.unscoped("test").get()
    end_absence(carol, staff=bob, pk=absence.pk, now=MORNING)
    other = world.open(unit=world.fridge)
    work(MORNING)
    assert fresh(other).assignee == bob


def test_work_is_shared_by_load_and_in_turn(world: World) -> None:
    add(world, wants=WANTS | {"roles": ["technician", "agent"]})
    cases = [world.open() for _each in range(4)]
    work(MORNING)
    people = [fresh(case).assignee for case in cases]
    assert {people.count(each) for each in people} == {2}
    remove_rule(world.actor("dave"), rule=AssignmentRule.objects.unscoped("test").get(), now=MORNING)
    add(world, way="round_robin")
    cases = [world.open() for _each in range(4)]
    work(MORNING)
    turns = [fresh(case).assignee for case in cases]
    assert turns[0] == turns[2] != turns[1] == turns[3]


def test_a_case_that_has_somebody_is_left_alone_and_so_is_everything_while_it_is_switched_off(
    world: World,
) -> None:
    add(world)
    switch_flow(world.actor("dave"), flow="assign_by_rules", on=False, now=MORNING)
    case = world.open()
    work(MORNING)
    assert fresh(case).assignee is None
    claim_case(world.actor("alice"), case=fresh(case), now=MORNING)
    switch_flow(world.actor("dave"), flow="assign_by_rules", on=True, now=MORNING)
    work(MORNING)
    assert fresh(case).assignee == world.cast.alice
    assert facts_of(case).count("case.assigned") == 1


def test_rules_keep_their_order_and_what_is_wrong_with_one_is_told_at_once(world: World) -> None:
    first, second = add(world), add(world, name="دوم")
    move_rule(world.actor("dave"), rule=second, up=True, now=MORNING)
    rows = AssignmentRule.objects.unscoped("test").order_by("position")
    assert [row.pk for row in rows] == [second.pk, first.pk]
    with pytest.raises(Invalid) as caught:
        add(world, name=" ", way="dice", conditions={"kinds": ["x"], "branches": [99]}, wants={"level": 9})
    assert set(caught.value.fields) == {"name", "way", "kinds", "branches", "level"}
    assert rows.count() == 2


def test_only_who_may_sets_rules_skills_and_days(world: World) -> None:
    for who, error in (("alice", Refused), ("carol", Refused), ("mallory", NotFound), ("maryam", NotFound)):
        with pytest.raises(error):
            add(world, who)
    for who, error in (("alice", Refused), ("isa", Refused), ("mallory", NotFound)):
        with pytest.raises(error):
            keep_skill(world.actor(who), staff=world.cast.bob, name="phone", level=1, now=MORNING)
        with pytest.raises(error):
            keep_absence(
                world.actor(who),
                staff=world.cast.bob,
                first=date(2026, 12, 1),
                last=date(2026, 12, 2),
                now=MORNING,
            )
    assert (AssignmentRule.objects.unscoped("test").count(), Skill.objects.unscoped("test").count()) == (0, 0)


def test_what_nobody_touched_for_so_many_working_hours_is_forgotten_once(world: World) -> None:
    set_routine(world.actor("dave"), organisation=world.sard, forgotten_after=8, now=MORNING)
    case, held = world.open(), world.open()
    claim_case(world.actor("bob"), case=fresh(case), now=MORNING)
    say(world, "hold", held, now=MORNING)
    # From ten to five with an hour's pause are six hours; two more are over at half past ten of the next day.
    early, late = MORNING + timedelta(hours=23), MORNING + timedelta(hours=25)
    assert notice_forgotten.run(early) == 0
    assert (notice_forgotten.run(late), notice_forgotten.run(late)) == (1, 0)
    assert fresh(case).forgotten_at == late
    assert (fresh(held).forgotten_at, last(case, "case.forgotten")["hours"]) == (None, 8)
    work(late)
    assert "forgotten" in told(world.cast.bob)
    say(world, "reply", fresh(case), "bob", now=late)
    assert fresh(case).forgotten_at is None


def test_what_was_put_aside_wakes_when_the_customer_writes_or_a_promise_is_at_risk(world: World) -> None:
    case = world.open()
    claim_case(world.actor("bob"), case=fresh(case), now=MORNING)
    snooze_case(world.actor("bob"), case=fresh(case), until=None, now=MORNING)
    say(world, "reply", fresh(case), "maryam", body="خبری نشد؟", now=MORNING)
    work(MORNING)
    assert Snooze.objects.unscoped("test").count() == 0
    assert last(case, "case.woken")["why"] == "customer"
    work(MORNING)
    assert "woken" in told(world.cast.bob)
