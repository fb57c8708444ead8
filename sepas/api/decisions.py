"""`POST /decisions`: what law and guarantee give, for any facts. Public and stateless: nothing is kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Router, Schema
from pydantic import Field

from sepas.api.doors import Body, Day, limit_public
from sepas.kernel.clock import now
from sepas.kernel.errors import Invalid
from sepas.rules import BadFacts, standard_library

router = Router()

MAX_FACTS = 200


class Text(Schema):
    """One text in both languages."""

    fa: str
    en: str


class DecisionIn(Body):
    """What is known. Every fact may be left out; unknown is a value, and the answer says which ones matter."""

    as_of: Day = Field(None, description="The day for which to decide; today if left out.")
    jurisdiction: str = Field("IR", description="IR, EU, UK or TR.")
    product_class: str | None = Field(None, description="Shorthand for the fact of the same name.")
    facts: dict[str, Any] = Field(default_factory=dict, description="By the names of GET /packs/vocabulary.")
    packs: list[str] | None = Field(None, description="Only these packs; default: all of the jurisdiction.")


class DecisionOut(Schema):
    """Lines, obligations, remedies, ladder, trace, missing facts; each text in Persian and English."""

    as_of: date
    jurisdiction: str
    lines: dict[str, Any]
    obligations: list[dict[str, Any]]
    remedies: list[dict[str, Any]]
    ladder: list[dict[str, Any]]
    trace: list[dict[str, Any]]
    missing: list[dict[str, Any]]
    next_question: dict[str, Any] | None
    provisional: bool
    packs: list[dict[str, Any]]


@router.post("", response=DecisionOut, summary="Decide from law and guarantee", auth=None)
def decide(request: HttpRequest, payload: DecisionIn) -> Mapping[str, Any]:
    """The decision with its reasons and citations. The same as `sepas decide FILE.json`."""
    limit_public(request, "decisions")
    return answer(payload.model_dump(), today=now().date())


def answer(asked: Mapping[str, Any], *, today: date) -> Mapping[str, Any]:
    """Decide for a request's plain values; raises `Invalid` naming field and allowed values."""
    library = standard_library()
    facts = dict(asked.get("facts") or {})
    if len(facts) > MAX_FACTS:
        raise Invalid({"facts": f"{len(facts)} > {MAX_FACTS}"})
    if asked.get("product_class") is not None:
        facts["product_class"] = asked["product_class"]
    try:
        decision = library.decide(
            library.parse_facts(facts),
            as_of=asked.get("as_of") or today,
            jurisdiction=asked.get("jurisdiction") or "IR",
            packs=asked.get("packs"),
        )
    except BadFacts as error:
        language = "fa" if (get_language() or "fa").startswith("fa") else "en"
        raise Invalid(
            {found.field: found.message[language] for found in error.problems},
            code="bad_facts",
            data={"allowed": {found.field: list(found.allowed) for found in error.problems}},
        ) from None
    return decision.as_dict()
