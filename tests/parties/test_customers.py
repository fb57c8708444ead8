"""Customers: edited, found, and what they consent to."""

from datetime import timedelta

import pytest

from sepas.kernel.errors import DomainError, Invalid, NotFound, Refused, Stale
from sepas.kernel.models import Event
from sepas.parties import queries
from sepas.parties.actions.consents import give_consent, withdraw_consent
from sepas.parties.actions.customers import edit_customer
from sepas.parties.models import Consent, Customer
from tests.cast import NOW, REZA, Cast, make_customer

DENIED = [
    ("bob", Refused),
    ("dana", Refused),
    ("mallory", NotFound),
    ("reza", NotFound),
    ("stranger", NotFound),
    ("guest", NotFound),
]


def stored(customer: Customer) -> Customer:
    return Customer.objects.unscoped("test").get(pk=customer.pk)


@pytest.mark.parametrize("name", ["alice", "isa", "carol", "adam", "maryam", "system"])
def test_staff_and_the_person_edit_and_only_field_names_are_told(cast: Cast, name: str) -> None:
    edit_customer(
        cast.actor_of(name),
        customer=cast.maryam,
        name="مریم  كریمی",
        email="m@example.com",
        city="تهران",
        now=NOW,
    )
    row = stored(cast.maryam)
    assert (row.name, row.email, row.version) == ("مریم کریمی", "m@example.com", 1)
    assert row.search == "مریم کریمی 989121110001 09121110001"
    fact = Event.objects.of("customer", row.pk).get()
    assert (fact.name, fact.data) == ("customer.edited", {"fields": ["email", "name"]})


def test_nothing_is_written_where_nothing_changes(cast: Cast) -> None:
    edit_customer(cast.actor_of("alice"), customer=cast.maryam, name="مریم محمدی", now=NOW)
    assert stored(cast.maryam).version == 0
    assert not Event.objects.exists()


@pytest.mark.parametrize(("name", "error"), DENIED)
def test_who_may_not_changes_nothing(cast: Cast, name: str, error: type[DomainError]) -> None:
    give_consent(cast.actor_of("maryam"), customer=cast.maryam, purpose="survey", channel="portal", now=NOW)
    before, facts = stored(cast.maryam).version, Event.objects.count()
    actor = cast.actor_of(name)
    for attempt in (
        lambda: edit_customer(actor, customer=cast.maryam, name="دزدیده", now=NOW),
        lambda: give_consent(actor, customer=cast.maryam, purpose="offers", channel="portal", now=NOW),
        lambda: withdraw_consent(actor, customer=cast.maryam, purpose="survey", now=NOW),
    ):
        with pytest.raises(error):
            attempt()
    assert (stored(cast.maryam).name, stored(cast.maryam).version) == ("مریم محمدی", before)
    assert Event.objects.count() == facts
    assert queries.consented(cast.maryam, "survey")
    assert not queries.consented(cast.maryam, "offers")


def test_every_wrong_field_is_named(cast: Cast) -> None:
    with pytest.raises(Invalid) as caught:
        edit_customer(
            cast.actor_of("alice"), customer=cast.maryam, name="ن" * 121, email="m@", language="de", now=NOW
        )
    assert set(caught.value.fields) == {"name", "email", "language"}
    assert stored(cast.maryam).version == 0
    with pytest.raises(TypeError):
        edit_customer(cast.actor_of("alice"), customer=cast.maryam, mobile=REZA, now=NOW)


def test_two_edits_from_the_same_page_do_not_overwrite_each_other(cast: Cast) -> None:
    alice, same = cast.actor_of("alice"), stored(cast.maryam)
    edit_customer(alice, customer=cast.maryam, city="ری", now=NOW)
    with pytest.raises(Stale):
        edit_customer(alice, customer=same, city="قم", now=NOW)
    assert stored(cast.maryam).city == "ری"


