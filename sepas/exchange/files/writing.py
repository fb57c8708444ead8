"""Tables for people and their spreadsheets, written in a stream."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

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


def json_text(rows: Iterable[Any]) -> str:
    """JSON Lines; moments and amounts as the facts have them."""
    return "".join(f"{_ENCODER.encode(row)}\n" for row in rows)


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
