"""Lost, found, and out of somebody's hands."""

from datetime import date, timedelta

import pytest

from sepas.assets.actions.loss import release_unit, report_found, report_lost
from sepas.kernel.activity.models import Event
from sepas.kernel.errors import IllegalMove, Invalid, NotFound, Refused
from sepas.warranty.actions.register import register_guarantee
from tests.assets.made import SOLD, again, make_model, make_unit
from tests.cast import NOW, REZA, Cast

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture
def unit(cast: Cast):
    return make_unit(make_model(cast.sard), sold_on=SOLD, owner=cast.maryam)


def names() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("name", flat=True))


@pytest.mark.parametrize("name", ["maryam", "alice"])
def test_a_loss_is_noted_once_with_its_day_and_taken_back(cast: Cast, unit, name: str) -> None:
    actor = cast.actor_of(name)
    report_lost(actor, unit=again(unit), on=TODAY, now=NOW)
    report_lost(actor, unit=again(unit), on=TODAY + timedelta(days=1), now=NOW)
    assert again(unit).lost_on == TODAY
    report_found(actor, unit=again(unit), now=NOW)
    report_found(actor, unit=again(unit), now=NOW)
    assert (again(unit).lost_on, again(unit).owner) == (None, cast.maryam)
    assert names() == ["unit.reported_lost", "unit.found"]


@pytest.mark.parametrize("name", ["reza", "stranger", "guest", "mallory", "dana"])
@pytest.mark.parametrize("act", ["lost", "found", "release"])
def test_nobody_else_says_so(cast: Cast, unit, name: str, act: str) -> None:
    actor = cast.actor_of(name)
    with pytest.raises((NotFound, Refused)):
        if act == "lost":
            report_lost(actor, unit=again(unit), on=TODAY, now=NOW)
        elif act == "found":
            report_found(actor, unit=again(unit), now=NOW)
        else:
            release_unit(actor, unit=again(unit), now=NOW)
    assert (again(unit).owner, again(unit).lost_on, names()) == (cast.maryam, None, [])


def test_whoever_registers_a_lost_unit_is_looked_at_first(cast: Cast, unit) -> None:
    report_lost(cast.actor_of("maryam"), unit=again(unit), on=TODAY, now=NOW)
    found = register_guarantee(cast.actor_of("guest"), serial=unit.serial, mobile=REZA, now=NOW)
    assert found.state == "disputed"
    assert again(unit).owner == cast.maryam


def test_a_released_unit_is_nobodys_and_its_next_owner_registers_it(cast: Cast, unit) -> None:
    release_unit(cast.actor_of("maryam"), unit=again(unit), why=" sold ", now=NOW)
    assert again(unit).owner is None
    event = Event.objects.get(name="unit.released")
    assert event.data["why"] == "sold"
    found = register_guarantee(cast.actor_of("guest"), serial=unit.serial, mobile=REZA, now=NOW)
    assert (found.state, again(unit).owner) == ("active", cast.reza)


def test_a_lost_unit_is_not_released(cast: Cast, unit) -> None:
    maryam = cast.actor_of("maryam")
    report_lost(maryam, unit=again(unit), on=TODAY, now=NOW)
    with pytest.raises(Invalid) as raised:
        release_unit(maryam, unit=again(unit), now=NOW)
    assert raised.value.code == "unit_lost"
    assert again(unit).owner == cast.maryam


@pytest.mark.parametrize("state", ["returned", "replaced"])
def test_a_unit_that_is_not_in_use_has_no_such_verbs(cast: Cast, unit, state: str) -> None:
    type(unit).objects.unscoped("test").filter(pk=unit.pk).update(state=state)
    with pytest.raises(IllegalMove):
        report_lost(cast.actor_of("maryam"), unit=again(unit), on=TODAY, now=NOW)
    with pytest.raises(IllegalMove):
        release_unit(cast.actor_of("maryam"), unit=again(unit), now=NOW)
    assert names() == []
