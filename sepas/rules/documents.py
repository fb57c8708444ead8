"""Pack documents as trees of nodes that know their file and line, from YAML text or from plain data.

Readers of a document take what they expect and report everything else; all problems are collected.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

import yaml

from sepas.rules.errors import Problem

Scalar: TypeAlias = "bool | int | Decimal | date | str | None"


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
