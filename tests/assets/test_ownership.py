"""A unit changes owners, is replaced, goes back."""

from datetime import date

import pytest

from sepas.assets.actions.ownership import replace_unit, return_unit, transfer_unit
from sepas.assets.models import Unit
from sepas.assets.queries import predecessors
from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Conflict, IllegalMove, Invalid, NotFound, Refused
from tests.assets.made import SOLD, again, make_model, make_unit
from tests.cast import MARYAM, NOW, Cast, make_customer


def test_an_owner_gives_her_unit_to_another(cast: Cast) -> None:
    unit = make_unit(make_model(cast.sard), owner=cast.maryam)
    transfer_unit(cast.actor_of("maryam"), unit=again(unit), to=cast.reza, why="فروختم", now=NOW)
    assert again(unit).owner == cast.reza
    assert Event.objects.get(name="unit.transferred").data == {
        "unit_id": unit.pk,
        "from_customer_id": cast.maryam.pk,
        "to_customer_id": cast.reza.pk,
        "why": "فروختم",
    }


def test_a_transfer_to_the_present_owner_is_nothing(cast: Cast) -> None:
    unit = make_unit(make_model(cast.sard), owner=cast.maryam)
    transfer_unit(cast.actor_of("alice"), unit=again(unit), to=cast.maryam, now=NOW)
    assert (again(unit).version, Event.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("name", "refusal"), [("reza", NotFound), ("guest", NotFound), ("mallory", NotFound), ("dana", Refused)]
)
def test_nobody_gives_away_what_is_not_theirs(cast: Cast, name: str, refusal: type[Exception]) -> None:
    unit = make_unit(make_model(cast.sard), owner=cast.maryam)
    with pytest.raises(refusal):
        transfer_unit(cast.actor_of(name), unit=again(unit), to=cast.reza, now=NOW)
    assert again(unit).owner == cast.maryam
    assert Event.objects.count() == 0


def test_a_customer_of_another_house_cannot_receive_it(cast: Cast) -> None:
    unit = make_unit(make_model(cast.sard), owner=cast.maryam)
    elsewhere = make_customer(cast.rival, MARYAM, "مریم")
    with pytest.raises(Invalid):
        transfer_unit(cast.actor_of("alice"), unit=again(unit), to=elsewhere, now=NOW)


def test_a_replacement_takes_owner_dates_and_place_so_the_guarantee_goes_on(cast: Cast) -> None:
    unit = make_unit(
        make_model(cast.sard),
        "OLD-1",
        owner=cast.maryam,
        sold_on=SOLD,
        installed_on=date(2026, 3, 23),
        manufactured_on=date(2026, 1, 1),
        sold_by=cast.tehran,
        facts={"purchase_price": 7},
    )
    by = replace_unit(
        cast.actor_of("alice"),
        unit=again(unit),
        serial="NEW-1",
        manufactured_on=date(2026, 9, 1),
        why="۳ تعمیر",
        now=NOW,
    )
    assert (by.owner_id, by.sold_on, by.installed_on) == (cast.maryam.pk, SOLD, date(2026, 3, 23))
    assert (by.manufactured_on, by.facts, by.state) == (date(2026, 9, 1), {"purchase_price": 7}, "in_use")
    assert (again(unit).state, again(unit).replaced_by_id) == ("replaced", by.pk)
    assert [row.pk for row in predecessors(by)] == [unit.pk]
    event = Event.objects.get(name="unit.replaced")
    assert (event.subject_id, event.data["by_unit_id"], event.data["by_serial"]) == (unit.pk, by.pk, "NEW-1")


def test_replacing_again_with_the_same_serial_is_the_same_replacement(cast: Cast) -> None:
    unit = make_unit(make_model(cast.sard), "OLD-1")
    by = replace_unit(cast.actor_of("alice"), unit=again(unit), serial="NEW-1", now=NOW)
    assert replace_unit(cast.actor_of("alice"), unit=again(unit), serial="new 1", now=NOW).pk == by.pk
    with pytest.raises(IllegalMove):
        replace_unit(cast.actor_of("alice"), unit=again(unit), serial="NEW-2", now=NOW)
    assert Unit.objects.unscoped("test").count() == 2
    assert Event.objects.count() == 2


def test_a_replacement_with_a_serial_in_use_or_by_a_stranger_changes_nothing(cast: Cast) -> None:
    model = make_model(cast.sard)
    unit = make_unit(model, "OLD-1")
    make_unit(model, "NEW-1")
    with pytest.raises(Conflict):
        replace_unit(cast.actor_of("alice"), unit=again(unit), serial="NEW-1", now=NOW)
    with pytest.raises(NotFound):
        replace_unit(cast.actor_of("maryam"), unit=again(unit), serial="NEW-2", now=NOW)
    assert again(unit).state == "in_use"
    assert Event.objects.count() == 0


def test_a_returned_unit_has_no_owner_and_cannot_move_any_more(cast: Cast) -> None:
    unit = make_unit(make_model(cast.sard), owner=cast.maryam)
    with pytest.raises(NotFound):
        return_unit(cast.actor_of("maryam"), unit=again(unit), now=NOW)
    return_unit(cast.actor_of("alice"), unit=again(unit), why="انصراف", now=NOW)
    assert (again(unit).state, again(unit).owner) == ("returned", None)
    assert Event.objects.get(name="unit.returned").data["from_customer_id"] == cast.maryam.pk
    for move in (
        lambda: return_unit(cast.actor_of("alice"), unit=again(unit), now=NOW),
        lambda: transfer_unit(cast.actor_of("alice"), unit=again(unit), to=cast.reza, now=NOW),
        lambda: replace_unit(cast.actor_of("alice"), unit=again(unit), serial="N1", now=NOW),
    ):
        with pytest.raises(IllegalMove):
            move()
    assert Event.objects.count() == 1
