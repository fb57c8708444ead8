"""The rules' shared words, as product models and units need them."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from sepas import rules
from sepas.kernel.errors import Invalid, type_of_text


def checked(facts: Mapping[str, Any], *, fields: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Facts by the vocabulary's names as JSON values, checked and in one form; None and empty text left out.

    `fields` maps a fact to the form field that it came from. Raises `Invalid` with every problem, in the reader's
    language, and the allowed values under `data["allowed"]`.
    """
    given = {name: value for name, value in facts.items() if value is not None and value != ""}
    try:
        return rules.standard_library().parse_facts(given).as_json()
    except rules.BadFacts as error:
        names = fields or {}
        language = "fa" if (get_language() or "fa").startswith("fa") else "en"
        problems: dict[str, type_of_text] = {}
        for problem in error.problems:
            problems[names.get(problem.field, problem.field)] = problem.message[language]
        allowed = {names.get(p.field, p.field): list(p.allowed) for p in error.problems}
        raise Invalid(problems, code="bad_facts", data={"allowed": allowed}) from None


def choices(fact: str) -> dict[str, Mapping[str, str]]:
    """The choices of a fact with their titles in `fa` and `en`, in the vocabulary's order."""
    return dict(rules.standard_library().vocabulary.facts[fact].choices)
