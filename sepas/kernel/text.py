"""Persian and Latin text: folding for search, compact forms of codes, and tidying of what people write.

`fold` is for comparing and indexing only, never for showing. Both what is stored for search and what is
searched for pass through it, so that one word in any of its usual spellings is found by any other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Protocol, TypeVar

_PERSIAN_DIGITS = "۰۱۲۳۴۵۶۷۸۹"
_ARABIC_DIGITS = "٠١٢٣٤٥٦٧٨٩"
_LATIN_DIGITS = "0123456789"

_TO_LATIN = str.maketrans(_PERSIAN_DIGITS + _ARABIC_DIGITS, _LATIN_DIGITS * 2)
_TO_PERSIAN = str.maketrans(_LATIN_DIGITS + _ARABIC_DIGITS, _PERSIAN_DIGITS * 2)

_SEARCH_LETTERS = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ے": "ی",
        "ك": "ک",
        "ڪ": "ک",
        "ٱ": "ا",
        "ة": "ه",
        "ە": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ء": None,
        "ـ": None,
        "ı": "i",
    }
)

_STORED_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک"})

_ALPHABET = str.maketrans(
    {letter: chr(0xE000 + place) for place, letter in enumerate("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی")}
)
"""Each letter's place in the Persian alphabet, in characters that stand after all others."""

_GROUPING = re.compile(r"(?<=\d)[,٬،'’](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"[0-9]+")
_LONGEST_NUMBER = 20
"""Digits up to which numbers within names are compared by value."""
_ANY_DIGIT = re.compile(r"[^\D0-9]")
_BLANKS = re.compile(r"[^\S\n]+")
_NEWLINES = re.compile(r" ?\n ?")
_MANY_NEWLINES = re.compile(r"\n{3,}")
_ZWNJ_RUN = re.compile("\u200c+")
_IDLE_ZWNJ = re.compile("(?<!\\S)\u200c|\u200c(?!\\S)")
_PRESENTATION_FORM = re.compile("[\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdf2\ufdf5\ufe70-\ufefc]")
# Zero-width space, embeddings, overrides, isolates, byte order mark; soft hyphen.
_UNSEEN = re.compile("[\u200b\u202a-\u202e\u2066-\u2069\ufeff\u00ad]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")


class _Letters(dict[int, str]):
    """For `str.translate`: what becomes of a letter, found out when it first comes."""

    def __init__(self, become: Callable[[str], str]) -> None:
        self.become = become

    def __missing__(self, letter: int) -> str:
        self[letter] = self.become(chr(letter))
        return self[letter]


_without_marks = _Letters(lambda c: "" if unicodedata.category(c) in ("Mn", "Me", "Cf") else c)
_words_only = _Letters(lambda c: c if unicodedata.category(c)[0] in "LMN" else " ")


def fold(s: str) -> str:
    """The form of `s` under which it is searched for: the same for all usual spellings of a word.

    * Letters: Arabic ي ى ك become ی ک; ة ۀ become ه; every hamza and madda is dropped from what carries it,
      so آ أ إ become ا, ؤ becomes و, ئ becomes ی (رئیس is found as رییس, آب as اب), and a hamza on its own
      goes (املاء as املا). What that merges, such as آن and ان, is worth more found than missed.
    * Digits of every script become 0 to 9; separators of thousands go: ۲۴٬۰۰۰ is 24000.
    * Half-spaces, tatweel, vowel signs, invisible marks go: می‌شود is میشود. Presentation forms and Latin
      accents become plain letters; capitals small ones, both Turkish i's one.
    * Punctuation and symbols separate words; words are separated by one space.

    Folding twice changes nothing.
    """
    s = unicodedata.normalize("NFKD", s).casefold()
    s = unicodedata.normalize("NFKD", s).translate(_SEARCH_LETTERS)
    s = s.translate(_without_marks)
    s = _ANY_DIGIT.sub(lambda found: str(int(found[0])), s)
    s = _GROUPING.sub("", s)
    s = s.translate(_words_only)
    return unicodedata.normalize("NFC", " ".join(s.split()))


def alphabetical(s: str) -> str:
    """The key by which names are put in order: folded, Persian letters as the alphabet has them, numbers by their
    value.

    By their numbers in Unicode alone پ چ ژ ک گ would come after all others: پیمان after یوسف; and by their digits
    alone شعبهٔ ۱۰ before شعبهٔ ۲.
    """
    return _NUMBER.sub(lambda found: found[0].lstrip("0").zfill(_LONGEST_NUMBER), fold(s)).translate(
        _ALPHABET
    )


class Named(Protocol):
    """What has a Persian name."""

    @property
    def name_fa(self) -> str: ...


N = TypeVar("N", bound=Named)


def by_name(rows: Iterable[N]) -> list[N]:
    """Rows by their Persian names, in the order of the alphabet."""
    return sorted(rows, key=lambda row: alphabetical(row.name_fa))


def compact(s: str) -> str:
    """The form under which codes and serial numbers are compared: folded, letters and digits only, capitals.

    «ab-۱۲ ۳۴» is AB1234. Letters and digits that look alike (O and 0) stay apart.
    """
    return "".join(c for c in fold(s) if c.isalnum()).upper()


def normalise(s: str) -> str:
    """Tidy what a person wrote for keeping, without changing what it says.

    Arabic ي ى ك become ی ک and presentation forms plain letters; half-spaces between letters stay, idle ones
    go; runs of blanks become one space, lines are trimmed, at most one empty line stays between two others;
    control characters and invisible overrides of direction go. Digits, hamzas, ة, vowel signs, tatweel and
    punctuation stay as written.
    """
    s = s.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    s = _CONTROL.sub("", _UNSEEN.sub("", s))
    s = _PRESENTATION_FORM.sub(lambda found: unicodedata.normalize("NFKC", found[0]), s)
    s = unicodedata.normalize("NFC", s).translate(_STORED_LETTERS)
    s = _IDLE_ZWNJ.sub("", _ZWNJ_RUN.sub("\u200c", s))
    s = _NEWLINES.sub("\n", _BLANKS.sub(" ", s))
    return _MANY_NEWLINES.sub("\n\n", s).strip()


def to_latin_digits(s: str) -> str:
    """`s` with Persian and Arabic digits as 0 to 9; nothing else changes."""
    return s.translate(_TO_LATIN)


def to_persian_digits(s: str) -> str:
    """`s` with Latin and Arabic digits as ۰ to ۹; nothing else changes."""
    return s.translate(_TO_PERSIAN)
