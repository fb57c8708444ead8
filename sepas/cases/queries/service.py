"""What was done to a unit, for its present owner: the work stays with the unit, the people do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sepas.assets.models import Unit
from sepas.cases.lifecycle import Kind, State
from sepas.cases.models import Case
from sepas.kernel.actor import Actor

WORK = (
    Kind.GUARANTEE_REPAIR,
    Kind.PAID_REPAIR,
    Kind.MAINTENANCE,
    Kind.INSTALLATION,
    Kind.ACTIVATION,
    Kind.REPLACEMENT,
)
"""Kinds that do something to the unit; what a former owner asked or complained of is theirs."""


@dataclass(frozen=True, slots=True)
class Served:
    """One case of a unit. `secret` opens it and is there only for the reader's own cases."""

    kind: str
    state: str
    opened_at: datetime
    resolved_at: datetime | None
    secret: str
    code: str

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def state_label(self) -> str:
        return str(State(self.state).label)


def service_history(actor: Actor, unit: Unit, *, limit: int = 50) -> list[Served]:
    """The reader's own cases of a unit of theirs, and what was done to it before, newest first. One query.

    Of a former owner's cases only what was done and when is told: no code, no link, no words, no place. Give it a
    unit that `actor` may see.
    """
    rows = Case.objects.unscoped("work done to a unit is its present owner's to know; no person is in it")
    found = rows.filter(unit=unit).order_by("-opened_at", "-pk")
    known = found.values_list(
        "kind", "state", "opened_at", "resolved_at", "secret", "code", "customer__mobile"
    )
    told = []
    for kind, state, opened_at, resolved_at, secret, code, mobile in known[: limit * 2]:
        own = bool(actor.mobile) and mobile == actor.mobile
        if own or (kind in WORK and resolved_at is not None):
            told.append(
                Served(kind, state, opened_at, resolved_at, secret if own else "", code if own else "")
            )
    return told[:limit]


def last_services(units: Sequence[Unit]) -> Mapping[int, datetime]:
    """The moment of the last periodic service of each unit that had one, by the unit's id. One query."""
    rows = Case.objects.unscoped("when a unit was serviced last tells nothing of a person")
    done = rows.filter(unit__in=units, kind=Kind.MAINTENANCE, resolved_at__isnull=False)
    if not units:
        return {}
    moments = done.order_by("resolved_at").values_list("unit_id", "resolved_at")
    return {unit_id: at for unit_id, at in moments if unit_id is not None and at is not None}
