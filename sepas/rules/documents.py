"""Pack documents as trees of nodes that know their file and line, from YAML text or from plain data.

Readers of a document take what they expect and report everything else; all problems are collected.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

import yaml

from sepas.rules.errors import Problem

Scalar: TypeAlias = "None | bool | int | Decimal | date | str"


@dataclass(slots=True)
class Doc:
    """One value of a document: a scalar, a list of `Doc`, or a mapping of keys to `Doc`."""

    file: str
    line: int
    path: str
    scalar: Scalar = None
    items: list[Doc] | None = None
    keys: dict[str, Doc] | None = None

    @property
    def kind(self) -> str:
        if self.keys is not None:
            return "mapping"
        return "list" if self.items is not None else "scalar"

    def plain(self) -> object:
        """The value as JSON-safe data; dates and decimals become text."""
        if self.keys is not None:
            return {key: value.plain() for key, value in self.keys.items()}
        if self.items is not None:
            return [item.plain() for item in self.items]
        if isinstance(self.scalar, date):
            return self.scalar.isoformat()
        if isinstance(self.scalar, Decimal):
            return str(self.scalar)
        return self.scalar

    def digest(self) -> str:
        """SHA-256 of the content, whatever the order of keys, spacing or comments."""
        text = json.dumps(self.plain(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(slots=True)
class Problems:
    """Collects load errors; the place comes from the node that is wrong."""

    found: list[Problem] = field(default_factory=list)

    def add(self, doc: Doc, what: str, remedy: str) -> None:
        self.found.append(Problem(doc.file, doc.line, what, remedy, doc.path))


def from_yaml(text: str, file: str, problems: Problems) -> Doc | None:
    """Read one YAML document. Reports syntax errors, duplicate keys, anchors' cycles and odd tags."""
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        what = getattr(error, "problem", None) or "the YAML cannot be read"
        problems.found.append(Problem(file, line, f"YAML: {what}", "check indentation, quotes and brackets"))
        return None
    if root is None:
        problems.found.append(Problem(file, 1, "the file is empty", "write a pack or delete the file"))
        return None
    return _convert(root, file, "", problems, frozenset())


def _convert(node: yaml.Node, file: str, path: str, problems: Problems, above: frozenset[int]) -> Doc:
    line = node.start_mark.line + 1
    doc = Doc(file, line, path)
    if id(node) in above:
        problems.add(doc, "an anchor contains itself", "write the value out")
        return doc
    above = above | {id(node)}
    if isinstance(node, yaml.MappingNode):
        doc.keys = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else str(key_node.tag)
            below = f"{path}.{key}" if path else key
            value = _convert(value_node, file, below, problems, above)
            value.line = key_node.start_mark.line + 1 if value.kind == "scalar" else value.line
            if key in doc.keys:
                place = Doc(file, key_node.start_mark.line + 1, below)
                problems.add(place, f"the key «{key}» is written twice", "keep one of them")
            doc.keys[key] = value
    elif isinstance(node, yaml.SequenceNode):
        doc.items = [
            _convert(item, file, f"{path}[{index}]", problems, above) for index, item in enumerate(node.value)
        ]
    else:
        doc.scalar = _scalar(node, doc, problems)
    return doc


def _scalar(node: yaml.Node, doc: Doc, problems: Problems) -> Scalar:
    value: str = node.value
    match node.tag.rsplit(":", 1)[-1]:
        case "null":
            return None
        case "bool":
            return value.lower() in ("true", "yes", "on")
        case "int":
            try:
                return int(value.replace("_", ""))
            except ValueError:
                return value
        case "float":
            try:
                number = Decimal(value.replace("_", ""))
            except InvalidOperation:
                number = Decimal("NaN")
            if number.is_finite():
                return number
            problems.add(doc, f"«{value}» is not a finite number", "write a number")
            return None
        case "timestamp":
            try:
                return date.fromisoformat(value)
            except ValueError:
                problems.add(doc, f"«{value}» is not a date", "write YYYY-MM-DD")
                return None
        case "str":
            return value
    problems.add(doc, f"the tag {node.tag} is not used in packs", "write a plain value")
    return None


def from_data(value: object, file: str, path: str = "", level: int = 0) -> Doc:
    """A document from plain data (dicts, lists, JSON scalars, dates), as a form in the product makes it.

    Text that is an ISO date is taken as a date only where a date is expected. Raises TypeError for data
    that JSON and YAML cannot hold.
    """
    doc = Doc(file, 0, path)
    if level > 30:
        raise TypeError(f"{path}: nested too deeply")
    if isinstance(value, Mapping):
        doc.keys = {
            str(key): from_data(item, file, f"{path}.{key}" if path else str(key), level + 1)
            for key, item in value.items()
        }
    elif isinstance(value, list | tuple):
        doc.items = [from_data(item, file, f"{path}[{i}]", level + 1) for i, item in enumerate(value)]
    elif isinstance(value, float):
        doc.scalar = Decimal(repr(value))
    elif isinstance(value, datetime):
        doc.scalar = value.date()
    elif value is None or isinstance(value, bool | int | Decimal | date | str):
        doc.scalar = value
    else:
        raise TypeError(f"{path}: {type(value).__name__} cannot be part of a pack")
    return doc


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
        from sepas.rules.expressions import near

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
