"""Walking through simulated time: lives go on when their moment comes, and clocks, workers and gateways between."""

import heapq
from collections.abc import Callable, Generator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from django.db import connection

from sepas.cases.actions.attend import remind_due
from sepas.cases.actions.snooze import wake_due
from sepas.cases.models import Appointment, Case, Promise, Snooze
from sepas.cases.promises import tick as promises
from sepas.flows import close_after_window
from sepas.kernel.outbox.models import Delivery, DeliveryState
from sepas.kernel.outbox.work import run_pending
from sepas.notices.deliver import deliver_due
from sepas.notices.models import Message
from sepas.notices.ports import Gateways, Receipt, Undeliverable

SOON = timedelta(seconds=4)
"""How long after its moment the clock finds something, and a worker runs a reaction."""

AT_LEAST, LATELY = timedelta(hours=8), timedelta(days=30)
"""Workers look this often, and at every chance in the last days, which people will read hour by hour."""
FIRST = datetime.min.replace(tzinfo=UTC)
NEXT_DUE = "SELECT " + ", ".join(
    f"(SELECT min({column}) FROM {model._meta.db_table} WHERE {column} IS NOT NULL)"
    for model, column in (
        (Promise, "tick_at"),
        (Case, "close_at"),
        (Message, "available_at"),
        (Appointment, "remind_at"),
        (Snooze, "until"),
    )
)

Life = Generator[datetime, datetime, None]
"""Yields the moment at which it wants to go on, and is sent the moment at which it does."""
Stretch = Generator[datetime, datetime, datetime]
"""A part of a life, which returns the moment of its end."""


class Outbox:
    """Keeps what is sent, as an embedded install does; some numbers take no messages."""

    def __init__(self) -> None:
        self.unreachable: set[str] = set()

    def send(self, *, recipient: str, body: str, key: str, subject: str = "") -> Receipt:
        if recipient in self.unreachable:
            raise Undeliverable("the number is not in service")
        return Receipt(kept=True)


class Engine:
    """Lives by the moment of their next step. Nothing happens after `ends`."""

    def __init__(self, begins: datetime, ends: datetime) -> None:
        self.now, self.ends = begins, ends
        self.outbox = Outbox()
        self.gateways = Gateways(self.outbox, self.outbox)
        self._lives: list[tuple[datetime, int, Life]] = []
        self._born = 0
        self._worked = FIRST
        self.steps = 0

    def add(self, life: Life) -> None:
        """Let a life begin: it is run up to its first moment at once."""
        self._push(next(life, None), life)

    def run(self, every: Callable[[datetime], None]) -> None:
        """Until the end; `every` is called once a simulated day."""
        day = self.now
        while self._lives and self._lives[0][0] <= self.ends:
            at, _, life = heapq.heappop(self._lives)
            self._catch_up(at)
            self.now = max(self.now, at)
            if self.now - day > timedelta(days=1):
                day = self.now
                every(day)
            self.steps += 1
            with suppress(StopIteration):
                self._push(life.send(self.now), life)
        self._catch_up(self.ends)
        self.now = self.ends
        self._deliver(self.ends)

    def _push(self, at: datetime | None, life: Life) -> None:
        if at is not None:
            self._born += 1
            heapq.heappush(self._lives, (max(at, self.now), self._born, life))

    def _catch_up(self, until: datetime) -> None:
        """Everything that time alone brings about before `until`, in its order."""
        while (due := self._next_due()) is not None and due[0] < until:
            self.now = max(due[0], self.now) + SOON
            if due[1](self.now) and self.ends - self.now < LATELY:
                self._react(self.now)
        self._work(until)

    def _next_due(self) -> tuple[datetime, Callable[[datetime], int]] | None:
        """The earliest moment that the clock or a gateway has to look at, and who has to. One statement: it is
        asked at every step."""
        with connection.cursor() as cursor:
            cursor.execute(NEXT_DUE)
            moments = [_moment(found) for found in cursor.fetchone()]
        lookers = (promises.tick, self._close, self._deliver, remind_due, wake_due)
        found = [pair for pair in zip(moments, lookers, strict=True) if pair[0] is not None]
        return min(found, key=lambda pair: pair[0], default=None)  # type: ignore[arg-type, return-value]

    def _deliver(self, now: datetime) -> int:
        deliver_due(now, limit=1_000, gateways=self.gateways)
        return 0

    def _work(self, now: datetime) -> None:
        """What workers do within seconds; here, long ago, within hours, so that they need not be asked at each step."""
        lately = self.ends - now < LATELY
        if lately or now - self._worked >= AT_LEAST:
            self._worked = now
            self._react(now)

    def _react(self, now: datetime) -> None:
        """Run what is due. It is counted first, so that nobody looks once more and finds nothing."""
        while waiting := Delivery.objects.filter(state=DeliveryState.PENDING, available_at__lte=now).count():
            if not run_pending(now, limit=waiting):
                break

    def _close(self, now: datetime) -> int:
        close_after_window.run(now)
        return 0  # nothing waits for it


def _moment(found: datetime | str | None) -> datetime | None:
    """A moment as the driver gives it: SQLite keeps text."""
    return datetime.fromisoformat(found).replace(tzinfo=UTC) if isinstance(found, str) else found
