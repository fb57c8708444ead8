"""Making a decision that is kept, and making a kept one again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas import rules
from sepas.assets.models import Unit
from sepas.kernel.activity.record import plain, record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid
from sepas.kernel.insert import insert
from sepas.kernel.made import made
from sepas.kernel.once import fingerprint
from sepas.kernel.policy import require
from sepas.parties.models import Organisation
from sepas.warranty import policies
from sepas.warranty.changes import Case, explain_change
from sepas.warranty.events import DecisionChanged, DecisionMade
from sepas.warranty.library import library_of
from sepas.warranty.models import Decision
from sepas.warranty.queries import decided, prepared


def decide(
    actor: Actor,
    *,
    organisation: Organisation,
    unit: Unit | None,
    answers: Mapping[str, Any],
    as_of: date,
    now: datetime,
    supersedes: Decision | None = None,
    made_by: str = "",
) -> Decision:
    """Decide from what the register knows of `unit` and from `answers`, and keep it with all that it rests on.

    With `supersedes`, `change` says what differs and why, and the event is `decision.changed`; when facts, packs
    and date are the same, the superseded one is returned and nothing happens. Raises `Invalid` by fact (an unknown
    fact, a value that is not possible), `Refused`.
    """
    row = draft(
        actor, organisation=organisation, unit=unit, answers=answers, as_of=as_of, now=now,
        supersedes=supersedes, made_by=made_by,
    )  # fmt: skip
    return row if row is supersedes else keep(actor, row, now=now)


def draft(
    actor: Actor,
    *,
    organisation: Organisation,
    unit: Unit | None,
    answers: Mapping[str, Any],
    as_of: date,
    now: datetime,
    supersedes: Decision | None = None,
    made_by: str = "",
) -> Decision:
    """As `decide`, but nothing is written yet: for whoever thinks before the transaction begins, and then `keep`s."""
    require(policies.may_decide(actor, organisation.pk))
    if unit is not None and unit.organisation_id != organisation.pk:
        raise Invalid({"unit": _("Choose a unit of the same organisation.")})
    if supersedes is not None and supersedes.organisation_id != organisation.pk:
        raise Invalid({"supersedes": _("Choose a decision of the same organisation.")})
    held, facts = prepared(organisation, unit, answers)
    decision = decided(held.library, facts, as_of=as_of, jurisdiction=organisation.jurisdiction)
    kept = _as_kept(decision)
    mark = fingerprint(kept)
    if supersedes is not None and supersedes.result_hash == mark and supersedes.record == kept:
        return supersedes
    change = _change(supersedes, decision) if supersedes is not None else {}
    row = made(
        Decision,
        organisation=organisation,
        unit=unit,
        as_of=as_of,
        record=kept,
        result_hash=mark,
        guarantees=list(held.guarantees),
        provisional=decision.provisional,
        supersedes=supersedes,
        change=change,
        made_at=now,
        made_by=made_by or actor.name or actor.kind.value,
    )
    row.made = decision
    return row


def keep(actor: Actor, row: Decision, *, now: datetime) -> Decision:
    """Write what was drafted, with its fact."""
    assert row.made is not None
    with transaction.atomic(savepoint=False):
        insert(row)
        record(
            _made(row, row.made) if row.supersedes is None else _changed(row, row.supersedes),
            actor=actor,
            organisation_id=row.organisation_id,
            subject_id=row.pk,
            at=now,
            first=True,
        )
    return row


def replay(decision: Decision) -> rules.Decision:
    """Make a kept decision again from its record alone: same facts, same pack versions, same result, bit for bit.

    Raises `Conflict` with code `replay_mismatch` and the differences in `data` when packs are gone or the result
    differs: then something was tampered with, or the packs' files were changed instead of versioned.
    """
    library = library_of(decision.guarantees, at=decision.made_at).library
    try:
        again = library.replay(decision.record)
    except rules.ReplayMismatch as error:
        raise _mismatch(error.reason, list(error.differences)) from None
    mark = fingerprint(_as_kept(again))
    if mark != decision.result_hash:
        raise _mismatch("hash", [f"result_hash: {decision.result_hash} -> {mark}"])
    return again


def _as_kept(decision: rules.Decision) -> dict[str, Any]:
    """The record as every database gives it back. It is JSON already; only shares of lines may be whole numbers that
    are written as fractions (100.0).
    """
    record = decision.record()
    result: dict[str, Any] = record["result"]  # type: ignore[assignment]
    return record | {"result": result | {"lines": plain(result["lines"])}}


def _mismatch(reason: str, differences: list[str]) -> Conflict:
    return Conflict(
        _("This decision cannot be made again as it was kept. Its packs or its record were changed."),
        code="replay_mismatch",
        data={"reason": reason, "differences": differences},
    )


def _change(before: Decision, after: rules.Decision) -> dict[str, Any]:
    """Compared with what was decided then, or, if that cannot be made again, with its facts under today's packs."""
    try:
        old = replay(before)
    except Conflict:
        facts = {
            name: value for name, value in before.record["facts"].items() if name in after.plan.schema.facts
        }
        old = after.library.decide(
            after.library.parse_facts(facts), as_of=before.as_of, jurisdiction=after.jurisdiction
        )
    return plain(explain_change(Case(old, old.facts.as_json()), Case(after, after.facts.as_json())))


def _made(row: Decision, decision: rules.Decision) -> DecisionMade:
    return DecisionMade(
        row.pk,
        row.unit_id,
        row.as_of.isoformat(),
        {name: line.outcome for name, line in decision.lines.items()},
        row.provisional,
        row.result_hash,
    )


def _changed(row: Decision, supersedes: Decision) -> DecisionChanged:
    return DecisionChanged(row.pk, supersedes.pk, row.unit_id, row.change, row.provisional, row.result_hash)
