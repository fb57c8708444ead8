"""Units from a file: what the single action writes, once, with a reason for each row that was not taken."""

from collections.abc import Callable
from datetime import date

import pytest
from django.forms.models import model_to_dict

from sepas.assets.actions.units import add_unit
from sepas.assets.models import ProductModel, Unit
from sepas.exchange.actions.steer import start_import
from sepas.exchange.models import Import, ImportFault
from sepas.exchange.queries import fault_lines
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.record import digest
from sepas.kernel.errors import Invalid, NotFound, Refused
from sepas.kernel.outbox.models import Delivery
from tests.cast import NOW, Cast
from tests.exchange.conftest import counts, work

PERSIAN = """شماره سريال,کد مدل,تاریخ فروش,شعبه,شیوهٔ فروش
SRD-۰۰۱,RF-500,۱۴۰۵/۳/۱۱,tehran,حضوری از فروشگاه
SRD-002,یخچال ۵۰۰,2026-06-02,شعبهٔ اصفهان,distance
SRD-003,09506000134352,,,
"""


def units() -> list[Unit]:
    return list(Unit.objects.unscoped("test").order_by("pk"))


def test_rows_become_units_whatever_calendar_digits_and_names_they_use(
    cast: Cast, fridge: ProductModel, brought: Callable[..., Import]
) -> None:
    row = brought(PERSIAN)
    assert (row.kind, row.state, row.total, counts(row)) == ("units", "done", 3, (3, 0, 0, 0))
    assert [(u.serial, u.serial_key, u.sold_on, u.sold_by_id, u.sales_channel) for u in units()] == [
        ("SRD-۰۰۱", "SRD001", date(2026, 6, 1), cast.tehran.pk, "in_store"),
        ("SRD-002", "SRD002", date(2026, 6, 2), cast.isfahan.pk, "distance"),
        ("SRD-003", "SRD003", None, None, ""),
    ]


def test_what_is_written_is_column_by_column_what_the_single_action_writes(
    cast: Cast, fridge: ProductModel, brought: Callable[..., Import]
) -> None:
    brought(PERSIAN)
    many = units()
    same = [
        {
            "serial": f"X-{u.serial}",
            "sold_on": u.sold_on,
            "sold_by": u.sold_by,
            "sales_channel": u.sales_channel,
        }
        for u in many
    ]
    single = [add_unit(cast.actor_of("adam"), model=fridge, now=NOW, **each) for each in same]
    for one, other in zip(many, single, strict=True):
        left, right = model_to_dict(one), model_to_dict(other)
        for differs in ("id", "serial", "serial_key", "look_alike"):
            left.pop(differs), right.pop(differs)
        assert left == right
        events = [Event.objects.get(subject_type="unit", subject_id=each.pk) for each in (one, other)]
        assert [event.hash for event in events] == [digest(event) for event in events]
        rows = [model_to_dict(event) for event in events]
        for told, unit in zip(rows, (one, other), strict=True):
            assert told.pop("subject_id") == told["data"].pop("unit_id") == unit.pk
            assert told["data"].pop("serial") == unit.serial
            told.pop("id"), told.pop("hash")
        assert rows[0] == rows[1]
    assert Delivery.objects.filter(event__name="unit.added").count() == 0


def test_the_same_file_again_adds_nothing(
    cast: Cast, fridge: ProductModel, brought: Callable[..., Import]
) -> None:
    brought(PERSIAN)
    events = Event.objects.filter(subject_type="unit").count()
    assert counts(brought(PERSIAN)) == (0, 0, 3, 0)
    assert len(units()) == 3
    assert Event.objects.filter(subject_type="unit").count() == events


def test_a_serial_twice_in_a_file_is_one_unit(
    cast: Cast, fridge: ProductModel, brought: Callable[..., Import]
) -> None:
    assert counts(brought("serial,model\nA-1,RF-500\na1,RF-500\n")) == (1, 0, 1, 0)


def test_a_dry_run_says_what_would_be_and_leaves_nothing(
    cast: Cast, fridge: ProductModel, brought: Callable[..., Import]
) -> None:
    row = brought("serial,model\nA-1,RF-500\nA-2,NONE\n", dry=True)
    assert (row.state, counts(row)) == ("checked", (1, 0, 0, 1))
    assert units() == []
    assert not Event.objects.filter(subject_type="unit").exists()
    start_import(cast.actor_of("adam"), row=row, dry=False, now=NOW)
    work()
    row.refresh_from_db()
    assert (row.state, counts(row)) == ("done", (1, 0, 0, 1))


