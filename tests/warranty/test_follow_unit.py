"""A registration follows its unit: replaced, given away, returned."""

from datetime import date

import pytest

from sepas.assets.actions.ownership import replace_unit, return_unit, transfer_unit
from sepas.kernel.activity.models import Event
from sepas.kernel.outbox.models import Delivery
from sepas.kernel.outbox.work import run_pending
from tests.assets.made import SOLD, again, make_model, make_unit
from tests.cast import NOW, Cast
from tests.warranty.made import all_registrations, make_registration


@pytest.fixture
def unit(cast: Cast):
    found = make_unit(make_model(cast.sard), sold_on=SOLD, owner=cast.maryam)
    make_registration(found, cast.maryam, starts_on=SOLD, ends_on=date(2028, 3, 20), purchased_on=SOLD)
    return again(found)


def settle() -> None:
    run_pending(NOW)
    assert list(Delivery.objects.exclude(state="done").values_list("reaction", "error")) == []


def test_a_replacement_is_registered_for_the_owner_with_the_same_days(cast: Cast, unit) -> None:
    by = replace_unit(cast.actor_of("alice"), unit=unit, serial="NEW-1", now=NOW)
    settle()
    old, new = all_registrations()
    assert (old.state, old.reason) == ("ended", "replaced")
    assert (new.unit_id, new.customer, new.state) == (by.pk, cast.maryam, "active")
    assert (new.starts_on, new.ends_on, new.purchased_on) == (SOLD, date(2028, 3, 20), SOLD)
    assert Event.objects.get(name="guarantee.registered").subject_id == new.pk


def test_a_unit_given_away_is_not_registered_for_the_giver(cast: Cast, unit) -> None:
    transfer_unit(cast.actor_of("maryam"), unit=unit, to=cast.reza, now=NOW)
    settle()
    assert [(row.state, row.reason) for row in all_registrations()] == [("ended", "transferred")]


def test_a_returned_unit_is_registered_for_nobody(cast: Cast, unit) -> None:
    return_unit(cast.actor_of("alice"), unit=unit, now=NOW)
    settle()
    assert [(row.state, row.reason) for row in all_registrations()] == [("ended", "returned")]


def test_each_reaction_run_twice_does_nothing_more(cast: Cast, unit) -> None:
    replace_unit(cast.actor_of("alice"), unit=unit, serial="NEW-1", now=NOW)
    settle()
    count = Event.objects.count()
    Delivery.objects.update(state="pending", attempts=0, lease="", available_at=NOW)
    settle()
    assert len(all_registrations()) == 2
    assert Event.objects.count() == count
