"""Parameters of a pack as its file states them: with the notes and the other values that sources give.

The loaded pack keeps only the value that holds; what was left out is for readers, so it is read from the text.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml
from django.utils.translation import gettext_lazy as _

from sepas.kernel.dates import format_number
from sepas.kernel.text import to_persian_digits
from sepas.rules.model import Pack
from sepas.web.desk.facts import unit_name
from sepas.web.preferences import current

Document = Mapping[str, Any]
WORDS = {
    "from_day_1": _("from the first day"),
    "excess_only": _("only the days in excess"),
    "cumulative": _("all repairs together"),
    "per_visit": _("each visit by itself"),
    "full_weeks": _("only full weeks"),
    "started_weeks": _("a week that has begun counts"),
}
"""Values of parameters that are words."""


def parameters_of(pack: Pack, own: Mapping[tuple[str, str], Document]) -> list[dict[str, Any]]:
    """Each parameter with title, value, unit, note and alternatives; `own` are documents by (pack, version)."""
    document = own.get((pack.id, pack.version)) or standard_document(pack.file)
    found: Mapping[str, Any] = document.get("parameters") or {}
    return [
        {
            "name": name,
            "title": item.get("title") or {"fa": name, "en": name},
            "value": _shown(item.get("value")),
            "unit": unit_name(item.get("unit")) if item.get("unit") not in (None, "ratio", "count") else "",
            "note": item.get("note"),
            "alternatives": [
                {"value": _shown(other.get("value")), "note": other.get("note")}
                for other in item.get("alternatives") or []
            ],
        }
        for name, item in found.items()
    ]


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return WORDS.get(value, value)
    reader = current()
    text = format_number(value, reader.language)
    return to_persian_digits(text) if reader.digits == "persian" else text


@lru_cache(maxsize=64)
def standard_document(name: str) -> Document:
    """The text of a standard pack as plain data; empty for a file that is none of them."""
    path = files("sepas.rules").joinpath("packs", *name.split("/"))
    if not path.is_file():
        return {}
    document: Document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return document
