"""Running what is owed: each delivery's effect and its "done" commit together, or neither does.

What is guaranteed. A database effect happens exactly once, whatever is killed when. Facts of one subject reach
one reaction in order; an earlier one that failed and waits for its next try holds back the later ones, one that
is dead no longer does. Different subjects and different reactions have no order among them.

What a reaction must keep to. No network (queue a message instead). Short: the mark below is made first, so
its row stays locked until commit and no other worker can take it however long it runs; but SQLite has one
writer, and everybody else's waits meanwhile.
"""

import logging
import random
import traceback
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from sepas.kernel import clock
from sepas.kernel.activity import registry
from sepas.kernel.outbox.claim import BATCH, claim
from sepas.kernel.outbox.models import Delivery, DeliveryState

MAX_ATTEMPTS = 12
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=6)

log = logging.getLogger(__name__)


class Undeliverable(Exception):
    """Trying again cannot help."""


class LeaseLost(Exception):
    """Another worker has it by now."""


def run_pending(now: datetime | None = None, limit: int = 1000) -> int:
    """Run due deliveries, those that they bring about included, until none is due or `limit` were run.

    `now` is fixed for the whole run if given, else read per batch. Returns how many were done; failed ones are
    put off and do not count, nor do they stop the others.
    """
    done = tried = 0
    while tried < limit:
        moment = now or clock.now()
        claimed = claim(moment, batch=min(BATCH, limit - tried))
        if not claimed:
            break
        tried += len(claimed)
        done += sum(run(delivery, moment) for delivery in claimed)
    return done


def run(delivery: Delivery, now: datetime) -> bool:
    """Run one claimed delivery; True when its effect and its mark were committed."""
    try:
        if delivery.attempts >= MAX_ATTEMPTS:
            raise Undeliverable(f"its worker stopped {delivery.attempts} times while this was running")
        with transaction.atomic():
            _mark_done(delivery, now)
            _react(delivery)
    except LeaseLost:
        return False
    except Undeliverable as why:
        _bury(delivery, str(why))
        return False
    except Exception:
        _put_off(delivery, now, traceback.format_exc())
        return False
    return True


def backoff(attempts: int) -> timedelta:
    """How long to wait after the given number of failures: doubling, half of it by chance, at most hours."""
    longest: timedelta = min(FIRST_WAIT * 2 ** max(0, attempts - 1), LONGEST_WAIT)
    return longest * (0.5 + random.random() / 2)  # noqa: S311 - spreads load, guards nothing


def _mark_done(delivery: Delivery, now: datetime) -> None:
    if not _mine(delivery).update(state=DeliveryState.DONE, done_at=now, lease=""):
        raise LeaseLost


def _react(delivery: Delivery) -> None:
    reaction = registry.reaction(delivery.reaction)
    if reaction is None:
        raise Undeliverable(f"no reaction is called {delivery.reaction!r} in this version of the product")
    fact = delivery.event
    if registry.event_type(fact.name) is None:
        raise Undeliverable(f"no event is called {fact.name!r} in this version of the product")
    reaction.run(fact, registry.rebuild(fact.name, fact.data))


def _put_off(delivery: Delivery, now: datetime, error: str) -> None:
    attempts = delivery.attempts + 1
    if attempts >= MAX_ATTEMPTS:
        _bury(delivery, error, attempts)
        return
    log.warning("%s failed for event %s, try %s", delivery.reaction, delivery.event_id, attempts)
    _mine(delivery).update(
        attempts=attempts, available_at=now + backoff(attempts), lease="", error=error[-8000:]
    )


def _bury(delivery: Delivery, error: str, attempts: int | None = None) -> None:
    log.error("%s is dead for event %s: %s", delivery.reaction, delivery.event_id, error.splitlines()[-1])
    _mine(delivery).update(
        state=DeliveryState.DEAD, attempts=attempts or delivery.attempts, lease="", error=error[-8000:]
    )


def _mine(delivery: Delivery) -> QuerySet[Delivery]:
    return Delivery.objects.filter(pk=delivery.pk, lease=delivery.lease, state=DeliveryState.PENDING)
