"""Rows added by a ready statement are what `save` would have written."""

import pytest
from django.db import IntegrityError, transaction

from sepas.cases.models import SearchText
from sepas.kernel.insert import insert, insert_all
from sepas.kernel.models import Delivery, Event
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
