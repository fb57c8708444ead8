"""Whoever may not say a verb does not, and nothing happens."""

import pytest

from sepas import rules
from sepas.cases.models import Case, Post, Promise
from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Invalid, NotFound, Refused
from tests.cases.test_lifecycle import EXPECTED, ROADS
from tests.cases.verbs import SAY, say
from tests.cases.world import World, fresh

STAFF_ONLY = {"triage", "assign", "progress", "inspect", "hold", "resume", "resolve"}


def in_a_state_for(world: World, verb: str) -> Case:
    case = world.open(unit=world.phone)
    for step in ROADS[next(iter(EXPECTED[verb]))]:
        say(world, step, case)
    return case


def everything(case: Case) -> tuple[object, ...]:
    kept = fresh(case)
    return (
        kept.version,
        kept.state,
        kept.facts,
        kept.decision_id,
        Event.objects.count(),
        Post.objects.unscoped("test").count(),
        sorted(Promise.objects.unscoped("test").values_list("pk", "state", "version")),
    )


@pytest.mark.parametrize("who", ["isa", "mallory", "reza", "stranger", "guest"])
@pytest.mark.parametrize("verb", sorted(SAY))
def test_to_others_there_is_no_such_case(world: World, verb: str, who: str) -> None:
    case = in_a_state_for(world, verb)
    before = everything(case)
    with pytest.raises(NotFound):
        say(world, verb, case, who)
    assert everything(case) == before


@pytest.mark.parametrize("verb", sorted(STAFF_ONLY))
def test_the_customer_is_told_that_staff_do_this(world: World, verb: str) -> None:
    case = in_a_state_for(world, verb)
    before = everything(case)
    with pytest.raises(Refused) as caught:
        say(world, verb, case, "maryam")
    assert caught.value.code == "staff_only"
    assert everything(case) == before


def test_the_customer_writes_no_internal_notes(world: World) -> None:
    case = world.open()
    with pytest.raises(Refused):
        say(world, "reply", case, "maryam", internal=True)
    assert not Post.objects.unscoped("test").exists()


def test_a_technician_does_not_record_findings_of_others(world: World) -> None:
    case = world.open(unit=world.phone)
    before = everything(case)
    with pytest.raises((Refused, NotFound)):
        say(world, "inspect", case, "bob")
    assert everything(case) == before


def test_the_customer_cannot_answer_for_the_technician(world: World) -> None:
    case = world.open(unit=world.phone)
    facts = case.decision.record["facts"]
    before = everything(case)
    names = [
        name
        for name, fact in rules.standard_library().vocabulary.facts.items()
        if fact.asked_of and "customer" not in fact.asked_of and name not in facts
    ]
    with pytest.raises(Invalid) as caught:
        say(world, "answer", case, "maryam", answers={names[0]: True})
    assert (caught.value.code, set(caught.value.fields)) == ("not_yours_to_answer", {names[0]})
    assert everything(case) == before
