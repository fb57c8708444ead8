"""Opening a case: what is asked of people, what comes of it, who may."""

from datetime import timedelta

import pytest
from django.db import connection

from sepas.cases import queries
from sepas.cases.actions.open import open_case
from sepas.cases.models import Case, Promise, SearchText
from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Conflict, Invalid, NotFound, Refused
from sepas.kernel.ids import read_code, show_code
from sepas.parties.models import Customer
from tests.cases.world import MORNING, World, at, offer


def all_cases() -> int:
    return Case.objects.unscoped("test").count()


def test_a_case_has_a_code_a_decision_and_promised_dates(world: World) -> None:
    case = world.open(unit=world.phone)
    assert read_code(case.code) == case.code
    assert case.decision is not None
    assert case.decision.record["facts"]["product_class"] == "phone"
    found = Promise.objects.unscoped("test").filter(case=case)
    assert {(each.name, each.source, each.due_at) for each in found} == {
        ("first_reply", "organisation", at("2026-11-22", "13:30")),
        ("resolution", "organisation", at("2026-11-29", "13:30")),
    }
    assert case.next_due_at == at("2026-11-22", "13:30")
    assert (case.state, case.is_open, case.version) == ("new", True, 0)


def test_its_fact_tells_code_promises_and_decision(world: World) -> None:
    case = world.open(unit=world.phone)
    (fact,) = Event.objects.of("case", case.pk)
    assert fact.name == "case.opened"
    assert (fact.data["code"], fact.data["kind"], fact.data["unit_id"]) == (
        case.code,
        "guarantee_repair",
        world.phone.pk,
    )
    assert fact.data["decision_id"] == case.decision_id
    assert [each["name"] for each in fact.data["promises"]] == ["first_reply", "resolution"]


def test_a_stranger_opens_a_case_and_becomes_a_customer(world: World) -> None:
    case = world.open("guest", mobile="۰۹۳۵ ۰۰۰ ۰۰۰۹", name="نگار نوری")
    assert (case.customer.mobile, case.customer.name) == ("+989350000009", "نگار نوری")
    assert case.customer.organisation_id == world.sard.pk


def test_everything_that_is_wrong_is_told_at_once_and_nothing_happens(world: World) -> None:
    customers = Customer.objects.unscoped("test").count()
    with pytest.raises(Invalid) as caught:
        world.open("guest", kind="wish", description="  ", mobile="0912", branch=world.cast.rival_tehran)
    assert set(caught.value.fields) == {"kind", "description", "mobile", "branch"}
    assert all_cases() == 0
    assert Customer.objects.unscoped("test").count() == customers
    assert not Event.objects.filter(name="case.opened").exists()


