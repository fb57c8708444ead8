"""The packs that one organisation decides by, and their words for the present reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from sepas import rules
from sepas.kernel.dates import format_date, format_number
from sepas.kernel.errors import NotFound
from sepas.rules import ir, prose
from sepas.rules.model import Pack, Text
from sepas.web.office.parameters import WORDS, Document, standard_document
from sepas.web.preferences import current
from sepas.web.templatetags.reader import in_digits


@dataclass(frozen=True, slots=True)
class Words:
    """A pack's conditions in words: `of` any of them, and the definitions that they refer to."""

    reader: prose.Reader
    definitions: list[tuple[str, str, prose.Clause]]

    def of(self, node: ir.Node) -> prose.Clause | None:
        """The condition as clauses; None for what always holds."""
        return None if node == ir.TRUE else prose.clause_of(node, self.reader)


def library_with(documents: list[dict[str, Any]]) -> rules.Library:
    """The standard packs and all guarantees of the organisation, whichever model they are for."""
    return rules.standard_library().extended(documents) if documents else rules.standard_library()


def version_of(library: rules.Library, pack_id: str, version: str) -> Pack:
    """A version of a pack; raises `NotFound`."""
    pack = library.pack(pack_id, version)
    if pack is None:
        raise NotFound
    return pack


def versions_of(library: rules.Library, pack_id: str) -> list[Pack]:
    """All versions of a pack, the oldest first."""
    found = [pack for pack in library.packs if pack.id == pack_id]
    return sorted(found, key=lambda pack: pack.valid_from or date.min)


def words_of(library: rules.Library, pack: Pack, documents: list[dict[str, Any]]) -> Words:
    """How the present reader reads the conditions of `pack`."""
    reader = current()
    own: Mapping[tuple[str, str], Document] = {
        (str(document["pack"]), str(document["version"])): document for document in documents
    }
    document = own.get((pack.id, pack.version)) or standard_document(pack.file)
    titles: dict[str, Text] = {
        name: item["title"]
        for name, item in (document.get("parameters") or {}).items()
        if isinstance(item, dict) and item.get("title")
    }

    def number(value: int | Decimal) -> str:
        return in_digits(format_number(value, reader.language), reader)

    def day(value: date) -> str:
        return in_digits(format_date(value, reader.calendar, reader.language), reader)

    words = {value: str(text) for value, text in WORDS.items()}
    plain = prose.Reader(reader.language, library.schema.facts, titles, number, day, words=words)
    named, definitions = prose.long_definitions(
        pack.definitions, plain, lambda place: _("“definition %(number)s”") % {"number": number(place)}
    )
    return Words(named, definitions)
