"""The code of a guarantee card: sixteen digits in four groups, the first always 9, the last a Damm check digit.

Pure: no database, no Django. Fourteen digits are random, so among a million cards one guess in 10^8 hits, and guesses
are counted. Nothing else that people type in the same field looks like it: a GTIN has 14 digits, an IMEI 15, a
tracking code 12, and no bank's cards begin with 9.
"""

import secrets

from sepas.assets.serials import look_alike
from sepas.kernel.ids import check_digit
from sepas.kernel.text import to_latin_digits

LENGTH = 16
FIRST = "9"
_BETWEEN = " -–—/._\u200c\u200e\u200f\u00a0\t"


def new_card_code() -> str:
    """A fresh code, as Latin digits."""
    body = FIRST + f"{secrets.randbelow(10 ** (LENGTH - 2)):0{LENGTH - 2}}"
    return body + check_digit(body)


def card_digits(text: str) -> str:
    """The sixteen digits of what looks like a card's code; else empty.

    Any script and separators, and letters that are misread for digits: a card's code has no letters.
    """
    plain = "".join(char for char in to_latin_digits(text.strip()) if char not in _BETWEEN)
    digits = look_alike(plain.upper())
    looks = len(digits) == LENGTH and digits.isascii() and digits.isdigit() and digits[0] == FIRST
    return digits if looks else ""


def read_card_code(text: str) -> str:
    """The code that a person meant; empty when it is none or a digit of it is wrong."""
    digits = card_digits(text)
    return digits if digits and check_digit(digits[:-1]) == digits[-1] else ""
