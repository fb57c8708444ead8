"""Finding units: by anybody's writing, in a fixed number of queries, and never another's."""

from collections.abc import Callable
from typing import Any

import pytest

from sepas.assets import queries
from sepas.kernel.errors import NotFound
from tests.assets.made import make_model, make_unit
from tests.cast import MARYAM, Cast, make_customer

Counter = Callable[..., Any]


def test_a_serial_is_found_in_every_house_with_all_that_a_page_needs(
    cast: Cast, django_assert_num_queries: Counter
) -> None:
    ours = make_unit(make_model(cast.sard), "SR-1405-0007", owner=cast.maryam)
    theirs = make_unit(make_model(cast.rival, "P1", product_class="phone"), "SR14050007")
    make_unit(make_model(cast.sard, "RF-9"), "SR-1405-OOO7")
    with django_assert_num_queries(1):
        found = queries.find_units("sr ۱۴۰۵ ۰۰۰۷")
        assert [(unit.pk, unit.organisation.slug, unit.model.product_class) for unit in found] == [
            (ours.pk, "sard", "refrigerator"),
            (theirs.pk, "rival", "phone"),
        ]
        assert found[0].owner == cast.maryam
    assert [unit.pk for unit in queries.find_units("SR14050007", organisation_id=cast.sard.pk)] == [ours.pk]


def test_a_scanned_product_code_tells_two_products_with_one_serial_apart(cast: Cast) -> None:
    make_unit(make_model(cast.sard, "A", gtin="06291041500213"), "77")
    right = make_unit(make_model(cast.sard, "B", gtin="09506000134352"), "77")
    uncoded = make_unit(make_model(cast.sard, "C"), "77")
    found = queries.find_units("https://id.gs1.org/01/09506000134352/21/77")
    assert [unit.pk for unit in found] == [right.pk, uncoded.pk]


@pytest.mark.parametrize("text", ["", "؟", "nothing-like-it", "https://id.gs1.org/01/09506000134353/21/77"])
def test_what_names_nothing_finds_nothing(cast: Cast, text: str) -> None:
    make_unit(make_model(cast.sard), "77")
    assert queries.find_units(text) == []


def test_staff_are_offered_what_they_may_have_meant_and_the_public_is_not(
    cast: Cast, django_assert_num_queries: Counter
) -> None:
    model = make_model(cast.sard)
    for serial in ("RO1234", "R012345", "R01243", "X91234", "R01234"):
        make_unit(model, serial)
    make_unit(make_model(cast.rival, "P1"), "RO1234")
    alice = cast.actor_of("alice")
    with django_assert_num_queries(1):
        near = [unit.serial for unit in queries.near_misses(alice, "R0-1234")]
    assert near == ["R01243", "RO1234"]
    for name in ("guest", "maryam"):
        assert queries.near_misses(cast.actor_of(name), "R0-1234") == []


def test_a_unit_page_reads_one_row(cast: Cast, django_assert_num_queries: Counter) -> None:
    unit = make_unit(make_model(cast.sard), owner=cast.maryam)
    alice = cast.actor_of("alice")
    with django_assert_num_queries(1):
        found = queries.unit(alice, unit.pk)
        assert (found.model.code, found.owner.name) == ("RF-200", cast.maryam.name)


@pytest.mark.parametrize("name", ["reza", "stranger", "guest", "mallory"])
def test_another_ones_unit_is_not_there(cast: Cast, name: str) -> None:
    unit = make_unit(make_model(cast.sard), owner=cast.maryam)
    with pytest.raises(NotFound):
        queries.unit(cast.actor_of(name), unit.pk)


def test_a_customer_sees_her_units_in_every_house(cast: Cast, django_assert_num_queries: Counter) -> None:
    first = make_unit(make_model(cast.sard), "1", owner=cast.maryam)
    second = make_unit(make_model(cast.rival, "P1"), "2", owner=make_customer(cast.rival, MARYAM))
    make_unit(make_model(cast.sard, "B"), "3", owner=cast.reza)
    maryam = cast.actor_of("maryam")
    with django_assert_num_queries(1):
        assert queries.units_of_customer(maryam) == [second, first]
    assert queries.units_of_customer(cast.actor_of("alice"), cast.maryam.pk) == [first]
    assert queries.units_of_customer(cast.actor_of("guest")) == []


def test_lists_are_narrowed_by_model_and_by_the_beginning_of_the_serial(cast: Cast) -> None:
    model = make_model(cast.sard)
    unit = make_unit(model, "AB-77")
    make_unit(model, "CD-77")
    make_unit(make_model(cast.sard, "B"), "AB-78")
    assert list(queries.units(cast.actor_of("alice"), model_id=model.pk, text="ab ۷")) == [unit]
