"""The trace of a decision, spelled out from its truths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sepas.rules.facts import to_json
from sepas.rules.kleene import Truth, both
from sepas.rules.model import Text
from sepas.rules.slots import ProvisionSlot

if TYPE_CHECKING:
    from sepas.rules.decision import Decision

KEYS = (
    "provision",
    "pack",
    "version",
    "level",
    "title",
    "text",
    "cite",
    "status",
    "note",
    "held",
    "by_burden",
    "facts",
    "missing",
    "effects",
)


class TraceEntry:
    """One provision that was looked at.

    It keeps the truth and refers to the provision and the decision for everything else, so that a trace
    costs little until it is read.
    """

    __slots__ = ("_at", "_decision", "truth")

    def __init__(self, decision: Decision, at: ProvisionSlot, truth: Truth) -> None:
        self._decision = decision
        self._at = at
        self.truth = truth

    @property
    def held(self) -> bool | None:
        """Whether the provision held; None while it is open."""
        truth = self.truth
        return truth if truth is True or truth is False else None

    @property
    def by_burden(self) -> str | None:
        """How the burden of proof settles an open provision: `presumed`, `not_proven`, or not at all."""
        provision = self._at.provision
        if self.held is not None or provision.burden == "none":
            return None
        only_denies = not (provision.gives or provision.owes or provision.unlocks or provision.ladder)
        return "presumed" if only_denies == (provision.burden == "consumer") else "not_proven"

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts that would settle an open provision."""
        return () if self.held is not None else self._decision.plan.schema.names_in(self.truth)

    @property
    def facts(self) -> Mapping[str, object]:
        """The known facts that the provision reads, as JSON values."""
        values, index = self._decision.facts.values, self._decision.plan.schema.index
        found: dict[str, object] = {}
        for fact in self._at.reads:
            value = values[index[fact]]
            if value is not None:
                found[fact] = to_json(value)
            elif fact == "event_date":
                found[fact] = self._decision.as_of.isoformat()
        return found

    @property
    def provision(self) -> str:
        return self._at.provision.id

    @property
    def pack(self) -> str:
        return self._at.pack.pack.id

    @property
    def version(self) -> str:
        return self._at.pack.pack.version

    @property
    def level(self) -> str:
        return self._at.pack.pack.level

    @property
    def title(self) -> Text:
        return self._at.provision.title

    @property
    def text(self) -> Text:
        return self._at.provision.text

    @property
    def status(self) -> str:
        """How well the source was checked."""
        return self._at.provision.status

    @property
    def note(self) -> Text | None:
        return self._at.provision.note

    @property
    def cite(self) -> Mapping[str, object]:
        """Instrument, its kind and the article, as the pack cites them."""
        return cite(self._at)

    @property
    def effects(self) -> tuple[Mapping[str, object], ...]:
        """What the provision does when it holds, each as `{effect: …, <what>: …}`."""
        provision = self._at.provision
        out: list[dict[str, object]] = []
        out += [{"effect": "gives", "line": give.line, "outcome": give.outcome} for give in provision.gives]
        for denial in provision.denies:
            out.append({"effect": "denies", "line": denial.line, "provisions": list(denial.provisions)})
        out += [{"effect": "owes", "obligation": owed.obligation} for owed in provision.owes]
        out += [{"effect": "unlocks", "remedy": unlock.remedy} for unlock in provision.unlocks]
        out += [{"effect": "ladder", "step": rung.step} for rung in provision.ladder]
        return tuple(out)

    def as_dict(self) -> dict[str, object]:
        """All of the entry by name."""
        return {key: getattr(self, key) for key in KEYS}

    def __repr__(self) -> str:
        return f"TraceEntry({self.provision!r}, held={self.held})"


def cite(at: ProvisionSlot) -> Mapping[str, object]:
    """Instrument, its kind and the article that a provision rests on."""
    source = at.pack.pack.sources[at.provision.source]
    return {
        "source": at.provision.source,
        "instrument": source.instrument,
        "kind": source.kind,
        "article": at.provision.article,
    }


def entries(decision: Decision) -> list[TraceEntry]:
    """One entry per provision of every pack whose scope is not ruled out, in the packs' order."""
    out: list[TraceEntry] = []
    truths = decision.truths
    for pack in decision.plan.packs:
        scope = truths[pack.scope]
        if scope is True:
            out += [TraceEntry(decision, at, truths[at.slot]) for at in pack.provisions]
        elif scope is not False:
            out += [TraceEntry(decision, at, both(scope, truths[at.slot])) for at in pack.provisions]
    return out
