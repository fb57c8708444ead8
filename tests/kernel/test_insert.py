"""Rows added by a ready statement are what `save` would have written."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from sepas.cases.models import SearchText
from sepas.kernel.activity import registry
from sepas.kernel.activity.record import record, together
from sepas.kernel.activity.verify import breaks
from sepas.kernel.actor import system
from sepas.kernel.insert import at_once, insert, insert_all, insert_unless_there, insert_values, write_waiting
from sepas.kernel.made import _plain, loaded, made
from sepas.kernel.models import Delivery, Event
from sepas.parties.events import CustomerCreated, CustomerEdited
from sepas.parties.models import Customer
from tests.cast import NOW, Cast

only_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="statements travel only to a server"
)


def customer(cast: Cast, number: int) -> Customer:
    return Customer(organisation=cast.sard, mobile=f"+98912000{number:04d}", name="نام", created_at=NOW)


def test_columns_and_defaults_are_those_of_save(cast: Cast) -> None:
    ours, theirs = customer(cast, 1), customer(cast, 2)
    insert(ours)
    theirs.save(force_insert=True)
    rows = Customer.objects.unscoped("test")
    found = [rows.filter(pk=row.pk).values().get() for row in (ours, theirs)]
    for row in found:
        row.pop("id"), row.pop("mobile")
    assert found[0] == found[1]
    assert not ours._state.adding
    ours.name = "دیگر"
    ours.save()
    assert rows.get(pk=ours.pk).name == "دیگر"


def test_many_rows_get_their_ids_in_order(cast: Cast, django_assert_num_queries) -> None:
    made = [customer(cast, number) for number in range(20)]
    with django_assert_num_queries(1):
        insert_all(made)
    stored = dict(Customer.objects.unscoped("test").values_list("pk", "mobile"))
    assert [stored[row.pk] for row in made] == [row.mobile for row in made]


def test_nothing_to_add_asks_nothing(db, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        insert_all([])


def test_a_parent_that_got_its_id_later_is_followed(db) -> None:
    event = Event(name="x", subject_type="x", subject_id=1, seq=1, actor_kind="system", at=NOW, data={"a": 1})
    delivery = Delivery(event=event, reaction="x", available_at=NOW)
    insert(event)
    insert(delivery)
    assert Delivery.objects.get(pk=delivery.pk).event.data == {"a": 1}


def test_a_broken_constraint_raises_as_ever(cast: Cast) -> None:
    insert(customer(cast, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(customer(cast, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(SearchText(case_id=None, text="x"))


def test_what_is_there_already_is_not_added_and_harms_no_transaction(cast: Cast) -> None:
    with transaction.atomic():
        first, again = customer(cast, 7), customer(cast, 7)
        assert insert_unless_there(first)
        assert not insert_unless_there(again)
        assert again.pk is None
        assert Customer.objects.unscoped("test").filter(mobile=first.mobile).count() == 1


def test_facts_written_together_are_those_written_one_by_one(cast: Cast) -> None:
    us = system(cast.sard.pk)
    rows = [customer(cast, number) for number in (8, 9)]
    insert_all(rows)

    def tell(row: Customer, event: object, *, first: bool = False) -> None:
        record(event, actor=us, organisation_id=cast.sard.pk, subject_id=row.pk, at=NOW, first=first)

    before = Event.objects.count()
    with transaction.atomic(), together():
        for row in rows:
            tell(row, CustomerCreated("0000", "fa"), first=True)
        assert Event.objects.count() == before
        tell(rows[0], CustomerEdited(["name"]))  # a later fact of a history is written after those that wait
        assert Event.objects.count() == before + 3
    assert [event.seq for event in Event.objects.of("customer", rows[0].pk)] == [1, 2]
    assert all(breaks("customer", row.pk) == [] for row in rows)
    assert all(
        Delivery.objects.filter(event=event).count() == deliveries_of(event) for event in Event.objects.all()
    )


def test_nothing_is_left_waiting_when_it_fails(cast: Cast) -> None:
    row = customer(cast, 10)
    insert(row)
    created = CustomerCreated("0000", "fa")
    with pytest.raises(ZeroDivisionError), transaction.atomic(), together():
        record(
            created,
            actor=system(cast.sard.pk),
            organisation_id=cast.sard.pk,
            subject_id=row.pk,
            at=NOW,
            first=True,
        )
        1 / 0  # noqa: B018
    assert not Event.objects.of("customer", row.pk).exists()


def deliveries_of(event: Event) -> int:
    return len(registry.reactions_to(event.name))


@only_postgresql
def test_what_is_added_at_once_is_one_statement(cast: Cast, django_assert_num_queries) -> None:
    with transaction.atomic(), at_once({Customer: 1, Event: 1}):
        insert_unless_there(customer(cast, 20))  # where ids come from is asked once in a process
    with transaction.atomic():
        with django_assert_num_queries(3), at_once({Customer: 1, Event: 1}):
            # The ids, one more of them, all rows.
            first, second = customer(cast, 21), customer(cast, 22)
            insert(first)
            insert(second)
            event = Event(
                name="x",
                subject_type="x",
                subject_id=first.pk,
                seq=1,
                actor_kind="system",
                at=NOW,
                data={"a": [1]},
            )
            insert(event)
            insert_values(
                Delivery,
                ("event_id", "reaction", "available_at"),
                [(event.pk, "x", NOW), (event.pk, "y", NOW)],
            )
        assert Customer.objects.unscoped("test").get(pk=first.pk).mobile == first.mobile
        assert Customer.objects.unscoped("test").get(pk=second.pk).mobile == second.mobile
        assert Event.objects.get(pk=event.pk).data == {"a": [1]}
        assert Delivery.objects.filter(event=event).count() == 2
        insert(third := customer(cast, 23))
        assert third.pk > second.pk


@only_postgresql
def test_ids_come_along_with_a_row_that_may_be_there(cast: Cast, django_assert_num_queries) -> None:
    with transaction.atomic(), at_once({Customer: 1, Event: 1}):
        insert_unless_there(customer(cast, 29))  # where ids come from is asked once in a process
    for number, queries in ((30, 2), (30, 3)):
        # The customer with the ids, then the fact; where there is one already, the ids by themselves.
        with transaction.atomic(), django_assert_num_queries(queries), at_once({Event: 2, Customer: 1}):
            added = insert_unless_there(row := customer(cast, number))
            event = Event(
                name="x", subject_type="x", subject_id=1, seq=queries, actor_kind="system", at=NOW, data={}
            )
            insert(event)
        assert added == (queries == 2)
        assert Event.objects.get(pk=event.pk).seq == queries
        assert (row.pk is not None) == added
    assert Customer.objects.unscoped("test").filter(mobile=row.mobile).count() == 1


@only_postgresql
def test_what_waits_is_written_when_somebody_must_read_it(cast: Cast) -> None:
    with transaction.atomic(), at_once({}):
        insert(row := customer(cast, 24))
        rows = Customer.objects.unscoped("test").filter(pk=row.pk)
        assert not rows.exists()
        write_waiting()
        assert rows.exists()
    write_waiting()


def test_nothing_of_what_waits_is_written_when_it_fails(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(), at_once({}):
        insert(customer(cast, 25))
        1 / 0  # noqa: B018
    with pytest.raises(IntegrityError), transaction.atomic(), at_once({}):
        insert(customer(cast, 26))
        insert(customer(cast, 26))
    assert not Customer.objects.unscoped("test").filter(mobile__endswith="000025").exists()
    assert not Customer.objects.unscoped("test").filter(mobile__endswith="000026").exists()


def test_made_rows_are_those_that_the_model_makes(cast: Cast) -> None:
    for model in apps.get_models():
        if not model.__module__.startswith("sepas.") or not _plain(model):
            continue
        ours, theirs = (
            {name: value for name, value in vars(row).items() if name not in {"_state", "date_joined"}}
            for row in (made(model), model())
        )
        assert ours == theirs, model
    row = made(Customer, organisation=cast.sard, mobile="+989120000027", name="نام", created_at=NOW)
    assert row._state.adding
    assert row._state.adding
    assert row.organisation is cast.sard
    assert row.organisation_id == cast.sard.pk
    with pytest.raises(TypeError, match="no column"):
        made(Customer, nothing=1)
    again = loaded(Customer, ["id", "name"], [7, "نام"], "default")
    assert (again.pk, again.name, again._state.adding, again._state.db) == (7, "نام", False, "default")


def test_a_later_fact_follows_one_that_waits_to_be_written(cast: Cast) -> None:
    us = system(cast.sard.pk)
    with transaction.atomic(), at_once({}), together():
        insert(row := customer(cast, 28))
        for event, first in ((CustomerCreated("0000", "fa"), True), (CustomerEdited(["name"]), False)):
            record(event, actor=us, organisation_id=cast.sard.pk, subject_id=row.pk, at=NOW, first=first)
    assert [event.seq for event in Event.objects.of("customer", row.pk)] == [1, 2]
    assert breaks("customer", row.pk) == []
