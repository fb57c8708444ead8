"""Whoever reads English is shown English names where there are some, of people, places, and the product's own parts."""

from dataclasses import replace

import pytest
from django.test import Client
from django.utils.translation import override

from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.queries import timeline
from sepas.kernel import epoch
from sepas.parties import names
from sepas.parties.actions.staff import edit_staff
from sepas.parties.actors import actor_for_user
from sepas.parties.models import Staff
from tests.cast import NOW, Cast, actor_of
from tests.web.desk.rows import ReadingClient, make_case, sign_in

pytestmark = pytest.mark.django_db


def english(name: str):
    return replace(actor_of(name), language="en")


def test_an_actor_is_called_by_their_name_in_their_language(cast: Cast) -> None:
    alice = actor_for_user(cast.alice.user)
    assert alice is not None
    assert (alice.called, english("alice").called) == (cast.alice.name_fa, "Alice")
    Staff.objects.unscoped("test").filter(pk=cast.alice.pk).update(name_en="")
    assert english("alice").called == cast.alice.name_fa


def test_a_recorded_name_is_shown_in_english_by_person_or_by_name(cast: Cast) -> None:
    reader, bob = english("adam"), cast.bob
    assert names.called(bob.name_fa, reader) == "Bob"
    assert names.called("نام پیشین", reader, staff_id=bob.pk) == "Bob"
    assert names.called("نام پیشین", reader) == "نام پیشین"
    assert names.called(cast.tehran.name_fa, reader) == "Tehran"
    assert names.called(bob.name_fa, actor_of("adam")) == bob.name_fa


def test_a_name_that_two_bear_is_left_as_it_is(cast: Cast) -> None:
    Staff.objects.unscoped("test").filter(pk=cast.carol.pk).update(name_fa=cast.bob.name_fa)
    epoch.forget()
    assert names.called(cast.bob.name_fa, english("adam")) == cast.bob.name_fa
    assert names.called(cast.bob.name_fa, english("adam"), staff_id=cast.carol.pk) == "Carol"


def test_a_new_name_is_known_at_once_and_other_companies_know_none(cast: Cast) -> None:
    reader = english("adam")
    assert names.called(cast.bob.name_fa, reader) == "Bob"
    edit_staff(actor_of("adam"), staff=cast.bob, name_en="Robert", now=NOW)
    assert names.called(cast.bob.name_fa, reader) == "Robert"
    assert names.called(cast.bob.name_fa, english("mallory")) == cast.bob.name_fa


@pytest.mark.parametrize(
    ("kept", "fa", "en"),
    [
        ("sepas", "سپاس", "Sepas"),
        ("clock", "سپاس", "Sepas"),
        ("guest", "مهمان", "a guest"),
        ("link", "مشتری", "the customer"),
    ],
)
def test_who_acts_without_a_name_is_named_in_both_languages(cast: Cast, kept: str, fa: str, en: str) -> None:
    with override("fa"):
        assert names.called(kept, actor_of("adam")) == fa
    with override("en"):
        assert names.called(kept, english("adam")) == en


@pytest.fixture
def client() -> Client:
    return ReadingClient()


def test_history_posts_and_record_are_in_english_for_english_readers(cast: Cast, client: Client) -> None:
    case = assign_case(actor_of("carol"), case=make_case(cast, now=NOW), assignee=cast.bob, now=NOW)
    reply_to_case(actor_of("carol"), case=case, body="فردا", now=NOW)
    told = [(entry.who, entry.text) for entry in timeline(english("adam"), case)]
    assert ("Carol", "Assigned to Bob.") in told
    assert (cast.carol.name_fa, f"کار به {cast.bob.name_fa} سپرده شد.") in [
        (entry.who, entry.text) for entry in timeline(actor_of("adam"), case)
    ]
    sign_in(client, "adam")
    for address in (f"/desk/cases/{case.code}/", "/office/audit/"):
        page = client.get(address, headers={"accept-language": "en"}).content.decode()
        assert "Carol" in page
        assert cast.carol.name_fa not in page, address


def test_an_english_history_costs_two_queries_more_once(cast: Cast, django_assert_num_queries) -> None:
    case = assign_case(actor_of("carol"), case=make_case(cast, now=NOW), assignee=cast.bob, now=NOW)
    reader, persian = english("adam"), actor_of("adam")
    timeline(reader, case)
    with epoch.looking(), django_assert_num_queries(2):
        timeline(reader, case)
    with django_assert_num_queries(1):
        timeline(persian, case)
