"""Taking a case, giving it back, putting it aside."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from sepas.cases.actions.bulk_verbs import may_in_bulk
from sepas.cases.actions.claim import claim_case, release_case
from sepas.cases.actions.snooze import FOR_GOOD, snooze_case, unsnooze_case, wake_due
from sepas.cases.models import Case, Snooze
from sepas.cases.queries.filters import Narrow
from sepas.cases.queries.inbox import counts, inbox
from sepas.kernel.errors import Conflict, Invalid, NotFound, Refused
from sepas.parties.models import Staff
from tests.cases.verbs import say
from tests.cases.world import MORNING, World, facts_of, fresh, last

LATER = MORNING + timedelta(hours=3)


def mine(world: World, who: str, **more: object) -> list[str]:
    return [case.code for case in inbox(world.actor(who), now=MORNING, assignee="me", **more).cases]


def test_whoever_takes_a_case_has_it_and_taking_it_again_changes_nothing(world: World) -> None:
    case = world.open()
    claim_case(world.actor("bob"), case=fresh(case), now=MORNING)
    kept = fresh(case)
    assert (kept.assignee, kept.state) == (world.cast.bob, "in_progress")
    claim_case(world.actor("bob"), case=kept, now=LATER)
    assert facts_of(case).count("case.assigned") == 1


def test_the_second_of_two_reads_who_took_it_however_old_their_page_is(world: World) -> None:
    case = world.open()
    old = fresh(case)
    claim_case(world.actor("bob"), case=fresh(case), now=MORNING)
    for seen in (old, fresh(case)):
        with pytest.raises(Conflict) as caught:
            claim_case(world.actor("alice"), case=seen, now=MORNING)
        assert (caught.value.code, caught.value.data["name"]) == ("taken", world.cast.bob.name_fa)
    assert fresh(case).assignee == world.cast.bob


def test_nobody_takes_what_they_do_not_see_or_their_role_does_not_take(world: World) -> None:
    case = world.open()
    for who, error in (("isa", NotFound), ("mallory", NotFound), ("maryam", Refused), ("dana", Refused)):
        with pytest.raises(error):
            claim_case(world.actor(who), case=fresh(case), now=MORNING)
    assert fresh(case).assignee is None


def test_one_gives_back_ones_own_and_a_manager_anybodys(world: World) -> None:
    case = world.open()
    claim_case(world.actor("bob"), case=fresh(case), now=MORNING)
    with pytest.raises(Refused):
        release_case(world.actor("dana"), case=fresh(case), now=MORNING)
    release_case(world.actor("bob"), case=fresh(case), now=MORNING)
    assert (fresh(case).assignee, last(case, "case.released")["former_id"]) == (None, world.cast.bob.pk)
    release_case(world.actor("carol"), case=fresh(case), now=MORNING)
    assert facts_of(case).count("case.released") == 1


def taken(world: World) -> Case:
    case = world.open()
    claim_case(world.actor("bob"), case=fresh(case), now=MORNING)
    return case


def test_what_is_put_aside_is_in_no_list_of_ones_own_until_its_moment(world: World) -> None:
    case, other = taken(world), taken(world)
    snooze_case(world.actor("bob"), case=fresh(case), until=LATER, now=MORNING)
    bob = world.actor("bob")
    assert mine(world, "bob") == [other.code]
    assert mine(world, "bob", narrow=Narrow(asleep=True)) == [case.code]
    numbers = counts(bob, now=MORNING)
    assert (numbers["mine"], numbers["asleep"], numbers["open"]) == (1, 1, 2)
    assert wake_due(LATER - timedelta(seconds=1)) == 0
    assert (wake_due(LATER), wake_due(LATER)) == (1, 0)
    assert mine(world, "bob") == [other.code, case.code]
    assert last(case, "case.woken") == {"staff_id": world.cast.bob.pk, "why": "time"}


def test_promises_run_on_while_a_case_is_put_aside(world: World) -> None:
    case = taken(world)
    due = fresh(case).next_due_at
    snooze_case(world.actor("bob"), case=fresh(case), until=None, now=MORNING)
    assert fresh(case).next_due_at == due
    assert Snooze.objects.unscoped("test").get().until == MORNING + FOR_GOOD


def test_one_has_it_back_whenever_one_likes(world: World) -> None:
    case = taken(world)
    snooze_case(world.actor("bob"), case=fresh(case), until=LATER, now=MORNING)
    assert unsnooze_case(world.actor("bob"), case=fresh(case), now=MORNING)
    assert not unsnooze_case(world.actor("bob"), case=fresh(case), now=MORNING)
    assert mine(world, "bob") == [case.code]


def test_a_moment_past_or_far_away_and_a_case_that_is_over_are_refused(world: World) -> None:
    case = taken(world)
    for until in (MORNING, MORNING + timedelta(days=61)):
        with pytest.raises(Invalid):
            snooze_case(world.actor("bob"), case=fresh(case), until=until, now=MORNING)
    say(world, "resolve", fresh(case))
    with pytest.raises(Conflict):
        snooze_case(world.actor("bob"), case=fresh(case), until=LATER, now=MORNING)
    with pytest.raises(Refused):
        snooze_case(world.actor("maryam"), case=fresh(case), until=LATER, now=MORNING)
    assert Snooze.objects.unscoped("test").count() == 0


def test_in_bulk_whoever_reads_english_is_told_the_english_name(world):
    case = world.open(now=MORNING)
    alice = world.staff("alice")
    Staff.objects.unscoped("test").filter(pk=alice.pk).update(name_en="Elham Ahmadi")
    claim_case(world.actor("alice"), case=case, now=MORNING)
    case = Case.objects.unscoped("test").select_related("assignee", "branch").get(pk=case.pk)
    answer = may_in_bulk("claim", world.actor("carol"), case, now=MORNING)
    assert not answer
    with override("en"):
        assert str(answer.reason) == "Elham Ahmadi has taken this case already."
    with override("fa"):
        assert alice.name_fa in str(answer.reason)
