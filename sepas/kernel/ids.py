"""Public codes: what a person reads out on the phone, types on a keypad and finds in a message.

Digits only, because Latin letters are neither spoken nor typed alike by everybody; twelve of them in three
groups of four; eleven random, the last a Damm check digit, which catches every single wrong digit and every
swap of neighbours. 10^11 codes against a million cases leave one hit in 100,000 guesses, and a code alone opens
nothing private: the page asks for the last four digits of the mobile number or the secret link.
"""

import re
import secrets

from sepas.kernel.text import to_latin_digits

LENGTH = 12
LONGEST_TYPED = 600
"""Of a pasted message no more is looked through."""

# Damm, "Total anti-symmetrische Quasigruppen", 2004, the quasigroup of order 10.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def check_digit(digits: str) -> str:
    """The Damm digit of a string of Latin digits."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return str(interim)


def new_code() -> str:
    """A fresh public code: twelve Latin digits that do not start with zero."""
    body = str(secrets.randbelow(9 * 10 ** (LENGTH - 2)) + 10 ** (LENGTH - 2))
    return body + check_digit(body)


def read_code(text: str) -> str | None:
    """The code a person meant, whatever stands around it: «کد: ۱۲۳۴ ۵۶۷۸ ۹۰۱۲», `T-1234-5678-9012`, a whole message.

    All digits together if they are a code; else the one code that groups of digits beside each other make. None if
    there is no code, or more than one.
    """
    latin = to_latin_digits(text)
    whole = "".join(char for char in latin if char in "0123456789")
    if _is_code(whole):
        return whole
    groups = re.findall("[0-9]+", latin[:LONGEST_TYPED])
    found = {
        code
        for first in range(len(groups))
        for last in range(first, min(first + LENGTH, len(groups)))
        if _is_code(code := "".join(groups[first : last + 1]))
    }
    return found.pop() if len(found) == 1 else None


def _is_code(digits: str) -> bool:
    return len(digits) == LENGTH and check_digit(digits[:-1]) == digits[-1]


def show_code(code: str, between: str = " ") -> str:
    """Grouped for reading: `1234 5678 9012`. Within a sentence see `code_in_text`."""
    return between.join(code[start : start + 4] for start in range(0, len(code), 4))


def code_in_text(code: str, language: str) -> str:
    """Grouped by hyphens, to stand within a sentence of a message in `language`: `1234-5678-9012`.

    In Persian a left-to-right mark goes before it. Digits that follow an Arabic letter count as Arabic ones, and groups
    of those change places whatever parts them (Unicode bidirectional algorithm, rules W2 and W4): the code would be
    read from its end. Elsewhere there is no mark: one letter outside GSM 03.38 halves what an SMS holds.
    """
    shown = show_code(code, "-")
    return f"\u200e{shown}" if shown and language == "fa" else shown


def new_secret() -> str:
    """A secret for a link: 160 random bits, safe in a URL."""
    return secrets.token_urlsafe(20)
