"""The parts list of a model, pasted as lines of a table."""

import csv
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sepas.assets import policies
from sepas.assets.models import ProductModel
from sepas.catalogue.events import PartsKept
from sepas.catalogue.models import Part
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.kernel.text import normalise, to_latin_digits
from sepas.parties import masks

MOST = 2000
"""Lines at once."""
FIELDS = ("name_fa", "name_en", "orderable", "price", "lead_days")
_NO = {word for pair in (("نه", "no"), ("خیر", "false")) for word in pair} | {"0"}


def keep_parts(actor: Actor, *, model: ProductModel, text: str, now: datetime) -> PartsKept:
    """Take over lines of `code, Persian name, English name, orderable, price, days`; the last four may be left out.

    Separated by tabs, semicolons or commas; a line with a code that is there changes that part. Everything or
    nothing: raises `Invalid` on `parts`, naming each line that cannot be read. Says how many are new and changed. For
    whoever does not see amounts prices stay, and a line with one is refused.
    """
    require(policies.may_edit_model(actor, model))
    return _keep(actor, model, _read(text), now)


def keep_part_rows(
    actor: Actor, *, model: ProductModel, parts: Sequence[Mapping[str, Any]], now: datetime
) -> PartsKept:
    """As `keep_parts`, for parts that a program sends: each `code` and `FIELDS`."""
    require(policies.may_edit_model(actor, model))
    wanted: dict[str, dict[str, Any]] = {}
    wrong: list[str] = []
    for number, part in enumerate(parts, start=1):
        values = {name: normalise(part[name]) for name in ("code", "name_fa", "name_en")}
        if not values["code"] or not values["name_fa"]:
            wrong.append(_("line %(number)d: a code and a name are needed") % {"number": number})
        elif values["code"] in wanted:
            wrong.append(_("line %(number)d: this code is there twice") % {"number": number})
        else:
            code = values.pop("code")
            wanted[code] = values | {name: part[name] for name in ("orderable", "price", "lead_days")}
    if wrong:
        raise Invalid({"parts": "; ".join(wrong[:10])})
    return _keep(actor, model, wanted, now)


def _keep(
    actor: Actor, model: ProductModel, wanted: Mapping[str, dict[str, Any]], now: datetime
) -> PartsKept:
    rows = Part.objects.unscoped("the parts of a model whose editor was asked")
    sees = "fields.money" not in masks.hidden_from(actor)
    if not sees and any(values["price"] is not None for values in wanted.values()):
        raise Invalid(
            {
                "parts": _(
                    "Your role does not see amounts of money. Leave the price out, and it stays as it is."
                )
            },
            code="money_hidden",
        )
    with transaction.atomic():
        there = {part.code: part for part in rows.filter(model=model)}
        if not sees:
            kept = {code: {"price": part.price} for code, part in there.items()}
            wanted = {code: values | kept.get(code, {}) for code, values in wanted.items()}
        new = [
            Part(organisation_id=model.organisation_id, model=model, code=code, **values)
            for code, values in wanted.items()
            if code not in there
        ]
        changed = []
        for code, part in there.items():
            values = wanted.get(code)
            if values and any(getattr(part, name) != values[name] for name in FIELDS):
                for name in FIELDS:
                    setattr(part, name, values[name])
                changed.append(part)
        rows.bulk_create(new)
        rows.bulk_update(changed, FIELDS)
        fact = PartsKept(model.pk, len(new), len(changed))
        if new or changed:
            record(fact, actor=actor, organisation_id=model.organisation_id, subject_id=model.pk, at=now)
    return fact


def _read(text: str) -> dict[str, dict[str, Any]]:
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise Invalid({"parts": _("Paste at least one line: a code and a name.")})
    if len(lines) > MOST:
        raise Invalid(
            {"parts": _("These are too many lines at once. Paste at most %(most)d.") % {"most": MOST}}
        )
    mark = next((mark for mark in "\t;" if mark in lines[0]), ",")
    wanted: dict[str, dict[str, Any]] = {}
    wrong: list[str] = []
    for number, cells in enumerate(csv.reader(lines, delimiter=mark), start=1):
        code, name_fa, name_en, orderable, price, days = [
            normalise(cell) for cell in (*cells, "", "", "", "", "", "")[:6]
        ]
        figures = [_whole(price), _whole(days)]
        if not code or not name_fa or len(code) > 40 or max(len(name_fa), len(name_en)) > 120:
            wrong.append(_("line %(number)d: a code and a name are needed") % {"number": number})
        elif -1 in figures or (figures[1] or 0) > 32000:
            wrong.append(_("line %(number)d: price and days are whole numbers") % {"number": number})
        elif code in wanted:
            wrong.append(_("line %(number)d: this code is there twice") % {"number": number})
        else:
            wanted[code] = {
                "name_fa": name_fa,
                "name_en": name_en,
                "orderable": orderable.lower() not in _NO,
                "price": figures[0],
                "lead_days": figures[1],
            }
    if wrong:
        raise Invalid({"parts": "; ".join(wrong[:10])})
    return wanted


def _whole(text: str) -> int | None:
    """The number; None for nothing, -1 for what is none."""
    plain = to_latin_digits(text).replace("٬", "").replace(",", "").strip()
    if not plain:
        return None
    return int(plain) if plain.isdecimal() and len(plain) < 16 else -1
