"""Files as people and programs write them."""

import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from sepas.exchange.files.reading import How, recognise, rows
from sepas.exchange.files.writing import csv_lines, json_lines, object_of, safe
from sepas.exchange.headers import guess, key_of, kind_of, shape_of
from sepas.exchange.queries import template_lines
from sepas.kernel.activity.record import plain
from sepas.kernel.errors import Invalid

TEXT = "سریال;مدل\r\nA1;یخچال\r\n"


def read(data: bytes) -> tuple[How, list[tuple[int, list[str]]]]:
    how = recognise(io.BytesIO(data))
    return how, list(rows(io.BytesIO(data), how))


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)  # fmt: skip
def test_encodings_are_told_apart(encoding: str, found: str) -> None:
    how, lines = read(TEXT.encode(encoding))
    assert (how.encoding, how.delimiter) == (found, ";")
    assert lines == [(1, ["سریال", "مدل"]), (2, ["A1", "یخچال"])]


def test_windows_1256_is_read() -> None:
    how, lines = read("سريال,مدل\r\nA1,پنكه گچ\r\n".encode("cp1256"))
    assert how.encoding == "cp1256"
    assert lines[1] == (2, ["A1", "پنكه گچ"])


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_delimiters_are_told_apart(sign: str) -> None:
    how, lines = read(f'serial{sign}note\nA1{sign}"a,b;c"\n'.encode())
    assert how.delimiter == sign
    assert lines[1] == (2, ["A1", "a,b;c"])


def test_a_first_line_that_names_the_delimiter_is_no_row() -> None:
    how, lines = read(b"sep=;\r\na;b\r\n1;2\r\n")
    assert how.delimiter == ";"
    assert lines == [(2, ["a", "b"]), (3, ["1", "2"])]


def workbook(*cells: list[object]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "دستگاه‌ها"
    for row in cells:
        book.active.append(row)
    book.create_sheet("other").append(["x"])
    book.save(out)
    return out.getvalue()


def test_a_workbook_gives_texts_whatever_its_cells_are() -> None:
    how, lines = read(
        workbook(["serial", "on"], [490154203237518, date(2026, 6, 1)], [None, None], [1.5, True])
    )
    assert (how.format, how.sheet, how.sheets) == ("xlsx", "دستگاه‌ها", ("دستگاه‌ها", "other"))
    assert lines == [(1, ["serial", "on"]), (2, ["490154203237518", "2026-06-01"]), (4, ["1.5", "true"])]


def test_a_workbook_that_unfolds_to_too_much_is_not_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", "<workbook/>")
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (40 * 1024 * 1024))
    with pytest.raises(Invalid) as raised:
        recognise(io.BytesIO(out.getvalue()))
    assert raised.value.code == "unusable_file"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xef\xbb\xbf",
        b"PK\x03\x04rubbish",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old",
        b"ab\x00\x01\x02\x00\x00c,\x01\x07\x09",
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Invalid) as raised:
        read(data)
    assert raised.value.fields["file"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1", "|x"]
)
def test_no_cell_is_reckoned_with_and_reading_gives_it_back(text: str) -> None:
    kept = safe(text)
    assert kept == f"'{text}"
    line = "".join(csv_lines([["a", "b"], [text, "1"]], bom=True))
    assert line.startswith("\ufeffa,b\r\n")
    if text[0] in "=+-@":
        assert read(line.encode())[1][1][1] == [text, "1"]


@pytest.mark.parametrize("text", ["-12", "+989121110001", "3,5", "ساده", "", 7, None])
def test_numbers_and_plain_words_stay_as_they_are(text: object) -> None:
    assert safe(text) == text


@pytest.mark.parametrize("header", ["شماره سریال", "شمارهٔ سريال", "شماره‌سریال", "Serial_No", "SERIAL NUMBER"])
def test_names_of_columns_are_found_in_any_spelling(header: str) -> None:
    assert guess("units", ["x", header, "Model Code"]) == {"serial": 1, "model": 2}
    assert key_of("شماره‌سریال") == key_of("شمارهٔ سريال")


@pytest.mark.parametrize(
    ("name", "shape", "kind", "fields"),
    [
        ("erpnext-serial-no", "erpnext_serial_no", "units", {"serial", "model", "delivered_on"}),
        ("odoo-stock-lot", "odoo_lot", "units", {"serial", "model"}),
        (
            "repairdesk-tickets", "repairdesk_ticket", "cases",
            {"reference", "name", "mobile", "serial", "description", "status", "branch"},
        ),
    ],
)  # fmt: skip
def test_a_table_in_another_programs_words_is_recognised_and_every_column_of_it_read(
    name: str, shape: str, kind: str, fields: set[str]
) -> None:
    _how, lines = read("".join(template_lines(name)).encode())
    header = lines[0][1]
    found = shape_of(header)
    assert found is not None
    assert (found.name, kind_of(header), set(guess(kind, header))) == (shape, kind, fields)
    assert len(lines) == 2


def by_python(value: Any) -> bytes:
    return f"{json.dumps(value, ensure_ascii=False, separators=(',', ':'), default=plain)}\n".encode()


@pytest.mark.parametrize(
    "number",
    [
        0, -7, 0.5, -0.0, 100.0, 0.0001, 0.00001, 1.25e-7, 1e15, 1e16, 1.5e300, 2**53, 2**63, 2**64, -(2**70), 10**25,
        float("inf"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("spaced", [True, False])
def test_numbers_of_a_fact_are_written_as_python_writes_them(number: float, spaced: bool) -> None:
    fact = {"a": number, "b": [1, number], "c": {"d": number}}
    kept = json.dumps(fact, separators=None if spaced else (",", ":"))
    told = object_of(kept, lambda value: {"seen": value})
    assert json_lines([{"data": told}]) == by_python({"data": {"seen": fact}})


def test_lines_of_json_are_what_python_makes_of_their_values() -> None:
    row = {
        "text": 'یخچال\u200cها "\\/\b\f\n\r\t\x01\x1f\x7f\u2028😀',
        "at": datetime(2026, 11, 27, 9, 5, 3, tzinfo=UTC),
        "exactly": datetime(2026, 11, 27, 9, 5, 3, 40, tzinfo=timezone(timedelta(hours=3, minutes=30))),
        "day": date(2026, 11, 27),
        "amount": Decimal("12.50"),
        "none": [None, True, False, {}, []],
    }
    assert json_lines([row, {1: "a key that is no text"}]) == by_python(row) + by_python(
        {1: "a key that is no text"}
    )
    assert json_lines([{"beyond": 2**80}]) == by_python({"beyond": 2**80})


def test_a_text_like_a_number_stays_what_it_is() -> None:
    fact = {"hash": "3e5", "said": ":1e5, [0.00001] 1234567890123456789"}
    assert json_lines([object_of(json.dumps(fact), lambda value: value)]) == by_python(fact)
