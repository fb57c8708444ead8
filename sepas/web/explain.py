"""A decision as people read it: what you have, why, by when, and what if not. Shared by portal and desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sepas.web.templatetags.reader import day, number, say, toman

LEVELS = ("law", "standard", "contract", "campaign", "goodwill")
REPAIR = ("parts", "labour")
RETURN = ("refund", "replacement")
SERVICE = ("refund", "compensation")
ASKED = {"repair": REPAIR, "return": RETURN, "service": SERVICE}
UNDECIDED = frozenset({"needs_assessor", "needs_facts"})
"""Outcomes of lines of which nothing is said yet."""
ORDER = ("covered", "partly", "needs_assessor", "needs_facts", "not_covered")


@dataclass(frozen=True, slots=True)
class Source:
    """Where something is written, and how well that was checked."""

    instrument: str
    article: str
    status: str
    level: str


@dataclass(frozen=True, slots=True)
class Item:
    """One line, duty or remedy in words."""

    name: str
    title: str
    text: str
    outcome: str = ""
    tag: str = ""
    icon: str = "clock"
    """What the tag is about: a time, or nothing that has an icon."""
    source: Source | None = None
    provisional: bool = False
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class Explained:
    """Everything that the decision card shows, in the reader's language."""

    headline: str
    tone: str
    provisional: bool
    lines: Sequence[Item]
    maybe: Sequence[Item]
    """Lines that were not asked about and depend on facts not known yet."""
    bare: Sequence[str]
    """Titles of lines that nothing gives in this situation."""
    times: Sequence[Item]
    duties: Sequence[Item]
    now: Sequence[Item]
    """Remedies that can be claimed already."""
    after: Sequence[Item]
    """Remedies that a breach unlocks."""
    perhaps: Sequence[Item]
    ladder: Sequence[Item]
    reasons: Sequence[Item]
    open: Sequence[Item]
    """Provisions that hold only if something not known yet is so."""
    unknown: Sequence[Item]
    """Facts that would settle what is open; `tag` says who can tell."""
    unverified: bool
    free_repair: bool
    """Whether a repair costs nothing, as far as is known."""

    @property
    def maybe_titles(self) -> str:
        return _(", ").join(line.title for line in self.maybe)


def explain(decision: Mapping[str, Any], *, about: str = "repair") -> Explained:
    """From `rules.Decision.as_dict()`, fresh or kept; `about`: `repair`, `return` or `service`."""
    sources = {entry["provision"]: source_of(entry) for entry in decision["trace"]}
    lines = [_line(name, line, sources) for name, line in decision["lines"].items()]
    shown = [line for line in lines if line.outcome != "not_covered" or line.source is not None]
    shown.sort(key=lambda line: ORDER.index(line.outcome))
    asked = ASKED.get(about, REPAIR)
    maybe = [line for line in shown if line.outcome == "needs_facts" and line.name not in asked]
    sure = [line for line in shown if line not in maybe]
    duties = [item for item in decision["obligations"] if item["status"] != "needs_facts"]
    remedies = _grouped(decision["remedies"], sources)
    headline, tone = headline_of(decision["lines"], about)
    trace = [(entry, _reason(entry, sources)) for entry in decision["trace"]]
    return Explained(
        headline=headline,
        tone=tone,
        provisional=decision["provisional"] and _says_something(decision["lines"], about),
        lines=_together(sure or maybe),
        maybe=_together(maybe) if sure else [],
        bare=[line.title for line in lines if line not in shown],
        times=_unique([_duty(item, sources) for item in duties if item["within"]]),
        duties=_unique([_duty(item, sources) for item in duties if not item["within"]]),
        now=remedies["available"],
        after=remedies["after_breach"],
        perhaps=remedies["needs_facts"],
        ladder=[_step(step, sources) for step in decision["ladder"]],
        reasons=[reason for entry, reason in trace if entry["held"] is True],
        open=[reason for entry, reason in trace if entry["held"] is None],
        unknown=_unknown(decision),
        unverified=any(line.unverified for line in shown),
        free_repair=all(decision["lines"].get(name, {}).get("outcome") == "covered" for name in REPAIR),
    )


def _says_something(lines: Mapping[str, Any], about: str) -> bool:
    """Whether anything that was asked about is given or denied, if only for now."""
    asked = [lines[name] for name in ASKED.get(about, REPAIR) if name in lines] or list(lines.values())
    return any(line["outcome"] not in UNDECIDED for line in asked)


def headline_of(lines: Mapping[str, Any], about: str) -> tuple[str, str]:
    """The outcome in one sentence, and its tone."""
    outcomes = [lines[name]["outcome"] for name in ASKED.get(about, REPAIR) if name in lines]
    if about == "return" and "covered" in outcomes:
        return _("You can give it back or have it exchanged."), "good"
    if about == "repair" and outcomes and all(outcome == "covered" for outcome in outcomes):
        return _("The repair is free of charge for you."), "good"
    if about == "repair" and any(outcome in {"covered", "partly"} for outcome in outcomes):
        return _("Part of the cost of the repair is not yours to pay."), "good"
    if "needs_assessor" in outcomes:
        return _("An expert has to look at it before this can be decided."), "calm"
    if "needs_facts" in outcomes:
        return _("It depends on a few things that we don't know yet."), "calm"
    some = any(line["outcome"] in {"covered", "partly"} for line in lines.values())
    if about == "return":
        if some:
            return _("Giving it back is not among your rights here, but these are."), "warn"
        return _("Giving it back is not among your rights here."), "warn"
    if about == "service":
        return _("These are the rights that come into question."), "calm"
    if some:
        return _("A free repair is not among your rights here, but these are."), "warn"
    return _("A free repair is not among your rights here."), "warn"


