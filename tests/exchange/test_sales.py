"""Sales from a file: what is not known of a unit is filled in, what is known otherwise only when asked."""

from collections.abc import Callable
from datetime import date

import pytest

from sepas.assets.models import ProductModel, Unit
from sepas.exchange.models import Import, ImportFault
from sepas.kernel.activity.models import Event
from tests.cast import Cast
from tests.exchange.conftest import counts

SALE = "serial,sold on,branch,price,owner mobile,owner name\nA-1,1405/03/11,isfahan,25000000,0912 111 0001,\n"


@pytest.fixture
def unit(fridge: ProductModel, brought: Callable[..., Import]) -> Callable[[], Unit]:
    brought("serial,model\nA-1,RF-500\n", kind="units")
    return lambda: Unit.objects.unscoped("test").select_related("owner").get()


def told(row: Import) -> dict[int, list[str]]:
    return {f.line: sorted(f.problems) for f in ImportFault.objects.unscoped("test").filter(of=row)}


def test_a_sale_fills_in_what_is_not_known(
    cast: Cast, unit: Callable[[], Unit], brought: Callable[..., Import]
) -> None:
    row = brought(SALE, kind="sales", options={"money": "rial"})
    assert (row.state, counts(row)) == ("done", (0, 1, 0, 0)), told(row)
    sold = unit()
    assert (sold.sold_on, sold.sold_by_id, sold.owner_id) == (
        date(2026, 6, 1),
        cast.isfahan.pk,
        cast.maryam.pk,
    )
    assert sold.facts == {"purchase_price": 25_000_000}
    names = Event.objects.filter(subject_type="unit").order_by("seq").values_list("name", flat=True)
    assert list(names) == ["unit.added", "unit.edited", "unit.transferred"]


def test_the_same_sale_again_changes_nothing(
    unit: Callable[[], Unit], brought: Callable[..., Import]
) -> None:
    brought(SALE, kind="sales", options={"money": "rial"})
    assert counts(brought(SALE, kind="sales", options={"money": "rial"})) == (0, 0, 1, 0)
    assert Event.objects.filter(name="unit.edited").count() == 1


def test_a_sale_that_is_known_otherwise_is_refused_and_corrected_only_when_asked(
    cast: Cast, unit: Callable[[], Unit], brought: Callable[..., Import]
) -> None:
    brought(SALE, kind="sales", options={"money": "rial"})
    other = "serial,sold on,owner mobile\nA-1,2026-06-02,09121110001\nA-1,,09121110002\n"
    row = brought(other, kind="sales")
    assert (counts(row), told(row)) == ((0, 0, 0, 2), {2: ["sold_on"], 3: ["owner_mobile"]})
    assert (unit().sold_on, unit().owner_id) == (date(2026, 6, 1), cast.maryam.pk)
    assert counts(brought(other, kind="sales", options={"update": True})) == (0, 2, 0, 0)
    assert (unit().sold_on, unit().owner_id) == (date(2026, 6, 2), cast.reza.pk)


def test_a_serial_that_nobody_knows_is_told_and_another_houses_is_not_found(
    cast: Cast, unit: Callable[[], Unit], brought: Callable[..., Import]
) -> None:
    row = brought("serial,sold on\nA-9,2026-06-01\n", kind="sales")
    assert (counts(row), told(row)) == ((0, 0, 0, 1), {2: ["serial"]})
    rivals = brought("serial,sold on\nA-1,2026-06-01\n", kind="sales", by="mallory")
    assert (counts(rivals), told(rivals)) == ((0, 0, 0, 1), {2: ["serial"]})
    assert unit().sold_on is None
