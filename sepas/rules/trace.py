"""The trace of a decision, spelled out from its truths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sepas.rules.answers import TraceEntry
from sepas.rules.facts import to_json
from sepas.rules.kleene import Truth, both, is_open
from sepas.rules.plan import ProvisionSlot

if TYPE_CHECKING:
    from sepas.rules.decision import Decision


def entries(decision: Decision) -> list[TraceEntry]:
    """One entry per provision of every pack whose scope is not ruled out, in the packs' order."""
    out: list[TraceEntry] = []
    truths = decision.truths
    for pack in decision.outcome.packs:
        scope = truths[pack.scope]
        for at in pack.provisions:
            out.append(entry(decision, at, both(scope, truths[at.slot])))
    return out


def entry(decision: Decision, at: ProvisionSlot, truth: Truth) -> TraceEntry:
    provision, pack = at.provision, at.pack.pack
    facts: dict[str, object] = {}
    for fact in at.reads:
        value = decision.facts.get(fact)
        if value is not None:
            facts[fact] = to_json(value)
        elif fact == "event_date":
            facts[fact] = decision.as_of.isoformat()
    open_ = is_open(truth)
    by_burden = None
    if open_ and provision.burden != "none":
        gives = bool(provision.gives or provision.owes or provision.unlocks or provision.ladder)
        by_burden = "presumed" if gives == (provision.burden == "supplier") else "not_proven"
    return TraceEntry(
        provision.id, pack.id, pack.version, pack.level, provision.title, provision.text, cite(at),
        provision.status, provision.note, None if open_ else truth is True, by_burden, facts,
        tuple(decision.plan.schema.names_in(truth)) if open_ else (), effects(at),
    )  # fmt: skip


def cite(at: ProvisionSlot) -> Mapping[str, object]:
    """Instrument, its kind and the article, as the pack cites them."""
    provision = at.provision
    source = at.pack.pack.sources[provision.source]
    return {
        "source": provision.source,
        "instrument": dict(source.instrument),
        "kind": source.kind,
        "article": provision.article,
    }


def effects(at: ProvisionSlot) -> tuple[Mapping[str, object], ...]:
    """What the provision does when it holds, each as `{effect: …, <what>: …}`."""
    provision = at.provision
    out: list[dict[str, object]] = []
    out += [{"effect": "gives", "line": give.line, "outcome": give.outcome} for give in provision.gives]
    for denial in provision.denies:
        out.append({"effect": "denies", "line": denial.line, "provisions": list(denial.provisions)})
    out += [{"effect": "owes", "obligation": owed.obligation} for owed in provision.owes]
    out += [{"effect": "unlocks", "remedy": unlock.remedy} for unlock in provision.unlocks]
    out += [{"effect": "ladder", "step": rung.step} for rung in provision.ladder]
    return tuple(out)