def _unknown(decision: Mapping[str, Any]) -> list[Item]:
    """What nobody has said yet and would settle a line, with who can say it."""
    askers = {
        "customer": _("you"),
        "staff": _("the company"),
        "technician": _("the technician"),
        "system": _("the company"),
    }
    lines = decision["lines"]
    return [
        Item(name=item["fact"], title=say(item["title"]), text="", tag=askers[item["asked_of"][0]])
        for item in decision["missing"]
        if any(name in lines and lines[name]["outcome"] == "needs_facts" for name in item["settles"])
    ]


def _line(name: str, line: Mapping[str, Any], sources: Mapping[str, Source]) -> Item:
    tag = say(line["outcome_text"])
    if line["percent"] is not None:
        tag = _("%(percent)s percent") % {"percent": number(round(line["percent"]))}
    elif line["amount"] is not None:
        tag = toman(line["amount"])
    text = say(line["text"])
    if line["outcome"] == "needs_facts" and text:
        text = _("If it turns out to be so: %(text)s") % {"text": text}
    return Item(
        name=name,
        title=say(line["title"]),
        text=text,
        outcome=line["outcome"],
        tag=tag,
        source=sources.get(line["provision"] or ""),
        # Of what depends on facts nothing is said yet that could be provisional.
        provisional=line["provisional"] and line["outcome"] not in UNDECIDED,
        unverified=line["rests_on_unverified"],
    )


def _together(lines: Sequence[Item]) -> list[Item]:
    """Lines that one provision gives alike, as one."""
    groups: dict[tuple[str, str, str, bool], list[Item]] = {}
    for line in lines:
        groups.setdefault((line.outcome, line.tag, line.text or line.title, line.provisional), []).append(
            line
        )
    return [replace(group[0], title=_(", ").join(line.title for line in group)) for group in groups.values()]


def _duty(item: Mapping[str, Any], sources: Mapping[str, Source]) -> Item:
    tag = _within(item["within"], item["unit"])
    if item["due"] and not item["start_assumed"]:
        tag = _("until %(day)s") % {"day": day(date.fromisoformat(item["due"]))}
    return Item(
        name=item["obligation"],
        title=say(item["title"]),
        text=say(item["text"]),
        tag=tag,
        source=sources.get(item["provision"]),
        provisional=item["status"] == "conditional",
        unverified=item["rests_on_unverified"],
    )


def _within(count: int | None, unit: str | None) -> str:
    if not count or not unit:
        return ""
    shown = {"n": number(count)}
    match unit:
        case "hour":
            return ngettext("within %(n)s hour", "within %(n)s hours", count) % shown
        case "business_day":
            return ngettext("within %(n)s working day", "within %(n)s working days", count) % shown
        case "month":
            if count % 12 == 0:
                shown = {"n": number(count // 12)}
                return ngettext("for %(n)s year", "for %(n)s years", count // 12) % shown
            return ngettext("for %(n)s month", "for %(n)s months", count) % shown
        case _:
            return ngettext("within %(n)s day", "within %(n)s days", count) % shown


def _grouped(remedies: Sequence[Mapping[str, Any]], sources: Mapping[str, Source]) -> dict[str, list[Item]]:
    """By status; remedies of one provision share its text and are named together."""
    found: dict[str, dict[tuple[str, str], list[Mapping[str, Any]]]] = {
        "available": {},
        "after_breach": {},
        "needs_facts": {},
    }
    for item in remedies:
        found[item["status"]].setdefault((item["provision"], say(item["text"])), []).append(item)
    return {
        status: [_remedy(group, text, sources.get(provision)) for (provision, text), group in groups.items()]
        for status, groups in found.items()
    }


def _remedy(group: Sequence[Mapping[str, Any]], text: str, source: Source | None) -> Item:
    titles = list(dict.fromkeys(say(item["title"]) for item in group))
    amounts = [item for item in group if item["amount"]]
    tag = toman(amounts[0]["amount"]) if amounts else ""
    if amounts and amounts[0]["per"] == "day":
        tag = _("%(amount)s for each day") % {"amount": tag}
    return Item(
        name=group[0]["remedy"],
        title=_(" or ").join(titles),
        text=text,
        tag=tag,
        icon="",
        source=source,
        provisional=any(item["provisional"] for item in group),
        unverified=any(item["rests_on_unverified"] for item in group),
    )


def _step(step: Mapping[str, Any], sources: Mapping[str, Source]) -> Item:
    return Item(
        name=step["step"],
        title=say(step["body_title"]),
        text=say(step["text"]),
        tag=_within(step["within"], step["unit"]),
        source=sources.get(step["provision"]),
        unverified=step["rests_on_unverified"],
    )


def _reason(entry: Mapping[str, Any], sources: Mapping[str, Source]) -> Item:
    return Item(
        name=entry["provision"],
        title=say(entry["title"]),
        text=say(entry["text"]),
        source=sources[entry["provision"]],
        unverified=entry["status"] == "unverified",
        provisional=entry["by_burden"] is not None,
    )


def source_of(entry: Mapping[str, Any]) -> Source:
    """Where a rule of a trace is written."""
    cite = entry["cite"]
    return Source(say(cite["instrument"]), str(cite["article"]), entry["status"], entry["level"])


def _unique(items: Sequence[Item]) -> list[Item]:
    seen: dict[str, Item] = {}
    for item in items:
        seen.setdefault(item.text or item.title, item)
    return list(seen.values())