def test_an_answer_that_cannot_be_names_its_fact_and_nothing_happens(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        world.open("guest", mobile="09350000009", answers={"defect_cause": "ghosts"})
    assert set(caught.value.fields) == {"defect_cause"}
    assert all_cases() == 0
    assert not Customer.objects.unscoped("test").filter(mobile="+989350000009").exists()


def test_the_unit_of_another_company_is_refused(world: World) -> None:
    with pytest.raises(Invalid) as caught:
        open_case(
            world.actor("guest"),
            organisation=world.cast.rival,
            kind="advice",
            description="؟",
            mobile="09121110001",
            unit=world.phone,
            now=MORNING,
        )
    assert set(caught.value.fields) == {"unit"}


def test_a_customer_signed_in_opens_only_for_their_own_number(world: World) -> None:
    assert world.open("maryam", mobile="").customer == world.maryam
    with pytest.raises(Invalid) as caught:
        world.open("maryam", mobile=world.cast.reza.mobile)
    assert caught.value.fields.keys() == {"mobile"}


@pytest.mark.parametrize(
    ("given", "unit", "city", "expected"),
    [
        ("isfahan", "phone", "", "isfahan"),
        (None, "phone", "اصفهان", "tehran"),
        (None, None, "اصفهان", "isfahan"),
        (None, None, "یزد", "tehran"),
    ],
    ids=["the one asked for", "the seller of the unit", "one in the city", "the first"],
)
def test_the_branch_is(world: World, given: str | None, unit: str | None, city: str, expected: str) -> None:
    case = world.open(
        "guest",
        branch=getattr(world.cast, given) if given else None,
        unit=getattr(world, unit) if unit else None,
        city=city,
        mobile="09350000009",
    )
    assert case.branch == getattr(world.cast, expected)


def test_the_city_of_a_known_customer_chooses_the_branch(world: World) -> None:
    assert world.open("reza", mobile="", branch=None).branch == world.cast.isfahan


def test_the_same_request_again_within_minutes_names_the_first(world: World) -> None:
    first = world.open(unit=world.phone)
    with pytest.raises(Conflict) as caught:
        world.open(unit=world.phone, even_if_open=False, now=MORNING + timedelta(minutes=9))
    assert (caught.value.code, caught.value.data) == ("already_open", {"code": first.code})
    assert show_code(first.code, "-") in str(caught.value.message)
    assert all_cases() == 1
    assert (
        world.open(unit=world.fridge, even_if_open=False, now=MORNING + timedelta(minutes=9)).unit
        == world.fridge
    )
    later = world.open(unit=world.phone, even_if_open=False, now=MORNING + timedelta(minutes=11))
    assert later.code != first.code


def test_suggestions_get_no_decision_and_only_general_promises(world: World) -> None:
    case = world.open(kind="suggestion")
    assert case.decision is None
    assert {each.name for each in Promise.objects.unscoped("test").filter(case=case)} == {
        "first_reply",
        "resolution",
    }


def test_a_promise_of_the_kind_comes_before_the_general_one(world: World) -> None:
    offer(world.sard, "first_reply", 2, "opening_hour", kind="complaint")
    case = world.open(kind="complaint", now=MORNING)
    first = Promise.objects.unscoped("test").get(case=case, name="first_reply")
    assert first.due_at == at("2026-11-21", "08:30")


def test_facts_of_the_register_come_before_what_people_say(world: World) -> None:
    case = world.open(unit=world.phone, answers={"product_class": "refrigerator", "stranded": True})
    assert case.decision is not None
    assert case.decision.record["facts"]["product_class"] == "phone"
    assert case.decision.record["facts"]["stranded"] is True


def test_it_is_found_by_everything_that_people_remember(world: World) -> None:
    case = world.open(unit=world.fridge, subject="صدای زیاد")
    text = SearchText.objects.unscoped("test").get(case=case).text
    for word in (
        case.code,
        "989121110001",
        "09121110001",
        "مریم",
        "srd 500 0001",
        "SRD5000001".lower(),
        "صدای",
        "یخچال",
    ):
        assert word in text, word


@pytest.mark.parametrize(("who", "error"), [("mallory", NotFound), ("bob", Refused)])
def test_who_may_not_open_does_not(world: World, who: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        world.open(who)
    assert all_cases() == 0
    assert not Event.objects.filter(name="case.opened").exists()


def test_staff_open_for_a_caller(world: World) -> None:
    case = world.open("alice", mobile="0935 000 0009", name="نگار نوری")
    assert case.customer.name == "نگار نوری"
    assert Event.objects.get(name="case.opened").actor_name == "الهام احمدی"


def test_opening_costs_a_fixed_number_of_queries(world: World, django_assert_num_queries) -> None:
    world.open(unit=world.phone)
    with django_assert_num_queries(OPENING[connection.vendor]):
        world.open("maryam", unit=world.phone)


OPENING = {"sqlite": 14, "postgresql": 10}
"""The savepoint around it included. On PostgreSQL six of them travel as one, for the ids that one asks for."""


def test_the_link_opens_the_case_for_its_holder_alone(world: World) -> None:
    case, other = world.open(), world.open()
    holder, found = queries.case_by_secret(case.secret)
    assert found == case
    assert set(queries.cases_of_customer(holder)) == {case}
    with pytest.raises(NotFound):
        queries.case_by_code(holder, other.code)
    for wrong in ("", "x", case.secret[:-1], case.code):
        with pytest.raises(NotFound):
            queries.case_by_secret(wrong)


def test_code_and_last_digits_open_the_case_in_any_digits(world: World) -> None:
    case = world.open()
    holder, found = queries.case_by_code_and_mobile(f"{case.code[:4]} {case.code[4:]}", "۰۰۰۱")
    assert (found, holder.case_id) == (case, case.pk)
    for code, digits in ((case.code, "0002"), (case.code, ""), (case.code[::-1], "0001"), ("", "0001")):
        with pytest.raises(NotFound):
            queries.case_by_code_and_mobile(code, digits)
