"""Periods that packs declare: from when until when a guarantee runs, for pages that show it as a bar.

A pack that counts a guarantee names its days among its definitions: `guarantee_start` and `guarantee_end` (dates;
the end is the last day), and where kilometres end it too, `guarantee_km`. Nothing else is needed; the provisions
that rest on them are found by what they read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sepas.rules import ir
from sepas.rules.facts import EARLIEST, Facts, Given
from sepas.rules.kleene import both, is_open
from sepas.rules.model import FactDef, Pack, Text
from sepas.rules.trace import cite

if TYPE_CHECKING:
    from sepas.rules.decision import Decision
    from sepas.rules.slots import PackSlot

START, END, KM = "guarantee_start", "guarantee_end", "guarantee_km"


@dataclass(frozen=True, slots=True)
class Resting:
    """A provision whose effect lasts as long as the guarantee."""

    provision: str
    title: Text
    text: Text
    cite: Mapping[str, object]
    status: str


@dataclass(frozen=True, slots=True)
class PackPeriod:
    """The guarantee that one pack version counts. A day is None while a fact that it needs is unknown.

    `ends_on` is the last day; `km` a limit in kilometres that may end it sooner, None where there is none or it
    is unknown. `missing` names the facts that would tell a day or still move it. `provisions` are those that give
    something up to the last day and not after it.
    """

    pack: str
    version: str
    level: str
    title: Text
    starts_on: date | None
    ends_on: date | None
    km: int | None
    missing: tuple[str, ...]
    provisions: tuple[Resting, ...]

    @property
    def rests_on_unverified(self) -> bool:
        """Whether every provision behind it comes from a text that nobody could verify."""
        return bool(self.provisions) and all(item.status == "unverified" for item in self.provisions)


def guarantee_periods(decision: Decision) -> list[PackPeriod]:
    """One period for each pack that counts a guarantee and may apply, in the packs' order."""
    return [_period(decision, slot) for slot in decision.pack_slots if END in slot.pack.definitions]


def _period(decision: Decision, slot: PackSlot) -> PackPeriod:
    pack = slot.pack
    start, end, km = _values(decision, pack, decision.facts)
    scope = decision.truths[slot.scope]
    missing = list(decision.plan.schema.names_in(scope)) if is_open(scope) else []
    missing += _missing(decision, pack, (start, end))
    last = end if isinstance(end, date) else None
    return PackPeriod(
        pack.id,
        pack.version,
        pack.level,
        pack.title,
        start if isinstance(start, date) else None,
        last,
        int(km) if isinstance(km, int) else None,
        tuple(dict.fromkeys(missing)),
        _ending_on(decision, pack, last) if last is not None else (),
    )


def _values(decision: Decision, pack: Pack, facts: Facts) -> tuple[object, ...]:
    compute = decision.plan.compute
    nodes = (pack.definitions.get(name) for name in (START, END, KM))
    return tuple(
        compute(node, facts.values, facts.unknown, decision.as_of) if node else None for node in nodes
    )


def _missing(decision: Decision, pack: Pack, found: tuple[object, ...]) -> list[str]:
    """Unknown facts that would tell or move a day: those that do for some value, or all while none does alone."""
    names = dict.fromkeys(
        fact
        for name in (START, END)
        if name in pack.definitions
        for fact in ir.facts_of(pack.definitions[name])
    )
    unknown = [fact for fact in names if fact != "event_date" and decision.facts.get(fact) is None]
    movers = [
        fact
        for fact in unknown
        if any(
            _values(decision, pack, decision.facts.learn(fact, value))[:2] != found
            for value in _samples(decision.plan.schema.facts[fact], decision.as_of)
        )
    ]
    return unknown if None in found and not movers else movers


def _samples(fact: FactDef, as_of: date) -> Iterable[Given]:
    match fact.type.kind:
        case "date":
            return (EARLIEST, as_of)
        case "choice":
            return tuple(fact.choices)
        case "bool":
            return (True, False)
    return ()


def _ending_on(decision: Decision, pack: Pack, last: date) -> tuple[Resting, ...]:
    """The provisions that give something on the last day of the guarantee and nothing on the day after.

    While a fact leaves both days open, those that may give and read the same dates.
    """
    running, over = (_on(decision, day) for day in (last, last + timedelta(days=1)))
    slot = next(slot for slot in running.plan.packs if slot.pack is pack)
    dates = _dates_in(pack.definitions[END])
    firm, open_ = [], []
    for at in slot.provisions:
        if not at.provision.gives or both(running.truths[slot.scope], running.truths[at.slot]) is False:
            continue
        if over.truths[at.slot] is False:
            firm.append(at)
        elif over.truths[at.slot] is not True and dates & _dates_in(at.provision.when):
            open_.append(at)
    return tuple(
        Resting(at.provision.id, at.provision.title, at.provision.text, cite(at), at.provision.status)
        for at in firm or open_
    )


def _dates_in(node: ir.Node) -> set[str]:
    return {part.name for part in ir.walk(node) if isinstance(part, ir.DefRef) and part.type == ir.DATE}


def _on(decision: Decision, day: date) -> Decision:
    """The same decision for a fault that appears on `day`, by the same pack versions."""
    return decision.library.decide_with(
        decision.facts.learn("event_date", day),
        as_of=decision.as_of,
        jurisdiction=decision.jurisdiction,
        packs=[slot.pack for slot in decision.plan.packs],
        restricted_to=decision.restricted_to,
    )
