"""What somebody may have meant who typed words that are found nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from sepas.kernel import slips
from sepas.kernel.actor import Actor
from sepas.kernel.text import fold
from sepas.parties.models import WordKey
from sepas.parties.words_index import settle, waiting

MOST_WORDS = 6
MOST_MEANT = 6
"""Stored words that one typed word may stand for."""
MOST_READ = 2000

Choice = tuple[str, ...]
"""Words that stand for one typed word, all of which must occur: one, or two that were run together."""


@dataclass(frozen=True, slots=True)
class Meant:
    """For each typed word its choices, the nearest first. `text` is the nearest reading, to be shown."""

    groups: Sequence[Sequence[Choice]]

    @property
    def text(self) -> str:
        return " ".join(" ".join(choices[0]) for choices in self.groups)


def meant(actor: Actor, text: str) -> list[Meant]:
    """Readings of what was typed, with the words of the actor's organisation: as typed, and as if the keyboard had
    been on the other language. A reading has at least one word that differs from what was typed. One query;
    where rows wait to be taught on SQLite, one more and those of `settle`.
    """
    ways = [fold(text), fold(slips.other_keyboard(text))]
    asked = [way.split()[:MOST_WORDS] for way in ways if way]
    stored = _stored(actor, {word for words in asked for word in words})
    found = []
    for number, words in enumerate(asked):
        groups = [_choices(word, stored) for word in words]
        if words and (
            number > 0 or any(choices != [(word,)] for word, choices in zip(words, groups, strict=True))
        ):
            found.append(Meant(groups))
    return found


def fts_match(reading: Meant) -> str:
    """The reading as a query of SQLite's index of trigrams: one choice of each word. Words too short for it are left
    aside: what is near is offered, not promised. Empty when nothing is left.
    """
    groups = [
        [" AND ".join(f'"{word}"' for word in choice if len(word) >= slips.SHORTEST) for choice in choices]
        for choices in reading.groups
    ]
    written = [[f"({choice})" for choice in choices if choice] for choices in groups]
    return " AND ".join(f"({' OR '.join(choices)})" for choices in written if choices)


def _choices(word: str, stored: set[str]) -> list[Choice]:
    near: list[tuple[float, Choice]] = []
    if word in stored or not _corrected(word):
        near.append((0.0, (word,)))
    if _corrected(word):
        most = slips.allowed(word)
        for other in stored:
            if (
                other != word
                and abs(len(other) - len(word)) <= 2
                and (far := slips.distance(word, other)) <= most
            ):
                near.append((far, (other,)))
        for one, two in slips.splits(word):
            if all(part in stored or len(part) == 2 for part in (one, two)) and (
                len(one) > 2 or len(two) > 2
            ):
                near.append((0.6 + (len(one) == 2 or len(two) == 2), (one, two)))
    near.sort(key=lambda each: (each[0], len(each[1]), each[1]))
    return [choice for _far, choice in near[:MOST_MEANT]] or [(word,)]


def _corrected(word: str) -> bool:
    return (
        len(word) >= slips.SHORTEST
        and not any(char.isdigit() for char in word)
        and len(word) <= slips.LONGEST
    )


def _stored(actor: Actor, typed: set[str]) -> set[str]:
    keys: set[str] = set()
    for word in typed:
        if _corrected(word):
            keys |= slips.keys(word)
            keys |= {slips.sound(part) for pair in slips.splits(word) for part in pair if len(part) >= 3}
    if not keys:
        return set()
    rows = WordKey.objects.visible_to(actor).filter(key__in=sorted(keys)[:900])
    words = rows.order_by("key").values_list("word", flat=True)[:MOST_READ]
    return set(words) if connection.vendor != "sqlite" else _settled(words)


def _settled(words: QuerySet) -> set[str]:
    """The words, and whether rows wait to be taught, in one query; then they are taught, and it is asked again."""
    sql, values = words.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT word FROM ({sql}) UNION ALL SELECT NULL WHERE {waiting()}", values)  # noqa: S608
        found = {word for (word,) in cursor.fetchall()}
    if None in found:
        settle()
        return set(words)
    return found
