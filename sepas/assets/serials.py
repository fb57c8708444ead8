"""Serial numbers as people write them: folded for comparison, never guessed.

Pure: no database, no Django.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from sepas.kernel.text import compact

LONGEST = 60

_LOOK_ALIKE = str.maketrans({"O": "0", "Q": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "B": "8"})


@lru_cache(maxsize=1024)
def serial_key(text: str) -> str:
    """`text` folded: Latin digits, capital letters, ی and ک as Persian has them, nothing but letters and digits.

    `۱۲۳-اي 4o` and `123ای4O` give the same key. O and 0 stay apart: they are different serials. Empty when
    nothing is left or the text is longer than any serial.
    """
    key = compact(text)
    return key if len(key) <= LONGEST else ""


def look_alike(key: str) -> str:
    """The key with letters that are misread for digits written as those digits: two serials that a tired eye
    takes for one another have the same."""
    return key.translate(_LOOK_ALIKE)


def one_slip_away(key: str) -> set[str]:
    """Keys that one swap of neighbours, one dropped or one wrong character makes of `key`, without `key`.

    At most a few hundred, for one `IN` query; empty for keys longer than 24, where a scanner is used anyway.
    """
    if not 4 <= len(key) <= 24:
        return set()
    slips = {key[:i] + key[i + 1] + key[i] + key[i + 2 :] for i in range(len(key) - 1)}
    slips |= {key[:i] + key[i + 1 :] for i in range(len(key))}
    slips |= {key[:i] + digit + key[i + 1 :] for i in range(len(key)) for digit in "0123456789"}
    return slips - {key}


def luhn(digits: str) -> bool:
    """Whether a string of Latin digits ends in its Luhn check digit (ISO/IEC 7812-1, annex B; 3GPP TS 23.003)."""
    return _weighted(digits) % 10 == 0


def _weighted(digits: str) -> int:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total


def imei_fault(key: str) -> str:
    """What is wrong with a folded IMEI: `length` (not 15 digits), `check` (Luhn does not hold), or empty."""
    if len(key) != 15 or not key.isascii() or not key.isdigit():
        return "length"
    return "" if luhn(key) else "check"


def gtin_fault(digits: str) -> str:
    """What is wrong with a GTIN of Latin digits: `length` (8, 12, 13 or 14), `check` (mod 10), or empty.

    GS1 General Specifications, section 7.9: weights 3 and 1 from the right, before the check digit.
    """
    if len(digits) not in (8, 12, 13, 14) or not digits.isascii() or not digits.isdigit():
        return "length"
    body = (int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits[:-1])))
    return "" if (sum(body) + int(digits[-1])) % 10 == 0 else "check"


def gtin_14(digits: str) -> str:
    """A GTIN of any length in the one form that is stored: fourteen digits, zeros in front."""
    return digits.rjust(14, "0") if digits else ""


def only_digits(text: str) -> str:
    """The decimal digits of `text`, whatever their script, as Latin ones."""
    found: Iterable[int | None] = (unicodedata.decimal(char, None) for char in text)
    return "".join(str(digit) for digit in found if digit is not None)