def test_consent_stands_until_withdrawn_and_can_be_given_again(cast: Cast) -> None:
    maryam, hour = cast.actor_of("maryam"), timedelta(hours=1)
    given = give_consent(maryam, customer=cast.maryam, purpose="survey", channel="portal", now=NOW)
    assert (
        give_consent(maryam, customer=cast.maryam, purpose="survey", channel="phone", now=NOW + hour) == given
    )
    assert queries.consented(cast.maryam, "survey")
    assert not queries.consented(cast.maryam, "offers")
    assert not queries.consented(cast.reza, "survey")
    withdraw_consent(maryam, customer=cast.maryam, purpose="survey", now=NOW + 2 * hour)
    assert withdraw_consent(maryam, customer=cast.maryam, purpose="survey", now=NOW + 3 * hour) is None
    assert not queries.consented(cast.maryam, "survey")
    give_consent(
        cast.actor_of("alice"), customer=cast.maryam, purpose="survey", channel="phone", now=NOW + 4 * hour
    )
    kept = [(row.channel, row.given_at, row.withdrawn_at) for row in queries.consents(maryam, cast.maryam)]
    assert kept == [("phone", NOW + 4 * hour, None), ("portal", NOW, NOW + 2 * hour)]
    names = list(Event.objects.of("customer", cast.maryam.pk).values_list("name", flat=True))
    assert names == ["customer.consent_given", "customer.consent_withdrawn", "customer.consent_given"]


@pytest.mark.parametrize(("field", "value"), [("purpose", "spying"), ("channel", "telepathy")])
def test_consent_to_the_unknown_is_refused(cast: Cast, field: str, value: str) -> None:
    given = {"purpose": "survey", "channel": "portal"} | {field: value}
    with pytest.raises(Invalid) as caught:
        give_consent(cast.actor_of("alice"), customer=cast.maryam, now=NOW, **given)
    assert set(caught.value.fields) == {field}
    assert not Consent.objects.unscoped("test").exists()


def test_consents_are_for_staff_and_the_person(cast: Cast) -> None:
    give_consent(cast.actor_of("maryam"), customer=cast.maryam, purpose="survey", channel="portal", now=NOW)
    seen = {name: len(queries.consents(cast.actor_of(name), cast.maryam)) for name in cast.everybody()}
    assert {name for name, count in seen.items() if count} == {
        "alice", "carol", "dana", "dave", "adam", "isa", "maryam"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("مریم", ["maryam"]),
        ("محمدي مريم", ["maryam"]),
        ("۰۹۱۲ ۱۱۱ ۰۰۰۲", ["reza"]),
        ("+98 912 1110002", ["reza"]),
        ("00989121110002", ["reza"]),
        ("0002", ["reza"]),
        ("0912111", ["reza", "maryam"]),
        ("", ["reza", "maryam"]),
        ("رضا مریم", []),
        ("پروین", []),
    ],
)
def test_customers_are_found_by_name_or_number(cast: Cast, text: str, found: list[str]) -> None:
    page = queries.customers(cast.actor_of("alice"), text=text)
    assert list(page) == [getattr(cast, name) for name in found]


def test_who_sees_customers(cast: Cast) -> None:
    seen = {name: {row.mobile for row in queries.customers(cast.actor_of(name))} for name in cast.everybody()}
    both = {cast.maryam.mobile, cast.reza.mobile}
    staff = dict.fromkeys(("alice", "carol", "dana", "dave", "adam", "isa"), both)
    nobody = {key: set() for key in ("bob", "mallory", "stranger", "guest")}
    assert seen == staff | nobody | {"maryam": {cast.maryam.mobile}, "reza": {cast.reza.mobile}}
    with pytest.raises(NotFound):
        queries.customer(cast.actor_of("mallory"), cast.maryam.pk)
    assert queries.customer(cast.actor_of("isa"), cast.maryam.pk) == cast.maryam


def test_a_page_of_customers_takes_two_queries(cast: Cast, django_assert_num_queries) -> None:
    for number in range(60):
        make_customer(cast.sard, f"+98912333{number:04}", "مشتری")
    alice = cast.actor_of("alice")
    with django_assert_num_queries(2):
        assert len(list(queries.customers(alice, text="مشتری", page=2))) == 25
    assert len(list(queries.customers(alice, text="مشتری", page=99))) == 10
