"""What may become owed in a case: its decision's obligations, and what the organisation itself promises."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sepas.cases.models import Case, Promise
from sepas.cases.promises.moments import ends, starts
from sepas.cases.promises.terms import Owed, Terms
from sepas.kernel.made import made
from sepas.rules import standard_library
from sepas.service_levels.queries import promises_for

OWN_TITLES = {
    "first_reply": {"fa": "نخستین پاسخ", "en": "First answer"},
    "resolution": {"fa": "به سرانجام رساندن درخواست", "en": "Settling the request"},
    "visit": {"fa": "آمدن تکنسین", "en": "Technician’s visit"},
    "repair": {"fa": "تعمیر", "en": "Repair"},
}
"""Short names of what organisations promise of themselves."""


def title_of(name: str) -> Mapping[str, str]:
    """The title of a promise by its name alone: the organisation's own, else the obligation of the law."""
    found: Mapping[str, str] | None = OWN_TITLES.get(name)
    return found or standard_library().vocabulary.obligations.get(name) or {"fa": name, "en": name}


@dataclass(frozen=True, slots=True)
class Plan:
    """The promises of one case, before they start. Promises made from it are unsaved and not wound up."""

    case: Case
    owed: tuple[Owed, ...]

    def starting_with(self, moments: Iterable[str], now: datetime) -> list[Promise]:
        """Promises whose clock starts with one of `moments`, at `now`."""
        names = {str(moment) for moment in moments}
        return [_promise(self.case, owed, now) for owed in self.owed if owed.starts & names]

    def since(self, known: Mapping[str, str]) -> list[Promise]:
        """Promises whose start came before, counted from its latest coming, and that nothing ended since."""
        found = []
        for owed in self.owed:
            begun = [datetime.fromisoformat(known[name]) for name in owed.starts if name in known]
            done = [datetime.fromisoformat(known[name]) for name in ends(owed.name) if name in known]
            if begun and not (done and max(done) >= max(begun)):
                found.append(_promise(self.case, owed, max(begun)))
        return found


def plan_for(case: Case, terms: Terms) -> Plan:
    """The plan of `case` under the terms of its decision. One query, for the organisation's promises."""
    own = [
        Owed(
            name=promise.name,
            source="organisation",
            provision="",
            title=OWN_TITLES.get(promise.name, promise.text),
            text=promise.text,
            amount=promise.amount,
            unit=promise.unit,
            month_calendar=case.organisation.calendar,
            starts=starts(promise.name),
            pausable_by=tuple(promise.pausable_by),
        )
        for promise in promises_for(case.organisation, case.kind)
    ]
    return Plan(case, (*own, *terms.owed))


def _promise(case: Case, owed: Owed, started_at: datetime) -> Promise:
    return made(
        Promise,
        case=case,
        name=owed.name,
        source=owed.source,
        provision=owed.provision,
        title=dict(owed.title),
        text=dict(owed.text),
        amount=owed.amount,
        unit=owed.unit,
        month_calendar=owed.month_calendar,
        pausable_by=list(owed.pausable_by),
        on_breach=[{"remedy": remedy.name, "title": dict(remedy.title)} for remedy in owed.remedies],
        started_at=started_at,
    )
