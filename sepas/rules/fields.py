"""Taking what is expected out of a document, and reporting everything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sepas.rules.documents import Doc, Problems, Scalar
from sepas.rules.errors import near


@dataclass(slots=True)
class Fields:
    """Takes the keys of one mapping, each with its expected form, and reports the rest as unknown."""

    doc: Doc
    problems: Problems
    taken: set[str] = field(default_factory=set)

    @property
    def keys(self) -> dict[str, Doc]:
        if self.doc.keys is None:
            return {}
        return self.doc.keys

    def get(self, key: str) -> Doc | None:
        """The value of a key, or None when it is absent or null."""
        self.taken.add(key)
        value = self.keys.get(key)
        if value is None or (value.kind == "scalar" and value.scalar is None):
            return None
        return value

    def need(self, key: str, remedy: str) -> Doc | None:
        value = self.get(key)
        if value is None:
            self.problems.add(self.doc, f"«{key}» is missing", remedy)
        return value

    def text(self, key: str, *, need: bool = False, one_of: Iterable[str] | None = None) -> str | None:
        value = self.need(key, f"write {key}: …") if need else self.get(key)
        if value is None:
            return None
        if not isinstance(value.scalar, str):
            if (
                isinstance(value.scalar, int | Decimal | date)
                and not isinstance(value.scalar, bool)
                and not one_of
            ):
                self.problems.add(value, f"«{key}» must be text", f'write it in quotes: "{value.scalar}"')
            else:
                self.problems.add(value, f"«{key}» must be text", "write a word")
            return None
        if one_of is not None and value.scalar not in (choices := list(one_of)):
            self.problems.add(value, f"«{value.scalar}» is not a {key}", f"use one of: {', '.join(choices)}")
            return None
        return value.scalar

    def texts(self, key: str, *, one_of: Iterable[str] | None = None) -> tuple[str, ...]:
        """A list of words; one word alone counts as a list."""
        value = self.get(key)
        if value is None:
            return ()
        out: list[str] = []
        choices = list(one_of) if one_of is not None else None
        for item in value.items if value.items is not None else [value]:
            if not isinstance(item.scalar, str):
                self.problems.add(item, f"«{key}» must hold words", f"write {key}: [a, b]")
            elif choices is not None and item.scalar not in choices:
                self.problems.add(
                    item, f"«{item.scalar}» is unknown in {key}", f"use one of: {', '.join(choices)}"
                )
            else:
                out.append(item.scalar)
        return tuple(out)

    def day(self, key: str) -> date | None:
        value = self.get(key)
        if value is None:
            return None
        found = as_date(value.scalar)
        if found is None:
            self.problems.add(value, f"«{key}» is not a date", "write a Gregorian date: YYYY-MM-DD")
        return found

    def bilingual(self, key: str, *, need: bool = True) -> dict[str, str] | None:
        """A text in both languages, `{fa: …, en: …}`."""
        value = self.need(key, f"write {key}: {{fa: …, en: …}}") if need else self.get(key)
        return None if value is None else bilingual(value, self.problems)

    def each(self, key: str) -> Iterator[Doc]:
        """The items of a list."""
        value = self.get(key)
        if value is None:
            return
        if value.items is None:
            self.problems.add(value, f"«{key}» must be a list", "start each entry with a dash")
            return
        yield from value.items

    def named(self, key: str) -> Iterator[tuple[str, Doc]]:
        """The entries of a mapping."""
        value = self.get(key)
        if value is None:
            return
        if value.keys is None:
            self.problems.add(value, f"«{key}» must be a mapping", "write name: value")
            return
        yield from value.keys.items()

    def done(self) -> None:
        """Report keys that nobody asked for."""
        if self.doc.keys is None:
            self.problems.add(self.doc, "a mapping is expected here", "write key: value")
            return
        for key, value in self.doc.keys.items():
            if key not in self.taken:
                self.problems.add(value, f"unknown key «{key}»", near(key, sorted(self.taken)))


def as_date(value: Scalar) -> date | None:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) else None


def bilingual(doc: Doc, problems: Problems) -> dict[str, str] | None:
    """Check that a text stands in Persian and in English."""
    keys = doc.keys
    if keys is None:
        problems.add(doc, "a text in both languages is expected", "write {fa: …, en: …}")
        return None
    out: dict[str, str] = {}
    for language in ("fa", "en"):
        value = keys.get(language)
        if value is None or not isinstance(value.scalar, str) or not value.scalar.strip():
            problems.add(value or doc, f"the text in «{language}» is missing", f"write {language}: …")
        else:
            out[language] = value.scalar.strip()
    for language, value in keys.items():
        if language not in ("fa", "en"):
            problems.add(value, f"unknown language «{language}»", "write fa and en")
    return out if len(out) == 2 else None
