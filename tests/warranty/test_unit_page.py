"""What the page of a unit reads."""

import pytest

from sepas.assets.actions.units import edit_unit
from sepas.kernel.errors import NotFound
from sepas.warranty.actions.decide import decide
from sepas.warranty.queries import unit_page
from tests.assets.made import SOLD, again, make_model, make_unit
from tests.cast import NOW, Cast
from tests.warranty.made import TODAY, make_registration


def filled(cast: Cast, rows: int):
    unit = make_unit(make_model(cast.sard), owner=cast.maryam)
    make_registration(unit, cast.maryam)
    for _row in range(rows):
        make_registration(unit, cast.reza, state="ended", reason="transferred")
        decide(
            cast.actor_of("dave"), organisation=cast.sard, unit=again(unit), answers={}, as_of=TODAY, now=NOW
        )
    edit_unit(cast.actor_of("alice"), unit=again(unit), sold_on=SOLD, now=NOW)
    return unit


@pytest.mark.parametrize("rows", [1, 5])
def test_it_takes_four_queries_however_much_happened(
    cast: Cast, rows: int, django_assert_num_queries
) -> None:
    unit, alice = filled(cast, rows), cast.actor_of("alice")
    with django_assert_num_queries(4):
        page = unit_page(alice, unit.pk)
        assert (page.unit.model.code, page.unit.owner.name, page.active.customer.name) == (
            "RF-200", cast.maryam.name, cast.maryam.name,
        )  # fmt: skip
    assert (len(page.registrations), len(page.decisions)) == (rows + 1, rows)
    assert [event.name for event in page.history] == ["unit.edited"]


def test_the_owner_sees_her_unit_and_only_her_own_registration(cast: Cast) -> None:
    unit = filled(cast, 2)
    page = unit_page(cast.actor_of("maryam"), unit.pk)
    assert [row.customer for row in page.registrations] == [cast.maryam]
    assert len(page.decisions) == 2


@pytest.mark.parametrize("name", ["reza", "stranger", "guest", "mallory"])
def test_nobody_else_sees_it(cast: Cast, name: str) -> None:
    unit = filled(cast, 1)
    with pytest.raises(NotFound):
        unit_page(cast.actor_of(name), unit.pk)
