"""What was typed or scanned: a bare serial, a GTIN, or a GS1 code that holds both.

Pure: no database. Sources: GS1 Digital Link URI Syntax 1.4, GS1 General Specifications (element strings).
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from sepas.assets import serials
from sepas.kernel.errors import Invalid, type_of_text

_GROUP = "\x1d"
"""The separator that scanners send after a field of variable length (FNC1)."""
_NUMBER = re.compile(r"\d{8,14}")
_BRACKETS = re.compile(r"\((\d{2,4})\)([^(]*)")
_SCANNER_PREFIX = re.compile(r"^\][A-Za-z]\d")
_FIXED = {"00": 18, "01": 14, "02": 14, "11": 6, "12": 6, "13": 6, "15": 6, "16": 6, "17": 6, "20": 2}


@dataclass(frozen=True, slots=True)
class Identifier:
    """`serial` as written (may be empty), `gtin` in fourteen digits (may be empty)."""

    serial: str
    gtin: str = ""

    @property
    def key(self) -> str:
        return serials.serial_key(self.serial)


def read_identifier(text: str) -> Identifier:
    """What `text` names: `https://id.example/01/{GTIN}/21/{serial}`, `(01)…(21)…`, a scanner's string, or a serial.

    Raises `Invalid` on field `serial` when it is empty, too long, or holds a GTIN whose check digit is wrong.
    """
    text = text.strip()
    fields = _fields(text)
    if not fields:
        found = Identifier(text)
    else:
        found = Identifier(fields.get("21", ""), checked_gtin(fields.get("01", ""), field="serial"))
    if not found.key and not found.gtin:
        raise Invalid({"serial": _("Enter the serial number: letters and digits, up to 60 of them.")})
    return found


def checked_gtin(text: str, *, field: str = "gtin") -> str:
    """A GTIN as stored: fourteen digits; empty stays empty. Raises `Invalid` with what to look at again."""
    if not text.strip():
        return ""
    digits = serials.only_digits(text)
    if len(digits) != len(re.sub(r"[\s\-\u200c\u200e\u200f]", "", text)):
        raise Invalid({field: _("A product code (GTIN) has digits only.")}, code="gtin_length")
    fault = serials.gtin_fault(digits)
    if fault:
        raise Invalid({field: _GTIN_FAULTS[fault]}, code=f"gtin_{fault}")
    return serials.gtin_14(digits)


_GTIN_FAULTS: dict[str, type_of_text] = {
    "length": _("A product code (GTIN) has 8, 12, 13 or 14 digits. Count them again."),
    "check": _("One digit of the product code (GTIN) is wrong. Compare it with the label or scan it."),
}


def _fields(text: str) -> dict[str, str]:
    if "://" in text:
        return _from_link(text)
    if text.startswith(("(01)", "(21)")):
        return {name: value.strip() for name, value in _BRACKETS.findall(text)}
    bare = _SCANNER_PREFIX.sub("", text).lstrip(_GROUP)
    if bare != text or _GROUP in text:
        return _from_element_string(bare)
    return {}


def _from_link(text: str) -> dict[str, str]:
    """Identifiers are pairs in the path of any host, wherever they start; both may also stand in the query.

    A link of this product to one of its own forms (`?serial=`) names the unit as well.
    """
    try:
        url = urlsplit(text)
    except ValueError:
        return {}
    asked = {name: values[0].strip() for name, values in parse_qs(url.query).items()}
    parts = [unquote(part) for part in url.path.split("/")]
    keys = [index for index, part in enumerate(parts) if part.lower() in ("01", "gtin")]
    # A lot may be called 01 as well: the key is the one that a number follows.
    starts = [index for index in keys if _NUMBER.fullmatch("".join(parts[index + 1 : index + 2]))] or keys
    starts = starts or [index for index, part in enumerate(parts) if part.lower() in ("21", "ser")]
    pairs = parts[starts[0] :] if starts else []
    pairs[::2] = [name.lower() for name in pairs[::2]]
    found = dict(zip(pairs[::2], pairs[1::2], strict=False))
    named = {
        "01": found.get("01") or found.get("gtin") or asked.get("01") or asked.get("gtin", ""),
        "21": found.get("21") or found.get("ser") or asked.get("21") or asked.get("serial", ""),
    }
    return named if any(named.values()) else {}


def _from_element_string(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    while len(text) > 2:
        name = text[:2]
        length = _FIXED.get(name)
        if length is not None:
            found[name], text = text[2 : 2 + length], text[2 + length :]
        else:
            found[name], _sep, text = text[2:].partition(_GROUP)
        text = text.lstrip(_GROUP)
    return found
