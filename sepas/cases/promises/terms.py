"""What a decision owes, unlocks and where it lets one complain, in the words of a case."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sepas import rules
from sepas.kernel.errors import Conflict
from sepas.warranty.actions.decide import replay
from sepas.warranty.library import library_of
from sepas.warranty.models import Decision

OWED_BY_US = frozenset({"supplier", "seller", "producer"})
"""Duties of authorities and of the customer are shown, but nobody here can be late with them."""

Text = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Remedy:
    """What the customer may claim. `amount` is in the organisation's currency, as far as facts give it."""

    name: str
    source: str
    provision: str
    title: Text
    text: Text
    amount: int | None = None
    per: str = ""
    extends: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """An obligation whose clock starts with something that happens in the case."""

    name: str
    source: str
    provision: str
    title: Text
    text: Text
    amount: int
    unit: str
    month_calendar: str
    starts: frozenset[str]
    pausable_by: tuple[str, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    """What a breach of it unlocks."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the ladder of complaints; `amount` of `unit` is the time that the body has to answer."""

    name: str
    body: str
    body_title: Text
    text: Text
    provision: str = ""
    amount: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What one decision says, as far as the clocks of a case need it."""

    owed: tuple[Owed, ...] = ()
    ladder: tuple[Step, ...] = ()
    totals: Mapping[str, int] = field(default_factory=dict)
    """What an amount per day comes to by the rule's own way of counting, by the remedy's name."""

    def remedies_of(self, provision: str, name: str) -> tuple[Remedy, ...]:
        """What a breach of this obligation unlocks; nothing when the decision does not owe it."""
        for owed in self.owed:
            if owed.provision == provision and owed.name == name:
                return owed.remedies
        return ()


NOTHING = Terms()


def made_again(decision: Decision) -> rules.Decision:
    """The engine's decision behind a kept one: made again from its record.

    Where that fails because a pack's file was changed instead of versioned, the same facts are decided under
    today's packs; `sepas doctor` reports such decisions. One that was kept just now is there already.
    """
    if decision.made is not None:
        return decision.made
    try:
        return replay(decision)
    except Conflict:
        library = library_of(decision.guarantees).library
        known = {
            name: value
            for name, value in decision.record["facts"].items()
            if name in library.vocabulary.facts
        }
        return library.decide(
            library.parse_facts(known), as_of=decision.as_of, jurisdiction=decision.record["jurisdiction"]
        )


def terms_of(
    decision: Decision | None, facts: Mapping[str, Any] | None = None, *, as_of: date | None = None
) -> Terms:
    """The terms of a kept decision; with `facts` and `as_of`, as they are on that day when these are known
    too.
    """
    if decision is None:
        return NOTHING
    made = made_again(decision)
    if facts is not None:
        library = made.library
        made = library.decide(
            library.parse_facts({**made.facts.as_json(), **facts}),
            as_of=as_of or made.as_of,
            jurisdiction=made.jurisdiction,
        )
    return read(made)


def read(made: rules.Decision) -> Terms:
    """The terms of an engine's decision."""
    levels = {ref.id: ref.level for ref in made.packs}
    calendars = {slot.pack.id: slot.pack.calendar or "gregorian" for slot in made.pack_slots}
    words = made.plan.vocabulary
    remedies = [(item, _remedy(item, levels, words.remedies)) for item in made.remedies]
    owed = tuple(
        Owed(
            name=item.obligation,
            source=levels[item.pack],
            provision=item.provision,
            title=words.obligations[item.obligation],
            text=item.text,
            amount=item.within,
            unit=unit_of_clock(item.unit, item.counting),
            month_calendar=calendars[item.pack],
            starts=frozenset({item.starts}),
            pausable_by=item.pauses,
            remedies=_after_breach(item, remedies),
        )
        for item in made.obligations
        if item.starts and item.within is not None and item.unit
        and item.of in OWED_BY_US and item.status != "needs_facts"
    )  # fmt: skip
    ladder = tuple(
        Step(
            step.step,
            step.body,
            step.body_title,
            step.text,
            step.provision,
            step.within,
            unit_of_clock(step.unit, "calendar") if step.unit else "",
        )
        for step in made.ladder
    )
    totals = {
        item.remedy.removesuffix("_total"): item.amount
        for item in made.remedies
        if item.remedy.endswith("_total") and item.status == "available" and item.amount is not None
    }
    return Terms(owed, ladder, totals)


def unit_of_clock(unit: str, counting: str) -> str:
    """How the clock counts a duty that is measured in `unit` by `counting`."""
    if unit == "hour":
        return "hour" if counting == "calendar" else "opening_hour"
    if unit == "day" and counting != "calendar":
        return "business_day"
    return unit


def _after_breach(duty: rules.Obligation, remedies: list[tuple[rules.Remedy, Remedy]]) -> tuple[Remedy, ...]:
    """What a breach of `duty` unlocks, of the same pack; with the amount that another provision of the pack
    gives for the same remedy once the delay is known.
    """
    of_pack = [(item, remedy) for item, remedy in remedies if item.pack == duty.pack]
    found: dict[str, Remedy] = {}
    for item, remedy in of_pack:
        linked = item.on_breach_of == duty.obligation or (
            item.on_breach_of is None and item.remedy in duty.on_breach and item.provision == duty.provision
        )
        if linked and item.status != "needs_facts":
            found.setdefault(remedy.name, remedy)
    for item, remedy in of_pack:
        plain = found.get(remedy.name)
        if plain and item.status == "available" and plain.amount is None and remedy.amount is not None:
            found[remedy.name] = replace(plain, amount=remedy.amount, per=remedy.per, text=remedy.text)
        elif plain and item.status == "available" and plain.extends is None and remedy.extends:
            found[remedy.name] = replace(plain, extends=remedy.extends)
    return tuple(found.values())


def _remedy(item: rules.Remedy, levels: Mapping[str, str], titles: Mapping[str, Text]) -> Remedy:
    return Remedy(
        name=item.remedy,
        source=levels[item.pack],
        provision=item.provision,
        title=titles[item.remedy],
        text=item.text,
        amount=item.amount,
        per=item.per or "",
        extends={"amount": item.extends, "unit": item.extends_unit} if item.extends else None,
    )
