"""A file as rows of text, however it was written: delimiters, encodings, sheets. Memory stays flat.

What is read is never trusted: sizes are bounded before anything is unfolded, and a cell is text and nothing else.
"""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any

import openpyxl
from django.utils.translation import gettext_lazy as _

from sepas.kernel.errors import Invalid

SAMPLE = 256 * 1024
MOST_COLUMNS = 200
MOST_ROWS = 2_000_000
LONGEST_CELL = 20_000
UNFOLDED = 1024 * 1024 * 1024
"""Bytes that a workbook may unfold to; its sheets are read in a stream."""
UNFOLDED_TEXTS = 128 * 1024 * 1024
"""Bytes of its shared texts and styles, which are held in memory."""
UNFOLDED_RATIO = 250
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
DELIMITERS = ",;\t|،"
LOST = "\ufffd"
"""Stands where bytes were no letters of the encoding."""
_SEP = re.compile(r"^sep=(.)\r?\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class How:
    """How a file is read. `sheets` are those that a workbook has."""

    format: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    sheets: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"sheets": list(self.sheets)}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> "How":
        return cls(**{**kept, "sheets": tuple(kept.get("sheets", ()))})


def recognise(file: IO[bytes], *, sheet: str = "", encoding: str = "", delimiter: str = "") -> How:
    """How `file` is best read; what is given goes before what is guessed. Raises `Invalid` on `file`."""
    file.seek(0)
    head = file.read(SAMPLE)
    if not head.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise _unusable(_("This file is empty."))
    if head[:4] == b"PK\x03\x04":
        return _workbook(file, sheet)
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise _unusable(
            _("This is a workbook of an old Excel, or one with a password. Save it as .xlsx or CSV.")
        )
    found = encoding or encoding_of(head)
    try:
        text = head.decode(found, errors="replace")
    except LookupError:
        raise _unusable(_("There is no such encoding of text.")) from None
    if "\x00" in text:
        raise _unusable(_("This is no table: use CSV or XLSX."))
    return How("csv", found, delimiter or delimiter_of(text))


def encoding_of(head: bytes) -> str:
    """The encoding by its mark, else UTF-8 when every byte fits it, else UTF-16 by its empty bytes, else
    Windows-1256, in which older Persian programs write.
    """
    for mark, name in BOMS:
        if head.startswith(mark):
            return name
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        # The other half of each letter: none for Latin ones, 06 for Persian, 20 for the half-space.
        other = head[start::2]
        if other.count(0) and sum(other.count(byte) for byte in (0, 6, 0x20)) > 0.95 * len(other):
            return name
    try:
        head[: len(head) - 4 if len(head) == SAMPLE else len(head)].decode("utf-8")
    except UnicodeDecodeError as error:
        if len(head) != SAMPLE or error.start < len(head) - 8:
            return "cp1256"
    return "utf-8"


def delimiter_of(text: str) -> str:
    """What parts the columns: the sign that a first line `sep=` names, else the one that most lines have alike."""
    said = _SEP.match(text.lstrip("\ufeff"))
    if said:
        return said[1]
    lines = [line for line in text.lstrip("\ufeff").splitlines()[:50] if line.strip()]
    quoted = re.compile(r'"[^"]*"')
    counts = {sign: Counter(quoted.sub("", line).count(sign) for line in lines) for sign in DELIMITERS}
    best, most = ",", 0
    for sign, found in counts.items():
        times, lines_alike = max(found.items(), key=lambda pair: (pair[0] > 0, pair[1], pair[0]))
        if times and lines_alike * min(times, 40) > most:
            best, most = sign, lines_alike * min(times, 40)
    return best


