"""Taking data out: what whoever asked may see, once, in their calendar, with no cell that a spreadsheet runs."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import openpyxl
import pytest

from sepas.cases.actions.open import open_case
from sepas.cases.models import Case
from sepas.exchange.actions.take_out import ask_export, download, note_download
from sepas.exchange.models import Export
from sepas.exchange.queries import exports
from sepas.exchange.tables import TABLES, table
from sepas.exchange.tables.table import Look, Reader
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.record import plain
from sepas.kernel.errors import Invalid, NotFound, Refused
from sepas.parties import masks
from tests.cases.world import World
from tests.cast import NOW, Cast
from tests.exchange.taking import rows_of, taken
from tests.offers.made import make_offer

EN = Look("gregorian", "en")


def test_a_file_holds_each_case_once_with_times_in_both_calendars(cast: Cast, world: World) -> None:
    first = world.open(subject="صدا")
    world.open(now=NOW + timedelta(hours=1), branch=cast.isfahan)
    row = taken(cast)
    found = rows_of(row)
    assert (row.rows, len(found)) == (2, 2)
    assert (found[0]["کد پیگیری"], found[0]["موضوع"]) == (first.code, "صدا")
    header = [*found[0]]
    at = header.index(str(TABLES["cases"].chosen(["opened_at"])[0].label))
    assert [found[0][name] for name in header[at : at + 2]] == ["1405/08/30، 10:00", "2026-11-21T06:30:00Z"]
    assert "09121110001" in found[0].values()
    assert Event.objects.get(name="export.made").data == {"what": "cases", "form": "csv", "rows": 2}


def test_english_readers_get_english_words_and_their_calendar(cast: Cast, world: World) -> None:
    world.open()
    (found,) = rows_of(taken(cast, look=EN))
    assert (found["State"], found["Branch"], found["Opened"]) == (
        "received", "Tehran", "2026-11-21, 10:00",
    )  # fmt: skip


@pytest.mark.parametrize("what", list(TABLES))
@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_every_table_comes_out_in_every_form_with_the_same_rows(
    cast: Cast, world: World, what: str, form: str
) -> None:
    world.open()
    row = taken(cast, what, form)
    seen = TABLES[what].rows(cast.actor_of("adam"), {}, NOW).count()
    assert (row.state, row.rows) == ("done", seen), row.error
    with row.file.open("rb") as file:
        data = file.read()
    if form == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
        assert sheet.max_row == seen + 1
        assert sheet.sheet_view.rightToLeft is True
    elif form == "csv":
        assert len(rows_of(row)) == seen
    else:
        assert [set(json.loads(line)) >= {c.name for c in TABLES[what].columns} for line in data.splitlines()] == (
            [True] * seen
        )  # fmt: skip


def test_parts_join_to_the_same_file_as_one(
    cast: Cast, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(7):
        world.open(now=NOW + timedelta(minutes=n))
    whole = rows_of(taken(cast))
    monkeypatch.setattr(table, "PART", 3)
    assert rows_of(taken(cast)) == whole
    assert len(whole) == 7


def test_json_lines_hold_all_that_hangs_from_a_case(cast: Cast, world: World) -> None:
    case = world.open()
    row = taken(cast, form="jsonl")
    with row.file.open("rb") as file:
        (told,) = [json.loads(line) for line in file.read().decode().splitlines()]
    events = list(Event.objects.of("case", case.pk).values_list("name", "hash", "data"))
    assert [(event["name"], event["hash"], event["data"]) for event in told["events"]] == events
    assert (told["state"], told["kind"], told["breached"]) == ("new", "guarantee_repair", False)
    assert told["promises"]
    assert told["posts"] == []


@pytest.mark.parametrize("hidden", [frozenset(), frozenset({"fields.money", "fields.contact"})])
def test_json_lines_are_byte_for_byte_what_python_writes(
    cast: Cast, world: World, hidden: frozenset[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world.open(description='صدا "بلند"\n\x01 😀')
    case = world.open(now=NOW + timedelta(microseconds=40), even_if_open=True)
    odd = {"price": 1e22, "tiny": 1.5e-7, "beyond": 10**25, "mobile_ending": "67", "at": "3e5", "half": 0.5}
    Event.objects.create(
        name="case.odd", subject_type="case", subject_id=case.pk, seq=99, actor_kind="system",
        actor_name="سامانه", at=NOW, data=odd, hash="0" * 64,
    )  # fmt: skip
    monkeypatch.setattr(masks, "hidden_from", lambda actor: hidden)
    with taken(cast, form="jsonl").file.open("rb") as file:
        lines = file.read().splitlines(keepends=True)
    for line, pk in zip(lines, (case.pk - 1, case.pk), strict=True):
        told = json.loads(line)
        with masks.hiding(hidden):
            told["events"] = [
                {
                    "seq": row.seq, "name": row.name, "version": row.version, "at": row.at,
                    "actor": {"kind": row.actor_kind, "name": row.actor_name},
                    "data": masks.fact(row.data), "hash": row.hash,
                }
                for row in Event.objects.of("case", pk)
            ]  # fmt: skip
        whole = json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=plain)
        assert line == f"{whole}\n".encode()
    assert json.loads(lines[1])["events"][-1]["data"].get("mobile_ending") == (None if hidden else "67")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_formula_that_a_customer_wrote_is_text_in_the_file(cast: Cast, world: World, form: str) -> None:
    world.open(description='=HYPERLINK("http://evil.example","click")', subject="@SUM(A1)")
    row = taken(cast, form=form)
    with row.file.open("rb") as file:
        data = file.read()
    if form == "csv":
        cells = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
        assert {cell.data_type for cell in sheet[2]} <= {"s", "n", "inlineStr"}
        cells = [cell.value for cell in sheet[2]]
    assert '\'=HYPERLINK("http://evil.example","click")' in cells
    assert "'@SUM(A1)" in cells


def test_another_houses_rows_never_occur(cast: Cast, world: World) -> None:
    open_case(
        cast.actor_of("guest"), organisation=cast.rival, kind="advice", description="مال دیگری",
        mobile="09350000009", now=NOW,
    )  # fmt: skip
    ours = world.open()
    assert [row["کد پیگیری"] for row in rows_of(taken(cast))] == [ours.code]
    rivals = rows_of(taken(cast, by="mallory"))
    assert [row["کد پیگیری"] for row in rivals] == [
        case.code for case in Case.objects.unscoped("test").filter(organisation=cast.rival)
    ]
    for what in TABLES:
        told = rows_of(taken(cast, what, by="mallory"))
        assert not [row for row in told if "09121110001" in row.values() or "alice" in row.values()], what


@pytest.mark.parametrize(("who", "seen"), [("isa", ["isfahan"]), ("carol", ["tehran", "tehran_east"])])
def test_another_branchs_rows_never_occur(cast: Cast, world: World, who: str, seen: list[str]) -> None:
    """Whoever reads a part of the branches cannot ask for files; the reader of rows is narrow all the same."""
    codes = {
        name: world.open(branch=getattr(cast, name)).code for name in ("tehran", "tehran_east", "isfahan")
    }
    reader = Reader(TABLES["cases"], cast.actor_of(who), {}, EN, NOW)
    found = [cells[0] for part in reader.cells(TABLES["cases"].chosen(["code"])) for cells in part]
    assert found == [codes[name] for name in seen]
    with pytest.raises(Refused):
        ask_export(cast.actor_of(who), organisation=cast.sard, what="cases", form="csv", now=NOW)


def test_filters_are_those_of_the_list(cast: Cast, world: World) -> None:
    early, late = world.open(unit=world.fridge), world.open(now=NOW + timedelta(days=3), branch=cast.isfahan)
    for filters, expected in (
        ({"branch": str(cast.isfahan.pk)}, [late.code]),
        ({"opened_to": "2026-11-22"}, [early.code]),
        ({"model": str(world.fridge.model_id)}, [early.code]),
        ({"text": late.code}, [late.code]),
        ({"state": "resolved"}, []),
    ):
        found = rows_of(taken(cast, filters=filters))
        assert [row["کد پیگیری"] for row in found] == expected, filters


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"what": "secrets"}, "what"), ({"form": "exe"}, "form"), ({"columns": ["secret"]}, "columns"),
        ({"filters": {"branch": "x"}}, "branch"), ({"filters": {"opened_from": "2026-99-01"}}, "opened_from"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_for_is_told_at_once(cast: Cast, asked: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as raised:
        taken(cast, **asked)
    assert list(raised.value.fields) == [field]
    assert Export.objects.unscoped("test").count() == 0


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_queries_grow_with_parts_not_with_rows(
    cast: Cast, world: World, django_assert_num_queries: Any, form: str
) -> None:
    for n in range(4):
        world.open(now=NOW + timedelta(minutes=n))
    reader = Reader(TABLES["cases"], cast.actor_of("adam"), {}, EN, NOW)
    with django_assert_num_queries(2 if form == "csv" else 5):
        found = list(reader.cells(TABLES["cases"].chosen([])) if form == "csv" else reader.objects())
    assert len(found[0]) == 4


def test_what_hangs_from_a_part_is_found_without_passing_over_all_cases(
    cast: Cast, world: World, django_assert_num_queries: Any
) -> None:
    world.open()
    reader = Reader(TABLES["cases"], cast.actor_of("adam"), {}, EN, NOW)
    with django_assert_num_queries(5) as asked:
        list(reader.objects())
    _ids, _cases, *hanging = (query["sql"] for query in asked.captured_queries)
    assert [name for sql in hanging for name in ("event", "promise", "post") if f'_{name}"' in sql] == [
        "event", "promise", "post",
    ]  # fmt: skip
    assert not [sql for sql in hanging if '"cases_case"' in sql]


def test_a_few_rows_are_had_at_once_and_noted(cast: Cast, world: World) -> None:
    case = world.open()
    lines = download(
        cast.actor_of("adam"), organisation=cast.sard, what="cases", columns=["code"], look=EN, now=NOW
    )
    assert "".join(lines) == f"\ufeffTracking code\r\n{case.code}\r\n"
    assert Event.objects.get(name="export.made").data["rows"] == 1


def test_another_house_neither_sees_nor_fetches_it(cast: Cast, world: World) -> None:
    row = taken(cast)
    assert list(exports(cast.actor_of("mallory"))) == []
    assert list(exports(cast.actor_of("alice"))) == []
    with pytest.raises((NotFound, Refused)):
        note_download(cast.actor_of("mallory"), row=row, now=NOW)


def test_a_service_that_was_asked_for_stands_beside_its_case_with_its_price(cast: Cast, world: World) -> None:
    model = world.fridge.model
    asked = {
        "fixed": make_offer(model),
        "free": make_offer(model, pricing="free", price=None),
        "estimate": make_offer(model, pricing="estimate", price=None),
    }
    codes = {
        world.open(kind="installation", unit=world.fridge, offer=offer).code: name
        for name, offer in asked.items()
    }
    plain = world.open()
    rows = {row["Tracking code"]: row for row in rows_of(taken(cast, look=EN))}
    columns = ("Service asked for", "How it is priced", "Price that was told", "Currency")
    told = {name: [rows[code][each] for each in columns] for code, name in codes.items()}
    assert told == {
        "fixed": ["Installation at home", "fixed price", "9000000", "IRR"],
        "free": ["Installation at home", "free of charge", "0", "IRR"],
        "estimate": ["Installation at home", "price after an estimate", "", "IRR"],
    }
    assert {rows[plain.code][each] for each in columns} == {""}
    with taken(cast, form="jsonl").file.open("rb") as file:
        lines = {row["code"]: row for row in map(json.loads, file.read().decode().splitlines())}
    assert [lines[code][each] for code in codes for each in ("service_pricing", "service_price")] == [
        "fixed",
        9_000_000,
        "free",
        0,
        "estimate",
        None,
    ]


def test_prices_of_services_are_not_told_to_who_does_not_see_amounts(cast: Cast, world: World) -> None:
    case = world.open(kind="installation", unit=world.fridge, offer=make_offer(world.fridge.model))
    with masks.hiding(frozenset({"fields.money"})):
        (part,) = Reader(TABLES["cases"], cast.actor_of("adam"), {}, EN, NOW).objects()
    (row,) = part
    assert (row["code"], row["service"], row["service_price"]) == (case.code, "Installation at home", None)


@pytest.mark.parametrize(
    ("kind", "told"),
    [("activation", "Activation"), ("replacement", "Replacement"), ("refund", "Refund")],
)
def test_every_kind_of_case_is_named_in_its_file(cast: Cast, world: World, kind: str, told: str) -> None:
    case = world.open(kind=kind, unit=world.fridge)
    (row,) = rows_of(taken(cast, look=EN, filters={"kind": kind}))
    assert (row["Tracking code"], row["Kind"]) == (case.code, told)
    with taken(cast, form="jsonl").file.open("rb") as file:
        (line,) = map(json.loads, file.read().decode().splitlines())
    assert (line["kind"], line["state"]) == (kind, "new")
    assert line["events"][0]["name"] == "case.opened"
