"""A unit goes from one owner to the next, and its guarantee with it."""

from datetime import timedelta

import pytest

from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Conflict, IllegalMove, Invalid, NotFound, Refused
from sepas.warranty import owning
from sepas.warranty.actions.handovers import (
    LIFE,
    accept_handover,
    cancel_handover,
    decline_handover,
    expire_handovers,
    offer_handover,
)
from sepas.warranty.models import Handover
from tests.assets.made import SOLD, again, make_model, make_unit
from tests.cast import NOW, REZA, STRANGER, Cast
from tests.warranty.made import all_registrations, make_registration


@pytest.fixture
def unit(cast: Cast):
    unit = make_unit(make_model(cast.sard), sold_on=SOLD, owner=cast.maryam)
    make_registration(unit, cast.maryam, purchased_on=SOLD, starts_on=SOLD)
    return unit


def offered(cast: Cast, unit, mobile: str = REZA) -> Handover:
    return offer_handover(cast.actor_of("maryam"), unit=again(unit), mobile=mobile, now=NOW)


def fresh(handover: Handover) -> Handover:
    return owning.handover_by_secret(handover.secret)


def names() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("name", flat=True))


def test_the_new_owner_takes_unit_and_guarantee(cast: Cast, unit) -> None:
    found = accept_handover(cast.actor_of("reza"), handover=fresh(offered(cast, unit)), now=NOW)
    assert (found.state, found.to_customer) == ("accepted", cast.reza)
    assert again(unit).owner == cast.reza
    before, after = all_registrations()
    assert (before.state, before.reason, before.customer) == ("ended", "transferred", cast.maryam)
    assert (after.state, after.customer, after.purchased_on, after.starts_on, after.evidence) == (
        "active",
        cast.reza,
        SOLD,
        SOLD,
        "handover",
    )
    assert names() == [
        "handover.offered",
        "registration.ended",
        "guarantee.registered",
        "unit.transferred",
        "handover.accepted",
    ]


def test_an_offer_to_the_same_number_is_the_same_offer_and_to_another_a_conflict(cast: Cast, unit) -> None:
    assert offered(cast, unit).pk == offered(cast, unit).pk
    with pytest.raises(Conflict) as raised:
        offered(cast, unit, STRANGER)
    assert raised.value.code == "handover_open"
    assert names() == ["handover.offered"]


def test_no_other_number_can_take_it_nor_decline_it_nor_take_it_back(cast: Cast, unit) -> None:
    handover = offered(cast, unit)
    for name in ("stranger", "maryam", "guest", "mallory"):
        for act in (accept_handover, decline_handover):
            with pytest.raises((NotFound, Refused)):
                act(cast.actor_of(name), handover=fresh(handover), now=NOW)
    for name in ("stranger", "reza", "guest", "mallory"):
        with pytest.raises((NotFound, Refused)):
            cancel_handover(cast.actor_of(name), handover=fresh(handover), now=NOW)
    assert again(unit).owner == cast.maryam
    assert fresh(handover).state == "offered"
    assert names() == ["handover.offered"]


@pytest.mark.parametrize("name", ["reza", "stranger", "guest", "mallory", "dana"])
def test_only_the_owner_and_staff_who_edit_units_offer_it(cast: Cast, unit, name: str) -> None:
    with pytest.raises((NotFound, Refused)):
        offer_handover(cast.actor_of(name), unit=again(unit), mobile=STRANGER, now=NOW)
    assert names() == []


def test_the_owners_own_number_is_refused(cast: Cast, unit) -> None:
    with pytest.raises(Invalid) as raised:
        offered(cast, unit, cast.maryam.mobile)
    assert set(raised.value.fields) == {"mobile"}


def test_a_disputed_unit_stays_where_it_is(cast: Cast, unit) -> None:
    make_registration(unit, cast.reza, state="disputed", reason="duplicate")
    with pytest.raises(Refused) as raised:
        offered(cast, unit)
    assert raised.value.code == "unit_disputed"


def test_a_lost_unit_is_not_handed_over(cast: Cast, unit) -> None:
    type(unit).objects.unscoped("test").filter(pk=unit.pk).update(lost_on=SOLD)
    with pytest.raises(Refused) as raised:
        offered(cast, unit)
    assert raised.value.code == "unit_lost"


def test_an_offer_that_expired_cannot_be_taken_and_the_clock_ends_it(cast: Cast, unit) -> None:
    handover, late = offered(cast, unit), NOW + LIFE
    with pytest.raises(Refused) as raised:
        accept_handover(cast.actor_of("reza"), handover=fresh(handover), now=late)
    assert raised.value.code == "handover_expired"
    assert expire_handovers(now=late - timedelta(seconds=1)) == 0
    assert expire_handovers(now=late) == 1
    assert expire_handovers(now=late) == 0
    assert fresh(handover).state == "expired"
    assert again(unit).owner == cast.maryam
    assert Event.objects.get(name="handover.ended").data["how"] == "expired"


@pytest.mark.parametrize(("act", "who", "state"), [
    (decline_handover, "reza", "declined"), (cancel_handover, "maryam", "cancelled"),
    (cancel_handover, "alice", "cancelled"),
])  # fmt: skip
def test_an_offer_that_ended_cannot_be_taken(cast: Cast, unit, act, who: str, state: str) -> None:
    handover = offered(cast, unit)
    assert act(cast.actor_of(who), handover=fresh(handover), now=NOW).state == state
    with pytest.raises(IllegalMove):
        accept_handover(cast.actor_of("reza"), handover=fresh(handover), now=NOW)
    assert offered(cast, unit, STRANGER).pk != handover.pk


def test_a_unit_that_went_elsewhere_meanwhile_is_not_taken(cast: Cast, unit) -> None:
    handover = offered(cast, unit)
    type(unit).objects.unscoped("test").filter(pk=unit.pk).update(owner=None)
    with pytest.raises(Refused) as raised:
        accept_handover(cast.actor_of("reza"), handover=fresh(handover), now=NOW)
    assert raised.value.code == "handover_stale"
    assert fresh(handover).state == "offered"


def test_staff_complete_it_with_the_papers_they_saw(cast: Cast, unit) -> None:
    handover = offered(cast, unit)
    with pytest.raises(Invalid) as raised:
        accept_handover(cast.actor_of("carol"), handover=fresh(handover), now=NOW)
    assert set(raised.value.fields) == {"why"}
    with pytest.raises(Refused):
        accept_handover(cast.actor_of("alice"), handover=fresh(handover), why="کارت ملی", now=NOW)
    accept_handover(cast.actor_of("carol"), handover=fresh(handover), why="کارت ملی هر دو", now=NOW)
    assert again(unit).owner == cast.reza
    assert Event.objects.get(name="handover.accepted").data["why"] == "کارت ملی هر دو"


def test_a_number_that_is_nobodys_yet_becomes_a_customer(cast: Cast, unit) -> None:
    handover = offered(cast, unit, STRANGER)
    found = accept_handover(cast.actor_of("stranger"), handover=fresh(handover), name="نگار", now=NOW)
    assert found.to_customer is not None
    assert (found.to_customer.mobile, found.to_customer.name) == (STRANGER, "نگار")
