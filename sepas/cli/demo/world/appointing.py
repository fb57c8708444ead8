"""The time of a visit as both sides agree on it: proposed or fixed, agreed to, moved, cancelled, missed.

The visit itself is a part of the case's own life, and keeps what stands then.
"""

from datetime import datetime, timedelta

from sepas.cases.actions.appoint import Wanted, make_appointment, move_appointment
from sepas.cases.actions.attend import (
    cancel_appointment,
    confirm_appointment,
    decline_appointment,
    miss_appointment,
)
from sepas.cases.models import Case
from sepas.cli.demo.world import parameters as p
from sepas.cli.demo.world import phrases
from sepas.cli.demo.world.chance import about, stream
from sepas.cli.demo.world.engine import Engine, Life, Stretch
from sepas.cli.demo.world.people import weighted
from sepas.cli.demo.world.products import LARGE
from sepas.cli.demo.world.told import Told
from sepas.cli.demo.world.when import awake

TIME_FOR_TWO = timedelta(hours=40)
"""A visit so far away may have had an earlier time, which came to nothing."""
LATE = timedelta(minutes=20)


def begin(engine: Engine, told: Told, now: datetime, visit: datetime, seed: int) -> None:
    """Let an appointment for `visit` have its life, since the companies work with appointments."""
    if now >= engine.ends - timedelta(days=p.APPOINTED_SINCE) and visit - now > timedelta(hours=2):
        engine.add(Appointed(engine, told, visit, seed).live(now))


class Appointed:
    def __init__(self, engine: Engine, told: Told, visit: datetime, seed: int) -> None:
        self.engine, self.told, self.visit = engine, told, visit
        self.rng = stream(seed, "appointment", told.unit.number, visit.isoformat())
        self.fate = weighted(self.rng, p.APPOINTMENTS)

    def live(self, now: datetime) -> Life:
        now = yield now + timedelta(minutes=self.rng.randrange(3, 20))
        first = self.told.workshop.window(now + (self.visit - now) * 0.5)
        two = self.visit - now > TIME_FOR_TWO and now < first[0] and first[1] + TIME_FOR_TWO / 4 < self.visit
        if self.fate in {"agrees", "silent"} or not two:
            self._make(self.told.workshop.window(self.visit), now, fixed=self.rng.random() < 0.6)
            if self.fate != "silent":
                yield from self._agree(now)
            return
        self._make(first, now, fixed=self.fate != "moved")
        now = yield from getattr(self, f"_{self.fate}")(now, first)
        yield from self._agree(now)

    def _moved(self, now: datetime, first: tuple[datetime, datetime]) -> Stretch:
        now = yield min(awake(self.rng, now + timedelta(hours=about(self.rng, 2))), first[0] - LATE)
        if self._stands:
            decline_appointment(
                self.told.customer, case=self.told.case, why=self.rng.choice(phrases.ANOTHER_TIME), now=now
            )
        now = yield self.told.workshop.open_after(now, about(self.rng, 1))
        wanted = self._wanted(self.told.workshop.window(self.visit), fixed=True)
        if self._stands and wanted.begins_at > now:
            move_appointment(self.told.agent, case=self.told.case, wanted=wanted, anyway=True, now=now)
        return now

    def _missed_customer(self, now: datetime, first: tuple[datetime, datetime]) -> Stretch:
        return self._missed(first, "customer")

    def _missed_company(self, now: datetime, first: tuple[datetime, datetime]) -> Stretch:
        return self._missed(first, "company")

    def _missed(self, first: tuple[datetime, datetime], by: str) -> Stretch:
        now = yield first[1] + LATE
        if self._stands:
            miss_appointment(self.told.agent, case=self.told.case, by=by, now=now)
        now = yield self.told.workshop.open_after(now, about(self.rng, 1))
        self._make(self.told.workshop.window(self.visit), now, fixed=True)
        return now

    def _cancelled(self, now: datetime, first: tuple[datetime, datetime]) -> Stretch:
        now = yield now + (first[0] - now) * 0.6
        if self._stands:
            cancel_appointment(
                self.told.agent, case=self.told.case, why=self.rng.choice(phrases.NOT_TODAY), now=now
            )
        now = yield now + timedelta(minutes=5)
        self._make(self.told.workshop.window(self.visit), now, fixed=True)
        return now

    def _agree(self, now: datetime) -> Life:
        now = yield awake(self.rng, now + timedelta(hours=about(self.rng, 3)))
        case = self.told.case
        appointment = case.appointment
        if appointment is None or appointment.state not in {"proposed", "fixed"}:
            return
        if now < appointment.begins_at:
            confirm_appointment(self.told.customer, case=case, now=now)

    def _make(self, window: tuple[datetime, datetime], now: datetime, *, fixed: bool) -> None:
        case = self.told.case
        if case.is_open and not _stands(case) and window[0] > now:
            wanted = self._wanted(window, fixed=fixed)
            make_appointment(self.told.agent, case=case, wanted=wanted, anyway=True, now=now)

    def _wanted(self, window: tuple[datetime, datetime], *, fixed: bool) -> Wanted:
        told = self.told
        meeting = "home" if told.unit.sold.product_class in LARGE else "branch"
        return Wanted(*window, meeting=meeting, technician=told.stage.staff(told.technician), fixed=fixed)

    @property
    def _stands(self) -> bool:
        return _stands(self.told.case)


def _stands(case: Case) -> bool:
    return case.appointment is not None and case.appointment.stands
