"""How much failed for good and waits for somebody: background work, messages, and what webhooks were owed."""

from contextlib import suppress
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from sepas.kernel.actor import Actor
from sepas.kernel.outbox.models import Delivery
from sepas.kernel.outbox.queries import dead_deliveries
from sepas.notices.models import MessageState
from sepas.notices.queries import messages_of
from sepas.webhooks.queries import dead_deliveries as dead_webhooks

MOST = 100
"""Counted up to this: «۱۰۰ or more» says as much."""


def failed_work(actor: Actor) -> dict[str, int]:
    """By the section of the page that mends it, for those that the actor may mend. One query, or none."""
    wanted: dict[str, QuerySet[Any]] = {}
    if actor.may("deliveries.replay"):
        wanted["deliveries"] = dead_deliveries(actor)
        wanted["messages"] = messages_of(actor, state=MessageState.DEAD)
    if actor.may("webhooks.edit"):
        wanted["webhooks"] = dead_webhooks(actor)
    return _counted(wanted)


def may_mend(actor: Actor) -> bool:
    """Whether there is anything that the actor would be told of."""
    return actor.may("deliveries.replay") or actor.may("webhooks.edit")


def _counted(wanted: dict[str, QuerySet[Any]]) -> dict[str, int]:
    parts: dict[str, str] = {}
    params: list[Any] = []
    for name, rows in wanted.items():
        with suppress(EmptyResultSet):
            sql, given = rows.order_by().values("pk")[:MOST].query.sql_with_params()
            parts[name] = f"(SELECT COUNT(*) FROM ({sql}) AS counted)"  # noqa: S608
            params += given
    found = dict.fromkeys(wanted, 0)
    if parts:
        with connections[Delivery.objects.db].cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts.values())}", params)
            found |= dict(zip(parts, cursor.fetchone(), strict=True))
    return found
