"""Why a decision is as it is, as a chain to read; and what would change it, found by deciding again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sepas.kernel.errors import Invalid
from sepas.rules.model import FactDef
from sepas.web.explain import ASKED, REPAIR, Source, headline_of, source_of
from sepas.web.portal.dialogue import Dialogue, fact_of, show_fact
from sepas.web.templatetags.reader import say

MOST_TRIES = 36
"""Decisions made again at most for one page; each costs a fraction of a millisecond of the engine."""
MOST_SHOWN = 5
MOST_CHOICES = 12
NOT_ASKED = frozenset({"product_class", "event_date"})


@dataclass(frozen=True, slots=True)
class Told:
    """One fact that a rule read: what it is about, its value in words, and whether the person said it."""

    title: str
    value: str
    by_you: bool


@dataclass(frozen=True, slots=True)
class Link:
    """From what is known, over one rule, to what it gives. `assumed` says on whom the burden of proof lies."""

    told: list[Told]
    title: str
    text: str
    source: Source
    gives: str
    outcome: str
    assumed: str
    level: str


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What would change: the fact with another value, and the outcome in one sentence."""

    fact: str
    title: str
    value: str
    headline: str
    better: bool
    href: str


def chain(talk: Dialogue, decision: Mapping[str, Any]) -> list[Link]:
    """The rules that settled a line, or leave one open that was asked for, each with the facts it read. Pure."""
    asked = ASKED.get(talk.about, REPAIR)
    entries = {entry["provision"]: entry for entry in decision["trace"]}
    by_rule: dict[tuple[str, str], list[str]] = {}
    for name, line in decision["lines"].items():
        settled = line["outcome"] in {"covered", "partly", "not_covered"}
        if line["provision"] in entries and (settled or name in asked):
            by_rule.setdefault((line["provision"], line["outcome"]), []).append(say(line["title"]))
    found = []
    for (provision, outcome), titles in by_rule.items():
        entry = entries[provision]
        found.append(
            Link(
                told=list(_told(talk, entry["facts"])),
                title=say(entry["title"]),
                text=say(entry["text"]),
                source=source_of(entry),
                gives=_(", ").join(titles),
                outcome=outcome,
                assumed=_assumed(entry),
                level=entry["level"],
            )
        )
    return sorted(found, key=lambda link: link.outcome not in {"covered", "partly"})


def otherwise(talk: Dialogue, decision: Mapping[str, Any]) -> list[Otherwise]:
    """The single facts whose other value would turn the outcome, the ones that matter most first.

    Each is decided again with that one fact changed; what the register knows cannot be changed and so never shows.
    """
    asked = ASKED.get(talk.about, REPAIR)
    now = _outcomes(decision, asked)
    found: list[Otherwise] = []
    tries = 0
    for name in _candidates(decision, asked):
        fact = fact_of(name)
        turned: dict[tuple[str, ...], list[tuple[Dialogue, Mapping[str, Any]]]] = {}
        for text in _other_values(fact, talk.given.get(name)):
            tries += 1
            changed = talk.with_answer(name, text)
            try:
                then: dict[str, Any] = dict(changed.decision.as_dict())
            except Invalid:
                continue
            outcomes = _outcomes(then, asked)
            if outcomes != now:
                turned.setdefault(outcomes, []).append((changed, then))
        for outcomes, same in turned.items():
            changed, first = same[0]
            found.append(
                Otherwise(
                    fact=name,
                    title=say(fact.question),
                    value=_(" or ").join(show_fact(fact, each.given[name]) for each, _then in same),
                    headline=headline_of(first["lines"], talk.about)[0],
                    better=_worth(outcomes) > _worth(now),
                    href=changed.query(),
                )
            )
        if len(found) >= MOST_SHOWN or tries >= MOST_TRIES:
            break
    return found[:MOST_SHOWN]


def _told(talk: Dialogue, facts: Mapping[str, Any]) -> Iterator[Told]:
    for name, value in facts.items():
        if name == "event_date":
            continue
        fact = fact_of(name)
        typed = date.fromisoformat(str(value)) if fact.type.kind == "date" else value
        yield Told(say(fact.title), show_fact(fact, typed), name in talk.given)


def _assumed(entry: Mapping[str, Any]) -> str:
    if entry["by_burden"] == "presumed":
        return _(
            "Nobody has said yet whether all of it is so. Until the opposite is proven, the rule counts for you."
        )
    if entry["by_burden"] == "not_proven":
        return _("This must be proven first; until then it does not count.")
    return ""


def _candidates(decision: Mapping[str, Any], asked: Iterable[str]) -> list[str]:
    """Facts that rules about the asked lines read or miss, those of settled lines first."""
    wanted = set(asked)
    settling = {decision["lines"][line]["provision"] for line in wanted if line in decision["lines"]}
    ranked: dict[str, int] = {}
    for entry in decision["trace"]:
        if not any(effect.get("line") in wanted for effect in entry["effects"]):
            continue
        rank = 0 if entry["provision"] in settling else 1
        for name in [*entry["facts"], *entry["missing"]]:
            if name not in NOT_ASKED:
                ranked[name] = min(rank, ranked.get(name, 9))
    return sorted(ranked, key=lambda name: ranked[name])


def _other_values(fact: FactDef, known: Any) -> list[str]:
    if fact.type.kind == "bool":
        return [text for text in ("true", "false") if known is None or (text == "true") != known]
    if fact.type.kind == "choice" and len(fact.choices) <= MOST_CHOICES:
        return [value for value in fact.choices if value != known]
    return []


def _outcomes(decision: Mapping[str, Any], asked: Iterable[str]) -> tuple[str, ...]:
    return tuple(decision["lines"][line]["outcome"] for line in asked if line in decision["lines"])


def _worth(outcomes: tuple[str, ...]) -> int:
    return sum(
        {"covered": 4, "partly": 3, "needs_facts": 2, "needs_assessor": 2}.get(each, 0) for each in outcomes
    )
