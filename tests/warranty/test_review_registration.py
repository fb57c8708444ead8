"""Staff settle a disputed registration."""

import pytest

from sepas.kernel.activity.models import Event
from sepas.kernel.errors import IllegalMove, Invalid, NotFound, Refused, Stale
from sepas.warranty.actions.review import review_registration
from sepas.warranty.models import Registration
from sepas.warranty.queries import registration, registrations
from tests.assets.made import SOLD, again, make_model, make_unit
from tests.cast import NOW, Cast
from tests.warranty.made import all_registrations, make_registration


@pytest.fixture
def disputed(cast: Cast) -> Registration:
    unit = make_unit(make_model(cast.sard), sold_on=SOLD, owner=cast.maryam)
    make_registration(unit, cast.maryam)
    return make_registration(unit, cast.reza, state="disputed", reason="duplicate", signs=["owned_by_other"])


def test_accepting_gives_the_unit_and_ends_the_other(cast: Cast, disputed: Registration) -> None:
    dana = cast.actor_of("dana")
    found = review_registration(
        dana, registration=registration(dana, disputed.pk), accept=True, why=" فاکتور رضا دیده شد ", now=NOW
    )
    before, after = all_registrations()
    assert (before.state, before.reason) == ("ended", "other_owner")
    assert (after.state, after.reason, after.signs, str(after.ends_on)) == (
        "active",
        "",
        ["owned_by_other"],
        "2028-03-20",
    )
    assert again(found.unit).owner == cast.reza
    event = Event.objects.get(name="registration.reviewed")
    assert event.data == {
        "registration_id": after.pk,
        "unit_id": after.unit_id,
        "customer_id": cast.reza.pk,
        "accepted": True,
        "why": "فاکتور رضا دیده شد",
        "ended_registration_id": before.pk,
    }
    assert list(Event.objects.order_by("pk").values_list("name", flat=True)) == [
        "registration.ended",
        "unit.transferred",
        "registration.reviewed",
        "guarantee.registered",
    ]


def test_rejecting_leaves_the_owner_in_peace(cast: Cast, disputed: Registration) -> None:
    dana = cast.actor_of("dana")
    review_registration(dana, registration=disputed, accept=False, why="فاکتور ندارد", now=NOW)
    before, after = all_registrations()
    assert (before.state, after.state, after.reason) == ("active", "rejected", "not_accepted")
    assert again(disputed.unit).owner == cast.maryam
    assert Event.objects.get().data["accepted"] is False


def test_a_reason_is_asked_for(cast: Cast, disputed: Registration) -> None:
    with pytest.raises(Invalid) as raised:
        review_registration(cast.actor_of("dana"), registration=disputed, accept=True, why="  ", now=NOW)
    assert list(raised.value.fields) == ["why"]
    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("alice", Refused), ("bob", Refused), ("reza", NotFound), ("guest", NotFound), ("mallory", NotFound)],
)
def test_who_may_not_settle_it_changes_nothing(
    cast: Cast, disputed: Registration, name: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        review_registration(cast.actor_of(name), registration=disputed, accept=True, why="x", now=NOW)
    assert [row.state for row in all_registrations()] == ["active", "disputed"]
    assert Event.objects.count() == 0


def test_what_is_settled_stays_settled(cast: Cast, disputed: Registration) -> None:
    dana = cast.actor_of("dana")
    old = Registration.objects.unscoped("test").get(pk=disputed.pk)
    review_registration(dana, registration=disputed, accept=False, why="x", now=NOW)
    with pytest.raises(IllegalMove):
        review_registration(dana, registration=disputed, accept=True, why="x", now=NOW)
    with pytest.raises(Stale):
        review_registration(dana, registration=old, accept=True, why="x", now=NOW)
    assert [row.state for row in all_registrations()] == ["active", "rejected"]


def test_staff_list_what_awaits_review(cast: Cast, disputed: Registration, django_assert_num_queries) -> None:
    dana = cast.actor_of("dana")
    with django_assert_num_queries(1):
        rows = list(registrations(dana, state="disputed"))
        assert [(row.unit.model.code, row.customer.name) for row in rows] == [("RF-200", cast.reza.name)]
    assert list(registrations(cast.actor_of("mallory"))) == []
    assert list(registrations(cast.actor_of("reza"))) == [disputed]
