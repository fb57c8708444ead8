"""Where a guarantee promises less than the law and where more, to the day and the kilometre. Pure.

The law stays in force beside every guarantee, so nobody loses by one that promises less; but its author should know
before it is published, and may be proud of what it adds.

Findings are searched for by deciding: one unit of each kind, bought and in use on one day, fails from a fault of its
own on later days, with more kilometres, from other causes. Between the last day of a coarse grid on which a line is
covered and the next, the boundary is found by halving; a gap in the cover shorter than the grid would not be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sepas import rules
from sepas.rules.periods import gregorian_months, jalali_months

LINES = ("parts", "labour", "travel", "transport", "diagnosis", "consumables", "loaner")
"""What is done for somebody. Money back and replacement hang on what happened besides and are the law's to give."""
STARTS = ("delivery_date", "installation_date", "activation_date")
GRID = (*range(1, 1800, 30), *range(1800, 7500, 90))
"""Days after the purchase, to beyond the longest guarantee that the form takes (240 months)."""
MOST_KM = 2_000_000
LATER = 60
"""Days by which one of `STARTS` is later, to see what the time is counted from."""
_SAME = ("kind", "law", "guarantee", "start")
_BASIS = ("purchase_date", "contract_date", "import_declaration_date", *STARTS)

Kind = tuple[str, str]
"""A product class, and for vehicles the class of vehicle, else an empty text."""


def compare_with_law(
    library: rules.Library, *, pack: str, jurisdiction: str, day: date, kinds: Sequence[Kind]
) -> dict[str, Any]:
    """`{"method": "boundary", "cases": n, "less": […], "more": […], "silent": […]}` as plain data.

    Each finding has `kind` (`line`, `share`, `term`, `km`, `cause`, `start`, `repair`), the `products` that it holds
    for, the `lines` or `causes` or `start` it is about, and under `law` and `guarantee` what each gives: `until` (ISO
    day, None without an end) with `months` and `days`, `share` in percent, `km`, `within` days; `provision` names the
    provision of the law. `silent` are duties that the law puts on the company and the guarantee does not mention.
    `cases` is how many decisions were made to find them.
    """
    law = sorted(
        {p.id for p in library.packs if p.jurisdiction == jurisdiction and p.level in ("law", "standard")}
    )
    document = next((item for item in library.packs if item.id == pack), None)
    calendar = (document.calendar if document else None) or "gregorian"
    found: dict[str, list[dict[str, Any]]] = {"less": [], "more": [], "silent": []}
    cases = 0
    for kind in dict.fromkeys(kinds):
        theirs, ours = (
            _Side(library, tuple(packs), jurisdiction, day, kind, calendar) for packs in (law, [pack])
        )
        if not ours.first.pack_slots:
            continue  # Outside what the guarantee is for: nothing is promised there, neither less nor more.
        for where, findings in _grouped(_findings(theirs, ours)).items():
            for finding in findings:
                _put(found[where], finding, kind)
        cases += theirs.cases + ours.cases
    return {"method": "boundary", "cases": cases, "day": day.isoformat(), **found}


