"""A customer on first contact, and on every later one."""

import threading

import pytest
from django.db import connection

from sepas.kernel.actor import GUEST, Actor, Kind, system
from sepas.kernel.errors import Invalid, NotFound, Refused
from sepas.kernel.models import Event
from sepas.parties.actions.customers import find_or_create_customer
from sepas.parties.models import Customer
from tests.cast import MARYAM, NOW, STRANGER, Cast, make_organisation


def rows() -> int:
    return Customer.objects.unscoped("test").count()


def find(actor: Actor, cast: Cast, mobile: str = STRANGER, **more: str) -> Customer:
    return find_or_create_customer(actor, organisation=cast.sard, mobile=mobile, now=NOW, **more)


def test_a_new_number_becomes_a_customer_with_a_fact(cast: Cast) -> None:
    made = find(cast.actor_of("alice"), cast, "۰۹۳۵ ۰۰۰ ۰۰۰۹", name="  علي   كاظمي ", language="fa")
    assert (made.mobile, made.name, made.organisation_id) == (STRANGER, "علی کاظمی", cast.sard.pk)
    assert made.search == "علی کاظمی 989350000009 09350000009"
    fact = Event.objects.of("customer", made.pk).get()
    assert (fact.name, fact.actor_id, fact.organisation_id) == (
        "customer.created",
        cast.alice.pk,
        cast.sard.pk,
    )
    assert fact.data == {"mobile_ending": "0009", "language": "fa"}


def test_the_same_number_is_the_same_customer(cast: Cast) -> None:
    before = rows()
    assert find(cast.actor_of("alice"), cast, "0912 111 0001") == cast.maryam
    assert rows() == before
    assert not Event.objects.of("customer", cast.maryam.pk).exists()


def test_a_name_is_kept_where_there_was_none_and_never_replaces_one(cast: Cast) -> None:
    made = find(GUEST, cast)
    assert find(GUEST, cast, name="نگار").name == "نگار"
    assert find(GUEST, cast, name="دیگری").name == "نگار"
    stored = Customer.objects.unscoped("test").get(pk=made.pk)
    assert (stored.name, stored.version) == ("نگار", 1)
    assert stored.search.startswith("نگار ")
    assert find(GUEST, cast, MARYAM, name="مالوری").name == "مریم محمدی"


def test_each_organisation_has_its_own_customer(cast: Cast) -> None:
    other = find_or_create_customer(GUEST, organisation=cast.rival, mobile=MARYAM, now=NOW)
    assert other.pk != cast.maryam.pk


def test_numbers_without_a_country_are_of_the_organisation(cast: Cast) -> None:
    turkish = make_organisation("ornek", "اورنک", jurisdiction="TR", language="en")
    made = find_or_create_customer(
        GUEST, organisation=turkish, mobile="0501 234 56 78", language="de", now=NOW
    )
    assert (made.mobile, made.language) == ("+905012345678", "en")


@pytest.mark.parametrize("name", ["alice", "carol", "dave", "adam", "isa", "guest", "system", "stranger"])
def test_who_may(cast: Cast, name: str) -> None:
    assert find(cast.actor_of(name), cast).mobile == STRANGER


@pytest.mark.parametrize(
    ("name", "error"), [("bob", Refused), ("dana", Refused), ("mallory", NotFound), ("maryam", Refused)]
)
def test_who_may_not_leaves_nothing(cast: Cast, name: str, error: type[Exception]) -> None:
    before, facts = rows(), Event.objects.count()
    with pytest.raises(error):
        find(cast.actor_of(name), cast)
    assert (rows(), Event.objects.count()) == (before, facts)


def test_the_system_acts_only_for_its_organisation(cast: Cast) -> None:
    with pytest.raises(NotFound):
        find(system(cast.rival.pk), cast)


def test_a_link_holder_may_not(cast: Cast) -> None:
    with pytest.raises(NotFound):
        find(Actor(Kind.LINK, case_id=1), cast)


def test_a_bad_number_or_name_leaves_nothing(cast: Cast) -> None:
    before = rows()
    with pytest.raises(Invalid) as caught:
        find(GUEST, cast, "021 8877 6655")
    assert set(caught.value.fields) == {"mobile"}
    with pytest.raises(Invalid) as caught:
        find(GUEST, cast, name="ن" * 121)
    assert set(caught.value.fields) == {"name"}
    assert rows() == before


def test_two_at_the_same_moment_get_the_same_customer(committed_cast: Cast) -> None:
    start, found, errors = threading.Barrier(4), [], []

    def ask() -> None:
        try:
            start.wait()
            found.append(find(GUEST, committed_cast).pk)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(found) == 4
    assert len(set(found)) == 1
    assert Event.objects.filter(name="customer.created").count() == 1
