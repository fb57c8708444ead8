"""`GET /packs`: which rule packs there are, and the vocabulary of facts."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from sepas.api.doors import limit_public
from sepas.rules import standard_library

router = Router()


class PackOut(Schema):
    """One version of one pack."""

    id: str
    version: str
    title: dict[str, str]
    level: str
    jurisdiction: str
    valid_from: str | None
    valid_to: str | None
    sha256: str
    provisions: int


class PacksOut(Schema):
    items: list[PackOut]
    next: str


class FactOut(Schema):
    """A fact that decisions rest on."""

    type: str
    unit: str | None
    choices: dict[str, dict[str, str]]
    title: dict[str, str]
    question: dict[str, str]
    why: dict[str, str]
    asked_of: list[str]


class VocabularyOut(Schema):
    facts: dict[str, FactOut]


@router.get("", response=PacksOut, summary="Rule packs in this install", auth=None)
def packs(request: HttpRequest) -> dict[str, Any]:
    """Each version of each pack with title, level, jurisdiction, validity and content hash."""
    limit_public(request, "packs")
    items = [
        {
            "id": pack.id,
            "version": pack.version,
            "title": dict(pack.title),
            "level": pack.level,
            "jurisdiction": pack.jurisdiction,
            "valid_from": pack.valid_from.isoformat() if pack.valid_from else None,
            "valid_to": pack.valid_to.isoformat() if pack.valid_to else None,
            "sha256": pack.sha256,
            "provisions": len(pack.provisions),
        }
        for pack in standard_library().packs
    ]
    return {"items": items, "next": ""}


@router.get("/vocabulary", response=VocabularyOut, summary="The facts that decisions rest on", auth=None)
def vocabulary(request: HttpRequest) -> dict[str, Any]:
    """Each fact with its type, unit or choices, its question and the reason for asking, in both languages."""
    limit_public(request, "packs")
    found = {}
    for name, fact in standard_library().vocabulary.facts.items():
        found[name] = {
            "type": fact.type.kind,
            "unit": fact.type.unit,
            "choices": {choice: dict(title) for choice, title in fact.choices.items()},
            "title": dict(fact.title),
            "question": dict(fact.question),
            "why": dict(fact.why),
            "asked_of": list(fact.asked_of),
        }
    return {"facts": found}
