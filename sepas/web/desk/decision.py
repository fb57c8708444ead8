"""A decision as staff read it: what is covered and who gives it, what is owed, why, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from sepas import rules
from sepas.cases.promises.terms import made_again as under_todays_packs
from sepas.kernel.errors import Conflict
from sepas.rules.model import FactDef
from sepas.warranty.actions.decide import replay
from sepas.warranty.models import Decision
from sepas.web.desk import facts
from sepas.web.explain import UNDECIDED
from sepas.web.templatetags.reader import say

LEVELS: dict[str, str | Promise] = {
    "law": _("the law"),
    "standard": _("the standard"),
    "contract": _("the guarantee"),
    "campaign": _("a campaign"),
    "goodwill": _("goodwill"),
    "organisation": _("our own promise"),
}
ORDER = ("covered", "partly", "needs_assessor", "needs_facts", "not_covered")
ICONS = {
    "covered": "check",
    "partly": "half",
    "needs_assessor": "person",
    "needs_facts": "question",
    "not_covered": "cross",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What the panel of a decision shows; texts are `{fa, en}` or lazy."""

    row: Decision | None
    provisional: bool
    as_of: str
    jurisdiction: str
    lines: list[dict[str, Any]]
    not_given: list[dict[str, Any]]
    obligations: list[dict[str, Any]]
    remedies: list[dict[str, Any]]
    ladder: list[dict[str, Any]]
    held: list[dict[str, Any]]
    open: list[dict[str, Any]]
    not_held: list[dict[str, Any]]
    missing: list[dict[str, Any]]
    packs: list[dict[str, Any]]
    rests_on_unverified: bool
    facts: list[tuple[str, str]]

    @property
    def undecided(self) -> bool:
        """Whether nothing is given or denied yet, not even for now."""
        return all(line["outcome"] in UNDECIDED for line in (*self.lines, *self.not_given))

    @property
    def waits_for_facts(self) -> bool:
        """Whether something that nobody has said yet would still settle a line."""
        return any(line["outcome"] == "needs_facts" for line in self.lines)

    @property
    def free(self) -> str:
        """What is covered wholly, as it is read aloud: names in the reader's language; empty for nothing."""
        texts = [say(line["title"]) for line in self.lines if line["outcome"] == "covered"]
        return pgettext("list", ", ").join(texts)


def made_again(row: Decision | None) -> tuple[rules.Decision | None, Conflict | None]:
    """The kept decision made again from its record, so that it can be asked; with why, if only today's packs can."""
    if row is None:
        return None, None
    try:
        return replay(row), None
    except Conflict as problem:
        return under_todays_packs(row), problem


def present(decision: rules.Decision, row: Decision | None = None) -> Shown:
    """Sort a decision for reading. No SQL."""
    given: Mapping[str, Any] = decision.as_dict()
    known = decision.plan.schema.facts
    sources = {(entry["pack"], entry["provision"]): entry for entry in given["trace"]}
    lines = [_line(name, line, sources, known) for name, line in given["lines"].items()]
    lines.sort(key=lambda line: ORDER.index(line["outcome"]))
    trace = [_entry(entry, known) for entry in given["trace"]]
    return Shown(
        row=row,
        provisional=given["provisional"],
        as_of=given["as_of"],
        jurisdiction=given["jurisdiction"],
        lines=[line for line in lines if line["outcome"] != "not_covered"],
        not_given=[line for line in lines if line["outcome"] == "not_covered"],
        obligations=[_with_source(item, sources) for item in given["obligations"]],
        remedies=[_with_source(item, sources) for item in given["remedies"]],
        ladder=list(given["ladder"]),
        held=[entry for entry in trace if entry["held"]],
        open=[entry for entry in trace if entry["held"] is None],
        not_held=[entry for entry in trace if entry["held"] is False],
        missing=list(given["missing"]),
        packs=list(given["packs"]),
        rests_on_unverified=any(line["rests_on_unverified"] for line in lines),
        facts=[
            (known[name].title, facts.show(known[name], value))  # type: ignore[misc]
            for name, value in decision.facts.as_json().items()
        ],
    )


def question_for(decision: rules.Decision | None, *roles: str) -> FactDef | None:
    """The fact that the engine would ask one of `roles` next, or None when nothing helps."""
    if decision is None:
        return None
    for role in roles:
        question = decision.next_question(role)
        if question is not None:
            return decision.plan.schema.facts[question.fact]
    return None


def facts_for(decision: rules.Decision, role: str) -> tuple[list[FactDef], list[FactDef]]:
    """The facts that `role` is asked for: those this decision still needs, then the others that can matter."""
    schema = decision.plan.schema.facts
    needed = [item.fact for item in decision.missing if role in item.asked_of]
    read = {name for entry in decision.trace for name in (*entry.facts, *entry.missing)}
    others = [
        name for name, fact in schema.items() if role in fact.asked_of and name in read and name not in needed
    ]
    return [schema[name] for name in needed], [schema[name] for name in others]


def _line(
    name: str, line: Mapping[str, Any], sources: Mapping[Any, Any], known: Mapping[str, FactDef]
) -> dict[str, Any]:
    return {
        **line,
        "name": name,
        "icon": ICONS[line["outcome"]],
        "layer_name": LEVELS.get(line["layer"] or "", ""),
        "source": sources.get((line["pack"], line["provision"])),
        "missing_titles": [known[fact].title for fact in line["missing"] if fact in known],
        # Of what depends on facts nothing is said yet that could be provisional.
        "provisional": line["provisional"] and line["outcome"] not in UNDECIDED,
    }


def _with_source(item: Mapping[str, Any], sources: Mapping[Any, Any]) -> dict[str, Any]:
    source = sources.get((item["pack"], item["provision"]))
    return {
        **item,
        "source": source,
        "level_name": LEVELS.get(source["level"], "") if source else "",
        "unit_name": facts.unit_name(item.get("unit")),
    }


def _entry(entry: Mapping[str, Any], known: Mapping[str, FactDef]) -> dict[str, Any]:
    return {
        **entry,
        "level_name": LEVELS.get(entry["level"], entry["level"]),
        "known": [
            (known[name].title if name in known else {}, facts.show(known.get(name), value))
            for name, value in entry["facts"].items()
        ],
        "missing_titles": [known[name].title for name in entry["missing"] if name in known],
    }
