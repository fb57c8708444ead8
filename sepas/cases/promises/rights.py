"""What the breach of a promise unlocks for the customer."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sepas.cases.events import PromiseBreached
from sepas.cases.facts import case_facts, local_day
from sepas.cases.models import Case, Promise, Right
from sepas.cases.promises.terms import Remedy, terms_of
from sepas.warranty.models import Decision


def unlocked_by(
    case: Case, decision: Decision | None, promise: Promise, moments: Mapping[str, str], now: datetime
) -> tuple[Remedy, ...]:
    """The remedies of a breach of `promise`, with the amounts that are known by `now`."""
    if promise.source == "organisation":
        return ()
    terms = terms_of(decision, case_facts(case, moments, now), as_of=local_day(case, now))
    return terms.remedies_of(promise.provision, promise.name)


def unlock(case: Case, promise: Promise, remedies: Sequence[Remedy]) -> PromiseBreached:
    """Write the rights down, each once, and return the fact that tells of the breach and of them."""
    assert promise.due_at is not None
    found = []
    for remedy in remedies:
        right, new = Right.objects.unscoped("unlocked by a breach").get_or_create(
            case=case,
            provision=remedy.provision,
            remedy=remedy.name,
            promise=promise,
            defaults={
                "source": remedy.source,
                "title": dict(remedy.title),
                "text": dict(remedy.text),
                "amount": remedy.amount,
                "per": remedy.per,
                "extends": remedy.extends,
                "unlocked_at": promise.due_at,
                "stopped_at": promise.met_at if remedy.per else None,
            },
        )
        if new:
            found.append(right)
    return PromiseBreached(
        promise_id=promise.pk,
        name=promise.name,
        source=promise.source,
        title=promise.title,
        due_at=promise.due_at.isoformat(),
        rights=[as_data(right) for right in found],
    )


def refresh(promise: Promise, remedies: Sequence[Remedy], *, stopped_at: datetime | None) -> None:
    """Bring amounts and extensions of what a breach unlocked up to what is known now.

    With `stopped_at` the thing was done: an amount per day stops growing.
    """
    mine = Right.objects.unscoped("the rights that a breach of this promise gave").filter(promise=promise)
    if stopped_at is not None:
        mine.filter(stopped_at=None).exclude(per="").update(stopped_at=stopped_at)
    for remedy in remedies:
        known = {"amount": remedy.amount, "per": remedy.per, "extends": remedy.extends}
        if known := {name: value for name, value in known.items() if value}:
            mine.filter(provision=remedy.provision, remedy=remedy.name).update(
                **known, text=dict(remedy.text)
            )


def as_data(right: Right) -> dict[str, Any]:
    """A right as an event keeps it."""
    return {
        "remedy": right.remedy,
        "source": right.source,
        "provision": right.provision,
        "title": right.title,
        "text": right.text,
        "amount": right.amount,
        "per": right.per,
    }