def test_each_wrong_row_is_told_with_its_place_and_a_way_out_and_can_be_mended(
    cast: Cast, fridge: ProductModel, brought: Callable[..., Import]
) -> None:
    row = brought(
        "serial;model;sold on\nA-1;RF-500;1405/13/1\n;RF-500;\nA-3;XX;\nA-4;RF-500;2026-06-01\n1.2E+15;RF-500;\n",
    )
    assert counts(row) == (1, 0, 0, 4)
    told = {f.line: f.problems for f in ImportFault.objects.unscoped("test").filter(of=row)}
    assert {line: list(problems) for line, problems in told.items()} == {
        2: ["sold_on"], 3: ["serial"], 4: ["model"], 6: ["serial"],
    }  # fmt: skip
    assert told[2]["sold_on"] == "ماه باید عددی از ۱ تا ۱۲ باشد، نه ۱۳."
    mended = (
        "".join(fault_lines(cast.actor_of("adam"), row))
        .replace("1405/13/1", "1405/3/1")
        .replace("XX", "RF-500")
    )
    again = brought(mended)
    assert counts(again) == (2, 0, 0, 2)


def test_what_differs_is_corrected_only_when_asked(
    cast: Cast, fridge: ProductModel, brought: Callable[..., Import]
) -> None:
    brought("serial,model,sold on\nA-1,RF-500,2026-06-01\n")
    changed = "serial,model,sold on\nA-1,RF-500,2026-06-05\n"
    assert counts(brought(changed)) == (0, 0, 1, 0)
    assert units()[0].sold_on == date(2026, 6, 1)
    assert counts(brought(changed, options={"update": True})) == (0, 1, 0, 0)
    assert Event.objects.get(name="unit.edited").data["changes"] == {"sold_on": ["2026-06-01", "2026-06-05"]}


def test_amounts_need_their_unit_said_and_owners_are_found_or_made(
    cast: Cast, fridge: ProductModel, drafted: Callable[..., Import], brought: Callable[..., Import]
) -> None:
    text = "serial,model,price,owner mobile,owner name\nA-1,RF-500,۲۵٬۰۰۰٬۰۰۰,912 555 0001,نگار\n"
    adam = cast.actor_of("adam")
    with pytest.raises(Invalid) as raised:
        start_import(adam, row=drafted(text), dry=False, now=NOW)
    assert list(raised.value.fields) == ["money"]
    row = brought(text, options={"money": "toman"})
    assert counts(row) == (1, 0, 0, 0), ImportFault.objects.unscoped("test").first().problems
    unit = Unit.objects.unscoped("test").select_related("owner").get()
    assert unit.facts == {"purchase_price": 250_000_000}
    assert (unit.owner.mobile, unit.owner.name) == ("+989125550001", "نگار")
    assert counts(brought(text, options={"money": "toman", "update": True})) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("header", "shape"),
    [
        ("ID,Serial No,Item Code,Warranty Expiry Date,Delivery Date", "erpnext_serial_no"),
        ("Lot/Serial Number,Internal Reference,Product,Company", "odoo_lot"),
        ("name,product_id,ref", "odoo_lot"),
    ],
)
def test_files_of_other_programs_are_recognised(
    cast: Cast, fridge: ProductModel, brought: Callable[..., Import], header: str, shape: str
) -> None:
    cells = {
        "Serial No": "S-9", "Item Code": "RF-500", "Delivery Date": "2026-06-03", "Lot/Serial Number": "S-9",
        "Product": "[RF-500] یخچال", "name": "S-9", "product_id": "[RF-500] یخچال",
    }  # fmt: skip
    row = brought(f"{header}\n" + ",".join(cells.get(name, "") for name in header.split(",")) + "\n")
    assert (row.shape, counts(row)) == (shape, (1, 0, 0, 0))
    assert units()[0].serial_key == "S9"


@pytest.mark.parametrize("name", ["alice", "bob", "carol", "dana", "isa"])
def test_who_may_not_import_brings_nothing_in(cast: Cast, drafted: Callable[..., Import], name: str) -> None:
    with pytest.raises(Refused):
        drafted(PERSIAN, by=name)
    assert Import.objects.unscoped("test").count() == 0


def test_another_house_can_neither_steer_nor_see_it(
    cast: Cast, fridge: ProductModel, drafted: Callable[..., Import]
) -> None:
    row = drafted(PERSIAN)
    with pytest.raises(NotFound):
        start_import(cast.actor_of("mallory"), row=row, dry=False, now=NOW)
    assert not Import.objects.visible_to(cast.actor_of("mallory")).exists()
    assert not Import.objects.visible_to(cast.actor_of("alice")).exists()
