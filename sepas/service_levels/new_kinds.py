"""Promises for kinds of case that came after a company had begun: they grew out of others, and begin with theirs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sepas.kernel.activity.models import Event
from sepas.kernel.actor import system
from sepas.parties import queries as parties
from sepas.parties.models import Organisation
from sepas.service_levels.actions import set_promise
from sepas.service_levels.defaults import DEFAULTS, RESOLUTION, Default
from sepas.service_levels.models import ServicePromise

CAME_FROM: Final[Mapping[str, str]] = {
    "activation": "installation",
    "replacement": "return",
    "refund": "return",
}
"""Which kind such cases were before they had a kind of their own."""
BEGUN: Final = {row.kind: row for row in DEFAULTS if row.name == RESOLUTION}
WHY = "a company's promises, before anybody of it asks"


def promise_new_kinds(now: datetime) -> int:
    """Give every company that lacks one a promise for each of these kinds; how many were given.

    Where the promise that held until now (of the kind that it came from) is still the one to begin with, it is the one
    to begin with for the new kind; where the company set another, that one. Nothing is given where the company removed
    either, or set one itself. May be repeated.
    """
    return sum(_of(organisation, now) for organisation in parties.organisations())


def _of(organisation: Organisation, now: datetime) -> int:
    rows = ServicePromise.objects.unscoped(WHY).filter(organisation=organisation, name=RESOLUTION)
    own = {row.kind: row for row in rows.filter(kind__in={*CAME_FROM, *CAME_FROM.values()})}
    lacking = [kind for kind, origin in CAME_FROM.items() if kind not in own and origin in own]
    if not lacking:
        return 0
    removed = _removed(organisation)
    given = [kind for kind in lacking if kind not in removed]
    for kind in given:
        before = own[CAME_FROM[kind]]
        begun = BEGUN[kind] if _as_begun(before) else before
        set_promise(
            system(organisation.pk, "sepas"),
            organisation=organisation,
            kind=kind,
            name=RESOLUTION,
            amount=begun.amount,
            unit=begun.unit,
            pausable_by=begun.pausable_by,
            now=now,
        )
    return len(given)


def _as_begun(row: ServicePromise) -> bool:
    begun: Default = BEGUN[row.kind]
    return (row.amount, row.unit, set(row.pausable_by)) == (begun.amount, begun.unit, set(begun.pausable_by))


def _removed(organisation: Organisation) -> set[str]:
    """Kinds whose promise somebody of the company took away once."""
    # By what they are about, they are few; of an organisation, SQLite would read all facts that it has.
    told = Event.objects.filter(subject_type="service_promise", name="service_promise.removed")
    rows = told.values_list("organisation_id", "data")
    return {data["kind"] for of, data in rows if of == organisation.pk and data["name"] == RESOLUTION}