def rows(file: IO[bytes], how: How) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, with their number in the file (the first is 1). The header is the first of them.

    Raises `Invalid` on `file` where the file cannot be read on.
    """
    found = _sheet_rows(file, how) if how.format == "xlsx" else _text_rows(file, how)
    for number, row in found:
        if number > MOST_ROWS:
            raise _unusable(_("There are too many rows in this file. Cut it in parts."))
        if len(row) > MOST_COLUMNS and any(cell.strip() for cell in row[MOST_COLUMNS:]):
            raise _unusable(_("There are too many columns in this file."))
        cells = [text_of(cell) for cell in row[:MOST_COLUMNS]]
        if any(cells):
            yield number, cells


def text_of(cell: str) -> str:
    """The text of a cell as it is taken: without the sign that keeps a spreadsheet from reckoning with it."""
    cell = cell.strip().strip("\u200e\u200f\ufeff")
    if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t":
        cell = cell[1:]
    return cell[:LONGEST_CELL]


def _text_rows(file: IO[bytes], how: How) -> Iterator[tuple[int, list[str]]]:
    file.seek(0)
    text = io.TextIOWrapper(_Kept(file), encoding=how.encoding, errors="replace", newline="")  # type: ignore[type-var]
    try:
        first = text.readline(64)
        if not _SEP.match(first.lstrip("\ufeff")):
            text.seek(0)
            skipped = 0
        else:
            skipped = 1
        reader = csv.reader(text, delimiter=how.delimiter or ",")
        number = skipped
        while True:
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise _unusable(
                    _("Row %(row)d cannot be read: a quotation mark is missing or a cell is too long.")
                    % {"row": number + 1}
                ) from error
            number += 1
            yield number, row
    finally:
        text.detach()


class _Kept(io.BufferedIOBase):
    """A file that stays open when the text around it is let go."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        return self.file.read(-1 if size is None else size)

    def read1(self, size: int = -1, /) -> bytes:
        return self.file.read(size if size and size > 0 else 64 * 1024)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        return self.file.seek(offset, whence)

    def tell(self) -> int:
        return self.file.tell()


def _workbook(file: IO[bytes], sheet: str) -> How:
    _bounded(file)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Exception as error:
        raise _unusable(_("This workbook cannot be opened. Save it anew as .xlsx or CSV.")) from error
    names = tuple(each.title for each in book.worksheets)
    book.close()
    if not names:
        raise _unusable(_("This workbook has no sheet with cells."))
    if sheet and sheet not in names:
        raise Invalid({"sheet": _("There is no such sheet in this workbook.")}, data={"allowed": list(names)})
    return How("xlsx", sheet=sheet or names[0], sheets=names)


def _bounded(file: IO[bytes]) -> None:
    """Refuse a workbook that unfolds to more than memory holds. No part unfolds to more than it says."""
    file.seek(0)
    try:
        parts = zipfile.ZipFile(file).infolist()
    except zipfile.BadZipFile as error:
        raise _unusable(_("This workbook cannot be opened. Save it anew as .xlsx or CSV.")) from error
    whole = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    held = sum(part.file_size for part in parts if "/worksheets/" not in f"/{part.filename}")
    if (
        len(parts) > 2000
        or whole > UNFOLDED
        or held > UNFOLDED_TEXTS
        or (whole > 16 * 1024 * 1024 and whole / packed > UNFOLDED_RATIO)
    ):
        raise _unusable(_("This workbook unfolds to too much. Save the sheet as CSV and send that."))
    file.seek(0)


def _sheet_rows(file: IO[bytes], how: How) -> Iterator[tuple[int, list[str]]]:
    _bounded(file)
    book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    try:
        sheet = book[how.sheet]
        # What a sheet says of its own size may be wrong in either direction.
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [_cell(value) for value in row]
    except Invalid:
        raise
    except Exception as error:
        raise _unusable(
            _("This workbook cannot be read to its end. Save it anew as .xlsx or CSV.")
        ) from error
    finally:
        book.close()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date | Decimal):
        return str(value)
    return str(value)


def _unusable(message: Any) -> Invalid:
    return Invalid({"file": message}, message, code="unusable_file")
