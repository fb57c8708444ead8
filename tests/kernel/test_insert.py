"""Rows added by a ready statement are what `save` would have written."""

import pytest
from django.db import IntegrityError, transaction

from sepas.cases.models import SearchText
from sepas.kernel.activity import registry
from sepas.kernel.activity.record import record, together
from sepas.kernel.activity.verify import breaks
from sepas.kernel.actor import system
from sepas.kernel.insert import insert, insert_all, insert_unless_there
from sepas.kernel.models import Delivery, Event
from sepas.parties.events import CustomerCreated, CustomerEdited
from sepas.parties.models import Customer
from tests.cast import NOW, Cast


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
