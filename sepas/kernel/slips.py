"""Slips of people who type Persian: letters of one sound, letters missing, doubled, swapped or beside the right key,
words run together, and text typed while the keyboard stood on the other language.

Pure: no database, no Django. Everything here expects and gives folded words (`kernel.text.fold`), except the two
functions for the keyboard, which read what was typed as it was typed.
"""

SAME_SOUND = {"ط": "ت", "ص": "س", "ث": "س", "ض": "ز", "ذ": "ز", "ظ": "ز", "غ": "ق", "ح": "ه", "ع": "ا"}
"""Letters that Persian speaks alike, written as the commonest of them."""
SHORTEST, LONGEST = 3, 24
"""Letters of a word that is corrected. Shorter ones are near everything; longer ones are codes."""

_SOUNDS = str.maketrans(SAME_SOUND)
_ROWS = ("ضصثقفغعهخحجچ", "شسیبلاتنمکگ", "ظطزرذدپو", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,"
_PERSIAN = "ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو"
_TO_PERSIAN = str.maketrans(
    dict(zip(_LATIN, _PERSIAN, strict=True))
    | {letter.upper(): other for letter, other in zip(_LATIN, _PERSIAN, strict=True) if letter.isalpha()}
    | {"H": "آ", "C": "ژ", "\\": "پ", "`": "پ", "{": "ج", "}": "چ", ":": "ک", '"': "گ", "<": "و"}
)
_TO_LATIN = str.maketrans(
    dict(zip(_PERSIAN, _LATIN, strict=True)) | {"آ": "h", "ژ": "c", "ي": "d", "ك": ";", "ئ": "m"}
)


def sound(word: str) -> str:
    """The word with letters of one sound made one; as long as the word."""
    return word.translate(_SOUNDS)


def deletions(word: str) -> set[str]:
    """The word without one of its letters, in every way; nothing of a word of two letters."""
    return {word[:at] + word[at + 1 :] for at in range(len(word))} if len(word) > 2 else set()


def keys(word: str) -> set[str]:
    """What a typed word is looked up by: its sound, with a letter left out (two, of long ones), or two swapped.

    Two words that are one slip apart share a key when the stored one is kept under `sound` and `deletions` of it: a
    letter too much or missing, a wrong one, two swapped ones. At most about a hundred.
    """
    heard = sound(word)
    found = {heard} | deletions(heard)
    found |= {heard[:at] + heard[at + 1] + heard[at] + heard[at + 2 :] for at in range(len(heard) - 1)}
    if 6 <= len(heard) <= 14:
        found |= {twice for once in deletions(heard) for twice in deletions(once)}
    return found


def allowed(word: str) -> float:
    """How far a stored word may be from the typed one and still be meant."""
    return 1.0 if len(word) < 6 else 2.0


def distance(typed: str, stored: str) -> float:
    """How far two words are apart: 1 for each letter missing, added, wrong, or two swapped; less for slips that happen
    by themselves: a quarter for another letter of the same sound, a half for a key beside or a letter doubled.
    """
    before: list[float] = []
    row = [float(at) for at in range(len(stored) + 1)]
    for i, one in enumerate(typed, start=1):
        earlier, before, row = before, row, [float(i)]
        for j, other in enumerate(stored, start=1):
            drop = 0.5 if i > 1 and typed[i - 2] == one else 1.0
            add = 0.5 if j > 1 and stored[j - 2] == other else 1.0
            best = min(before[j] + drop, row[j - 1] + add, before[j - 1] + _wrong(one, other))
            if i > 1 and j > 1 and one == stored[j - 2] and typed[i - 2] == other:
                best = min(best, earlier[j - 2] + 0.75)
            row.append(best)
    return row[-1]


def other_keyboard(text: str) -> str:
    """What would stand there if the keyboard had been on the other language, Persian or Latin; empty if nothing would
    change. Takes the text as typed: on a Persian keyboard `;` and `[` are letters.
    """
    latin = sum(char.isascii() and char.isalpha() for char in text)
    persian = sum(not char.isascii() and char.isalpha() for char in text)
    if not latin and not persian:
        return ""
    changed = text.translate(_TO_PERSIAN if latin >= persian else _TO_LATIN)
    return changed if changed != text else ""


def splits(word: str) -> list[tuple[str, str]]:
    """Two words that may have been run together, each of two letters at least."""
    return [(word[:at], word[at:]) for at in range(2, len(word) - 1)] if len(word) >= 5 else []


def number_slips(digits: str) -> set[str]:
    """Numbers of the same length or one digit less or more that one slip makes of `digits`, without itself."""
    size = range(len(digits))
    found = {digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :] for at in size[:-1]}
    found |= {digits[:at] + new + digits[at + 1 :] for at in size for new in "0123456789"}
    found |= {digits[:at] + digits[at + 1 :] for at in size}
    found |= {digits[:at] + new + digits[at:] for at in range(len(digits) + 1) for new in "0123456789"}
    return found - {digits}


def _wrong(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if sound(one) == sound(other):
        return 0.25
    return 0.5 if other in _BESIDE.get(one, "") else 1.0


def _beside() -> dict[str, str]:
    near: dict[str, str] = {}
    for row in _ROWS:
        for at, letter in enumerate(row):
            near[letter] = row[max(0, at - 1) : at + 2].replace(letter, "")
    for upper, lower in ((0, 1), (1, 2), (3, 4), (4, 5)):
        for at, letter in enumerate(_ROWS[upper]):
            under = _ROWS[lower][max(0, at - 1) : at + 1]
            near[letter] += under
            for other in under:
                near[other] += letter
    return near


_BESIDE = _beside()
