"""Taking a file, saying what its columns are, and starting it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import PurePath
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from sepas.exchange import policies
from sepas.exchange.fields import fields_of
from sepas.exchange.files import reading
from sepas.exchange.headers import guess, kind_of, shape_of
from sepas.exchange.lifecycle import IMPORT
from sepas.exchange.models import Import, Kinds
from sepas.exchange.values import MONEY
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid, type_of_text
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.kernel.text import normalise
from sepas.parties.models import Organisation

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Preview:
    """The first rows of a file: `header` are the names of its columns."""

    header: list[str]
    rows: list[tuple[int, list[str]]]

    def columns(self) -> list[tuple[int, str, list[str]]]:
        """Each column with its number, its name and what it holds in the first rows."""
        return [
            (place, name, [row[place] for _line, row in self.rows if place < len(row) and row[place]][:3])
            for place, name in enumerate(self.header)
        ]


def upload_import(
    actor: Actor,
    *,
    organisation: Organisation,
    file: IO[bytes],
    name: str,
    size: int,
    kind: str = "",
    now: datetime,
) -> Import:
    """Keep a file and guess what it is: format, columns, kind and the program it came from. Nothing is written yet
    but the draft. Raises `Invalid` on `file` for one that cannot be read, is empty or too large.
    """
    require(policies.may_import(actor, organisation.pk))
    if kind and kind not in Kinds.values:
        raise Invalid({"kind": _("Choose what the rows are.")}, data={"allowed": {"kind": Kinds.values}})
    if size > settings.SEPAS_IMPORT_MB * 1024 * 1024:
        raise Invalid(
            {
                "file": _("This file is larger than %(most)d MB. Cut it in parts.")
                % {"most": settings.SEPAS_IMPORT_MB}
            }
        )
    how = reading.recognise(file)
    preview = look(file, how)
    shape = shape_of(preview.header)
    kind = kind or kind_of(preview.header)
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(1024 * 1024):
        digest.update(chunk)
    file.seek(0)
    shown = normalise(PurePath(name.replace("\\", "/")).name)[-160:] or "file"
    row = Import(
        organisation=organisation,
        kind=kind,
        shape=shape.name if shape and shape.kind == kind else "",
        name=shown,
        size=size,
        sha256=digest.hexdigest(),
        how=how.as_json(),
        mapping=guess(kind, preview.header),
        options={},
        asked_kind=actor.kind.value,
        asked_id=actor.id,
        asked_name=actor.name,
        language=actor.language,
        created_at=now,
    )
    row.file.save(f"x.{how.format}", File(file), save=False)
    row.save(force_insert=True)
    return row


def settle_import(
    actor: Actor,
    *,
    row: Import,
    kind: str | None = None,
    mapping: Mapping[str, int] | None = None,
    options: Mapping[str, Any] | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Import:
    """Correct what was guessed; what is not given stays. Another kind or sheet is guessed anew.

    Raises `Invalid` by field (`kind`, `mapping`, `money`, `sheet`), `IllegalMove` once it runs.
    """
    require(policies.may_steer(actor, row))
    state = IMPORT.after(row.state, "settle")
    how = reading.How.of(row.how)
    if kind is not None and kind not in Kinds.values:
        raise Invalid({"kind": _("Choose what the rows are.")}, data={"allowed": {"kind": Kinds.values}})
    read_anew = any(given is not None for given in (sheet, encoding, delimiter))
    changed = (kind is not None and kind != row.kind) or read_anew
    with row.file.open("rb") as file:
        if read_anew:
            how = reading.recognise(
                file,
                sheet=sheet if sheet is not None else how.sheet,
                encoding=encoding if encoding is not None else how.encoding,
                delimiter=delimiter if delimiter is not None else how.delimiter,
            )
        preview = look(file, how)
    kind = kind or row.kind
    chosen = (
        dict(mapping) if mapping is not None else (guess(kind, preview.header) if changed else row.mapping)
    )
    _check_mapping(kind, chosen, preview.header)
    swap(
        row,
        state=state,
        kind=kind,
        how=how.as_json(),
        mapping=chosen,
        options=_checked_options({**row.options, **(options or {})}),
    )
    return row


def look(file: IO[bytes], how: reading.How, shown: int = SHOWN) -> Preview:
    """The header and the first rows. Raises `Invalid` on `file`."""
    found = list(islice(reading.rows(file, how), shown + 1))
    if not found:
        raise Invalid({"file": _("There are no rows in this file.")}, code="unusable_file")
    header = found[0][1]
    return Preview([name[:120] for name in header], found[1:])


def needs(row: Import, organisation: Organisation) -> dict[str, type_of_text]:
    """What still has to be said before this import can start."""
    problems: dict[str, type_of_text] = {}
    fields = fields_of(row.kind)
    missing = [
        str(field.label) for field in fields.values() if field.required and field.name not in row.mapping
    ]
    if missing:
        problems["mapping"] = _("Say which column holds: %(fields)s") % {"fields": "، ".join(missing)}
    money = any(fields[name].shape == "money" for name in row.mapping)
    if money and organisation.currency == "IRR" and row.options.get("money") not in MONEY:
        problems["money"] = _("Say whether the amounts are toman or rial.")
    return problems


def _check_mapping(kind: str, mapping: Mapping[str, Any], header: Sequence[str]) -> None:
    known = fields_of(kind)
    if any(
        name not in known or not isinstance(place, int) or not 0 <= place < len(header)
        for name, place in mapping.items()
    ):
        raise Invalid(
            {"mapping": _("Choose for each field one of the file's columns.")},
            data={"allowed": {"mapping": sorted(known)}},
        )


def _checked_options(options: dict[str, Any]) -> dict[str, Any]:
    money = options.get("money") or ""
    if money and money not in MONEY:
        raise Invalid(
            {"money": _("Say whether the amounts are toman or rial.")}, data={"allowed": {"money": [*MONEY]}}
        )
    return {"money": money, "update": options.get("update") in (True, "yes", "true")}
