"""Tables for people and their spreadsheets, written in a stream."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import orjson
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from sepas.kernel.activity.record import plain

BOM = "\ufeff"
ROWS_OF_A_SHEET = 1_000_000
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*\Z")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def safe(value: Any) -> Any:
    """A cell that no spreadsheet reckons with or runs: text that begins like a formula is given an apostrophe.

    Numbers, and phone numbers with their plus, are left alone. Reading a file takes the apostrophe off again.
    """
    if not isinstance(value, str) or not value:
        return value
    if value.isalnum():
        return value
    if _CONTROL.search(value):
        value = _CONTROL.sub("", value)
    first = value.lstrip(" \u200e\u200f\u200c\ufeff\xa0")[:1]
    if (first in "=+-@|\uff1d\uff0b\uff0d\uff20" and first and not _NUMBER.match(value)) or value[
        :1
    ] in "\t\r\n":
        return f"'{value}"
    return value


class _Echo:
    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Iterable[Any]], *, bom: bool = True) -> Iterator[str]:
    """CSV line by line, CRLF as RFC 4180 has it, every cell safe."""
    writer = csv.writer(_Echo())
    for place, row in enumerate(rows):
        line = writer.writerow([safe("" if cell is None else cell) for cell in row])
        yield BOM + line if bom and place == 0 else line


def csv_text(rows: Iterable[Iterable[Any]]) -> str:
    """As `csv_lines`, all rows in one text."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=plain)


_OPTIONS = orjson.OPT_APPEND_NEWLINE | orjson.OPT_PASSTHROUGH_SUBCLASS
_ODD = re.compile(r"[\[:,]\s*-?(?:\d+(?:\.\d+)?[eE]|0\.0000|\d{16})")
"""Numbers that orjson would read or write in other figures than Python: very small, very large, beyond 64 bits."""


class Odd(dict[str, Any]):
    """An object with a number of which orjson would make other figures."""


def json_lines(rows: Iterable[Any]) -> bytes:
    """JSON Lines in UTF-8; moments and amounts as the facts have them."""
    return b"".join(map(_line, rows))


def _line(row: Any) -> bytes:
    try:
        return orjson.dumps(row, _unusual, _OPTIONS)
    except TypeError:  # a key that is no text, a number beyond 64 bits
        return f"{_ENCODER.encode(row)}\n".encode()


def _unusual(value: Any) -> Any:
    return orjson.Fragment(_ENCODER.encode(value)) if isinstance(value, Odd) else plain(value)


def object_of(text: str, worked: Callable[[Any], Any]) -> Any:
    """The JSON object that `text` is, `worked` on, such that `json_lines` writes its numbers as Python would."""
    if _ODD.search(text) is None:
        try:
            return worked(orjson.loads(text))
        except orjson.JSONDecodeError:
            pass
    return Odd(worked(json.loads(text)))


class Book:
    """A workbook written row by row; a new sheet begins where Excel's rows end."""

    def __init__(self, header: list[str], *, title: str, right_to_left: bool) -> None:
        self.book = Workbook(write_only=True)
        self.header, self.title, self.right_to_left = header, title, right_to_left
        self.sheets, self.rows = 0, 0
        self._sheet: Any = None
        self._begin()

    def _begin(self) -> None:
        self.sheets += 1
        name = self.title if self.sheets == 1 else f"{self.title} {self.sheets}"
        self._sheet = self.book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", name)[:31])
        self._sheet.sheet_view.rightToLeft = self.right_to_left
        self._sheet.freeze_panes = "A2"
        cells = []
        for text in self.header:
            cell = WriteOnlyCell(self._sheet, value=safe(text))
            cell.font = Font(bold=True)
            cells.append(cell)
        self._sheet.append(cells)
        self.rows = 0

    def add(self, row: Iterable[Any]) -> None:
        if self.rows >= ROWS_OF_A_SHEET:
            self._begin()
        self._sheet.append([safe("" if cell is None else cell) for cell in row])
        self.rows += 1

    def save(self, path: str) -> None:
        self.book.save(path)
