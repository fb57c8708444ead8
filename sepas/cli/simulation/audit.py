"""Whether bulk-written cases are what the actions would have written: some are told again and compared.

For each sampled case: the chains of its facts are whole, its decisions can be made again, its search text is what
`cases.search` makes of it. Then, in a transaction that is undone, a twin is opened from the same words by the same
people at the same moments, every verb is said to it again, and all rows of both are compared, column by column.
Only ids, codes, secrets and hashes may differ.
"""

import random
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, models, transaction

from sepas.assets.models import Unit
from sepas.cases import search
from sepas.cases.models import Case, Post, Promise, Right, SearchText
from sepas.cli.simulation.patterns import IDS_IN_FACTS, WHY
from sepas.cli.simulation.retell import retell
from sepas.cli.simulation.shapes import columns_of
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.verify import breaks
from sepas.kernel.errors import DomainError
from sepas.kernel.outbox.models import Delivery
from sepas.teamwork.models import Notification
from sepas.warranty.actions.decide import replay
from sepas.warranty.models import Decision

RELATED = ("organisation", "branch", "customer", "unit__model", "assignee", "decision")
OWN = {"id", "code", "secret", "hash", "previous_hash", "lease"}
"""Columns that are a case's own."""
SPOKEN_OF = {"code", *IDS_IN_FACTS}
"""The same, inside facts."""
LATER = {"state", "attempts", "lease", "done_at", "available_at", "error"}
"""Of deliveries: what a worker writes after the fact."""


def audit(count: int, *, seed: int, say: Callable[[str], None]) -> list[str]:
    """Tell `count` cases again; says and returns what differs, nothing when all is well."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    flaws: list[str] = []
    states: dict[str, int] = {}
    sample = _sample(rng, count)
    for case in sample:
        states[case.state] = states.get(case.state, 0) + 1
        flaws += [
            f"case {case.pk} ({case.state}): {flaw}" for flaw in (*_by_itself(case), *_beside_twin(case))
        ]
    for flaw in flaws[:20]:
        say(flaw)
    told = ", ".join(f"{number} {state}" for state, number in sorted(states.items()))
    say(f"{len(sample)} cases told again ({told}): {len(flaws)} differences")
    return flaws


def _sample(rng: random.Random, count: int) -> list[Case]:
    """Some of every state, any of the whole table."""
    found: dict[int, Case] = {}
    states = sorted({str(state) for state in _all(Case).values_list("state", flat=True).distinct()})
    for state in states:
        there = list(_all(Case).filter(state=state).order_by("pk").values_list("pk", flat=True))
        chosen = rng.sample(there, min(len(there), -(-count // len(states))))
        found |= _all(Case).select_related(*RELATED).in_bulk(chosen)
    return list(found.values())


def _by_itself(case: Case) -> Iterator[str]:
    yield from (f"chain of the case: {flaw}" for flaw in breaks("case", case.pk))
    told = set(_all(Notification).filter(case=case).values_list("key", flat=True))
    due = {f"assigned:{fact.pk}" for fact in _events(case).filter(name="case.assigned")} | {
        f"post:{fact.data['post_id']}"
        for fact in _events(case).filter(name="case.replied")
        if fact.data["by_customer"] and case.assignee_id
    }
    # Of promises whoever has the case at that moment is told, if it is still open then.
    perhaps = {f"due_soon:{fact.pk}" for fact in _events(case).filter(name="promise.at_risk")} | {
        f"late:{fact.pk}" for fact in _events(case).filter(name="promise.breached")
    }
    if not due <= told <= due | perhaps:
        yield f"notifications: {sorted(told)} instead of {sorted(due)}, and of promises {sorted(perhaps)}"
    yield from (f"chain of the customer: {flaw}" for flaw in breaks("customer", case.customer_id))
    if case.decision is not None:
        yield from (f"chain of the decision: {flaw}" for flaw in breaks("decision", case.decision.pk))
        try:
            replay(case.decision)
        except DomainError as error:
            yield f"decision: {error.data}"
    text = _all(SearchText).get(case=case).text
    if text != search.text_of(case, customer=case.customer, unit=case.unit):
        yield f"search text: {text}"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"{search.FTS_QUERY} AND rowid = %s", [f'"{case.code}"', case.pk])
            if cursor.fetchone() is None:
                yield "the word index does not know its code"


def _beside_twin(case: Case) -> Iterator[str]:
    with transaction.atomic():
        twin = retell(case)
        told = {name: (_shape(case, rows), _shape(twin, rows)) for name, rows in _PARTS.items()}
        transaction.set_rollback(True)
    for name, (written, again) in told.items():
        if len(written) != len(again):
            yield f"{name}: {len(written)} rows, told again {len(again)}"
            continue
        for ours, theirs in zip(written, again, strict=True):
            for column in ours:
                if ours[column] != theirs[column]:
                    yield f"{name}.{column}: {ours[column]!r} != {theirs[column]!r}"


def _shape(case: Case, rows: Callable[[Case], Any]) -> list[dict[str, Any]]:
    """Rows of a part as plain values without what is the case's own; references as whether there is one."""
    return [
        {
            column.attname: _plain(case, column, getattr(row, column.attname))
            for column in columns_of(type(row))
            if column.attname not in OWN and not (isinstance(row, Delivery) and column.attname in LATER)
        }
        for row in rows(case)
    ]


def _plain(case: Case, column: models.Field, value: Any) -> Any:
    if column.is_relation and column.related_model not in {Unit}:
        return value is not None
    if column.attname == "subject_id":
        return "own"
    if isinstance(column, models.JSONField):
        return _without_own(value)
    return value.replace(case.code, "CODE") if isinstance(value, str) else value


def _without_own(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _without_own(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_without_own(item) for item in value]
    return type(value).__name__ if key in SPOKEN_OF else value


def _all(model: Any) -> Any:
    return model.objects.unscoped(WHY)


def _events(case: Case) -> Any:
    return Event.objects.of("case", case.pk)


_PARTS: dict[str, Callable[[Case], Any]] = {
    "case": lambda case: _all(Case).filter(pk=case.pk),
    "search text": lambda case: _all(SearchText).filter(case=case),
    "promise": lambda case: _all(Promise).filter(case=case).order_by("pk"),
    "right": lambda case: _all(Right).filter(case=case).order_by("pk"),
    "post": lambda case: _all(Post).filter(case=case).order_by("at", "pk"),
    "decision": lambda case: _all(Decision).filter(pk=case.decision_id),
    "fact": _events,
    "fact of the decision": lambda case: Event.objects.of("decision", case.decision_id or 0),
    "delivery": lambda case: Delivery.objects.filter(event__in=_events(case).order_by()).order_by(
        "event__seq", "pk"
    ),
}