@dataclass
class _Side:
    """What some packs alone give to one kind of product."""

    library: rules.Library
    packs: tuple[str, ...]
    jurisdiction: str
    day: date
    kind: Kind
    calendar: str
    cases: int = field(default=0)

    def decide(self, after: int = 1, **more: Any) -> rules.Decision:
        """As it is `after` days from the purchase."""
        as_of = self.day + timedelta(days=after)
        facts: dict[str, Any] = dict.fromkeys(_BASIS, self.day)
        facts |= {
            "product_class": self.kind[0],
            "defect_cause": "inherent",
            "defective": True,
            "odometer": 1,
            "event_date": as_of,
        }
        if self.kind[1]:
            facts["vehicle_class"] = self.kind[1]
        self.cases += 1
        known = self.library.parse_facts(facts | more)
        return self.library.decide(known, as_of=as_of, jurisdiction=self.jurisdiction, packs=list(self.packs))

    def share(self, line: str, after: int = 1, **more: Any) -> float:
        return _share(self.decide(after, **more).lines[line])

    @cached_property
    def first(self) -> rules.Decision:
        return self.decide()

    @cached_property
    def _grid(self) -> dict[str, int]:
        """For each line the last place of the grid where it is covered."""
        last: dict[str, int] = {}
        for place, after in enumerate(GRID):
            lines = self.decide(after).lines
            last |= {name: place for name in LINES if _share(lines[name]) > 0}
        return last

    def last_day(self, line: str) -> int | None:
        """The last day after the purchase on which the line is covered: 0 for never, None for no end in sight."""
        place = self._grid.get(line)
        if place is None:
            return 0
        if place == len(GRID) - 1:
            return None
        return _last(GRID[place], GRID[place + 1], lambda after: self.share(line, after) > 0)

    def last_km(self, line: str) -> int | None:
        if self.share(line, odometer=MOST_KM) > 0:
            return None
        return _last(1, MOST_KM, lambda km: self.share(line, odometer=km) > 0)

    def counts_from(self, line: str, start: str, end: int) -> bool:
        """Whether the cover that ends after `end` days lasts longer when the day `start` was later."""
        later = {start: self.day + timedelta(days=LATER)}
        return self.share(line, end + LATER // 2, **later) > 0

    def repair_within(self) -> tuple[int, str] | None:
        """The shortest time for a repair in calendar days from today, and its provision."""
        duties = [
            (duty.due, duty.start, duty.provision)
            for duty in self.first.obligations
            if duty.obligation.startswith("repair") and duty.status == "owed" and duty.due and duty.start
        ]
        if not duties:
            return None
        due, start, provision = min(duties, key=lambda duty: duty[0] - duty[1])
        return (due - start).days, provision

    def period(self, end: int | None) -> dict[str, Any]:
        if end is None:
            return {"until": None, "months": None, "days": 0}
        until = self.day + timedelta(days=end)
        move = jalali_months if self.calendar == "jalali" else gregorian_months
        months = end // 29
        while months and move(self.day, months) > until:
            months -= 1
        return {"until": until.isoformat(), "months": months, "days": (until - move(self.day, months)).days}


def _findings(law: _Side, ours: _Side) -> list[tuple[str, dict[str, Any]]]:
    found: list[tuple[str, dict[str, Any]]] = []
    both: list[tuple[str, int | None]] = []
    for line in LINES:
        theirs, own = law.last_day(line), ours.last_day(line)
        if theirs == 0 and own == 0:
            continue
        shares = _share(law.first.lines[line]), _share(ours.first.lines[line])
        provision = law.first.lines[line].provision if theirs != 0 else None
        sides = (
            {**law.period(theirs), "share": shares[0], "provision": provision},
            {**ours.period(own), "share": shares[1]},
        )
        if theirs == 0 or own == 0:
            found.append(_finding("line", "less" if own == 0 else "more", sides, lines=[line]))
            continue
        both.append((line, theirs))
        if shares[0] != shares[1]:
            found.append(_finding("share", _where(shares[1], shares[0]), sides, lines=[line]))
        if theirs != own:
            found.append(_finding("term", _where(_far(own), _far(theirs)), sides, lines=[line]))
    if both:
        line, _end = both[0]
        provision = law.first.lines[line].provision
        found += _distance(law, ours, line, provision)
        found += _causes(law, ours, line, provision)
        found += _starts(law, ours, line, provision)
    return found + _repair(law, ours)


def _distance(law: _Side, ours: _Side, line: str, provision: str | None) -> list[tuple[str, dict[str, Any]]]:
    theirs, own = law.last_km(line), ours.last_km(line)
    if theirs == own:
        return []
    sides = {"km": theirs, "provision": provision}, {"km": own}
    return [_finding("km", _where(_far(own), _far(theirs)), sides)]


def _causes(law: _Side, ours: _Side, line: str, provision: str | None) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for cause in law.library.schema.facts["defect_cause"].choices:
        theirs, own = (side.share(line, defect_cause=cause) > 0 for side in (law, ours))
        if theirs != own:
            sides = {"covers": theirs, "provision": provision}, {"covers": own}
            found.append(_finding("cause", _where(own, theirs), sides, causes=[cause]))
    return found


def _starts(law: _Side, ours: _Side, line: str, provision: str | None) -> list[tuple[str, dict[str, Any]]]:
    found = []
    ends = law.last_day(line), ours.last_day(line)
    if ends[0] is None or ends[1] is None:
        return []
    for start in STARTS:
        theirs, own = law.counts_from(line, start, ends[0]), ours.counts_from(line, start, ends[1])
        if theirs != own:
            sides = {"counts": theirs, "provision": provision}, {"counts": own}
            found.append(_finding("start", _where(own, theirs), sides, start=start))
    return found


def _repair(law: _Side, ours: _Side) -> list[tuple[str, dict[str, Any]]]:
    theirs, own = law.repair_within(), ours.repair_within()
    if theirs is None and own is None:
        return []
    sides = (
        {"within": theirs[0], "provision": theirs[1]} if theirs else {"within": None, "provision": None},
        {"within": own[0] if own else None},
    )
    if own is None:
        return [_finding("repair", "silent", sides)]
    if theirs is None or own[0] < theirs[0]:
        return [_finding("repair", "more", sides)]
    return [_finding("repair", "less", sides)] if own[0] > theirs[0] else []


def _finding(
    kind: str, where: str, sides: tuple[Mapping[str, Any], Mapping[str, Any]], **about: Any
) -> tuple[str, dict[str, Any]]:
    return where, {"kind": kind, **about, "law": dict(sides[0]), "guarantee": dict(sides[1])}


def _grouped(findings: Sequence[tuple[str, dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Findings that say the same of several lines or causes are one."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for where, finding in findings:
        for earlier in groups.setdefault(where, []):
            if all(earlier.get(name) == finding.get(name) for name in _SAME):
                for name in ("lines", "causes"):
                    if name in finding:
                        earlier[name] += finding[name]
                break
        else:
            groups[where].append(finding)
    return groups


def _put(findings: list[dict[str, Any]], finding: dict[str, Any], kind: Kind) -> None:
    """Findings that say the same of several products are one."""
    for earlier in findings:
        if all(earlier.get(name) == finding.get(name) for name in (*_SAME, "lines", "causes")):
            earlier["products"].append(list(kind))
            return
    findings.append(finding | {"products": [list(kind)]})


def _share(line: rules.Line) -> float:
    """How much of a line is paid, in percent; 1 for a part that only an amount tells."""
    if line.outcome == "covered":
        return 100
    return (line.percent or 1) if line.outcome == "partly" else 0


def _where(own: float, theirs: float) -> str:
    return "less" if own < theirs else "more"


def _far(value: int | None) -> float:
    return float("inf") if value is None else value


def _last(good: int, bad: int, holds: Callable[[int], bool]) -> int:
    """The last number for which `holds`, knowing that it does for `good` and not for `bad`."""
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if holds(middle) else (good, middle)
    return good
