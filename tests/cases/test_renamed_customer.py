"""A customer has another name: their cases are found by it, and no longer by the old one."""

from datetime import timedelta

import pytest

from sepas.cases import reactions
from sepas.cases.models import SearchText
from sepas.cases.queries.found import cases_found
from sepas.kernel.activity.models import Event
from sepas.kernel.outbox.models import Delivery, DeliveryState
from sepas.kernel.outbox.work import run_pending
from sepas.kernel.text import fold
from sepas.parties import words_index
from sepas.parties.actions.customers import edit_customer
from sepas.parties.models import LeavingWord, WordKey
from tests.cases.world import MORNING, World

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=2)


def found(world: World, text: str) -> set[int]:
    return {case.pk for case in cases_found(world.actor("alice"), text).cases}


def rename(world: World, name: str, **more: str) -> None:
    edit_customer(world.actor("alice"), customer=world.cast.maryam, name=name, now=LATER, **more)
    run_pending(LATER)


def test_cases_are_found_by_the_new_name_and_not_by_the_old_one(world: World) -> None:
    cases = {world.open().pk, world.open(now=LATER).pk}
    assert found(world, "محمدی") == cases
    rename(world, "مریم سهرابی‌نژاد")
    assert found(world, "سهرابي نژاد") == found(world, "سهرابی‌نژاد") == cases
    assert found(world, "محمدی") == set()


def test_cases_of_other_customers_stay_as_they_are(world: World) -> None:
    world.open()
    other = world.open("alice", mobile=world.cast.stranger)
    before = SearchText.objects.unscoped("test").get(case=other).text
    rename(world, "مریم سهرابی‌نژاد")
    assert SearchText.objects.unscoped("test").get(case=other).text == before


def test_many_cases_are_renewed_a_part_at_a_time_the_last_first(world: World, monkeypatch) -> None:
    monkeypatch.setattr(reactions, "AT_ONCE", 2)
    cases = [world.open(now=MORNING + timedelta(minutes=n)).pk for n in range(5)]
    edit_customer(world.actor("alice"), customer=world.cast.maryam, name="مریم سهرابی‌نژاد", now=LATER)
    owed = Delivery.objects.filter(reaction__startswith="cases.reactions", state=DeliveryState.PENDING)
    for some in (2, 4, 5):
        assert owed.count() == 1
        run_pending(LATER, limit=Delivery.objects.filter(state=DeliveryState.PENDING).count())
        assert found(world, "سهرابی‌نژاد") == set(cases[-some:])
    assert owed.count() == 0
    told = Event.objects.of("customer", world.cast.maryam.pk).filter(name="customer.cases_renewed")
    assert [fact.data["renewed"] for fact in told] == [2, 2]


def test_another_city_touches_no_case(world: World, django_assert_num_queries) -> None:
    world.open()
    run_pending(LATER)
    edit_customer(world.actor("alice"), customer=world.cast.maryam, city="یزد", now=LATER)
    fact = Event.objects.of("customer", world.cast.maryam.pk).latest("seq")
    with django_assert_num_queries(0):
        reactions.find_by_new_name(fact, reactions.CustomerEdited(fact.data["fields"]))


def test_the_same_twice_writes_nothing_the_second_time(world: World, django_assert_num_queries) -> None:
    world.open()
    rename(world, "مریم سهرابی‌نژاد")
    fact = Event.objects.of("customer", world.cast.maryam.pk).filter(name="customer.edited").latest("seq")
    with django_assert_num_queries(4):
        reactions.find_by_new_name(fact, reactions.CustomerEdited(["name"]))


def vocabulary(world: World) -> set[str]:
    words_index.settle()
    rows = WordKey.objects.unscoped("test").filter(organisation=world.cast.sard)
    return set(rows.values_list("word", flat=True))


@pytest.mark.parametrize("with_case", [True, False])
def test_the_old_name_is_suggested_no_more(world: World, with_case: bool) -> None:
    if with_case:
        world.open()
    assert fold("محمدی") in vocabulary(world)
    rename(world, "مریم سهرابی")
    assert {fold("مریم"), fold("سهرابی")} <= vocabulary(world)
    assert fold("محمدی") not in vocabulary(world)
    assert not LeavingWord.objects.unscoped("test").exists()


def test_a_name_that_somebody_else_has_stays_suggested(world: World) -> None:
    edit_customer(world.actor("alice"), customer=world.cast.reza, name="رضا محمدی", now=LATER)
    rename(world, "مریم سهرابی")
    assert fold("محمدی") in vocabulary(world)
    edit_customer(world.actor("alice"), customer=world.cast.reza, name="رضا رضایی", now=LATER)
    run_pending(LATER)
    assert fold("محمدی") not in vocabulary(world)


def test_a_name_given_up_and_taken_again_stays_suggested(world: World) -> None:
    for name in ("مریم سهرابی", "مریم محمدی"):
        world.cast.maryam.refresh_from_db()
        edit_customer(world.actor("alice"), customer=world.cast.maryam, name=name, now=LATER)
    run_pending(LATER)
    assert fold("محمدی") in vocabulary(world)
    assert fold("سهرابی") not in vocabulary(world)
