"""A turn: one verb said to one case. Clocks, rights, the case's row and the facts are gathered, then written.

    turn = Turn.begin(actor, case, now)
    turn.happened(Moment.REPAIR_COMPLETED)
    turn.commit("progress", CaseProgressed(...))

Whoever writes promises writes their case first, by compare-and-swap: that orders all writers of one case on
both databases, so the promises that were read are still the promises when they are written.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sepas.cases.events import PromiseAtRisk
from sepas.cases.lifecycle import CASE, OPEN_STATES
from sepas.cases.models import OPEN_PROMISES, Case, Promise, PromiseState
from sepas.cases.promises import clocks, rights, told
from sepas.cases.promises.moments import ends
from sepas.cases.promises.plan import Plan, plan_for
from sepas.cases.promises.replanning import replan
from sepas.cases.promises.terms import Remedy, Terms, terms_of
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.swap import swap
from sepas.service_levels.calendars import WorkingCalendar
from sepas.service_levels.queries import calendar_of
from sepas.warranty.models import Decision

SAVED = (
    "state",
    "amount",
    "unit",
    "pauses",
    "due_at",
    "half_at",
    "at_risk_at",
    "tick_at",
    "met_at",
    "breached_at",
)
"""Columns of a promise that a turn may change."""


@dataclass
class Turn:
    """What one verb changes. Nothing is written before `commit`."""

    actor: Actor
    case: Case
    now: datetime
    promises: list[Promise]
    """Those that are owed: running, at risk, paused or late; and those that this turn ends or starts."""
    started: list[Promise] = field(default_factory=list)
    revived: list[Promise] = field(default_factory=list)
    cancelled: list[Promise] = field(default_factory=list)
    moments: dict[str, str] = field(default_factory=dict)
    holds: list[Any] = field(default_factory=list)
    decision: Decision | None = None
    _changed: dict[int, Promise] = field(default_factory=dict)
    _before: list[Any] = field(default_factory=list)
    _after: list[Callable[[], Any]] = field(default_factory=list)
    _breaches: list[tuple[Promise, tuple[Remedy, ...]]] = field(default_factory=list)
    _decided_before: int | None = None
    _calendar: WorkingCalendar | None = None
    _plan: Plan | None = None
    _terms: Terms | None = None

    @classmethod
    def begin(cls, actor: Actor, case: Case, now: datetime) -> "Turn":
        """Read what is owed in `case` (one query), and record first what is late by now."""
        owed = Promise.objects.unscoped("the policy of the verb was asked").filter(
            case=case, state__in=OPEN_PROMISES
        )
        turn = cls(actor, case, now, sorted(owed, key=lambda promise: promise.pk))
        turn.moments, turn.holds, turn.decision = dict(case.moments), list(case.holds), case.decision
        turn.settle()
        return turn

    @property
    def calendar(self) -> WorkingCalendar:
        """When the case's branch works."""
        if self._calendar is None:
            self.case.branch.organisation = self.case.organisation
            self._calendar = calendar_of(self.case.branch)
        return self._calendar

    @property
    def terms(self) -> Terms:
        """What the case's present decision says."""
        if self._terms is None:
            self._terms = terms_of(self.decision)
        return self._terms

    @property
    def plan(self) -> Plan:
        """What may become owed in this case: the decision's obligations and the organisation's promises."""
        if self._plan is None:
            self._plan = plan_for(self.case, self.terms)
        return self._plan

    def settle(self) -> None:
        """Find what became late or at risk and was not recorded yet, and the rights that a breach gives."""
        for promise in self.promises:
            if clocks.is_late(promise, self.now):
                promise.state, promise.breached_at = PromiseState.BREACHED, promise.due_at
                self._breaches.append((self.touch(clocks.arm(promise)), self._unlocked_by(promise)))
            elif clocks.is_at_risk(promise, self.now):
                promise.state = PromiseState.AT_RISK
                self.touch(clocks.arm(promise))
                self._before.append(told.at_risk(promise))

    def happened(self, *moments: str) -> None:
        """End the promises that these moments keep, and start those that they begin."""
        names = {str(moment) for moment in moments}
        for promise in self.promises:
            if promise.state in OPEN_PROMISES and ends(promise.name) & names:
                self._keep(promise)
        self.moments |= dict.fromkeys(names, self.now.isoformat())
        for promise in self.plan.starting_with(names, self.now):
            self.start(promise)

    def start(self, promise: Promise) -> None:
        """Let a new promise run, less the holds that it may be paused by."""
        self._wind_up(promise)
        self.started.append(promise)
        self.promises.append(promise)

    def _wind_up(self, promise: Promise) -> None:
        promise.pauses = [
            [begin, end]
            for reason, begin, end in self.holds
            if reason in promise.pausable_by and (end is None or end > promise.started_at.isoformat())
        ]
        if promise.pauses and promise.pauses[-1][1] is None:
            promise.state = PromiseState.PAUSED
        clocks.wind(promise, self.calendar)

    def hold(self, reason: str) -> tuple[list[Promise], list[Promise]]:
        """Stop the clocks that this reason may stop. Returns those that stand still and those that run on."""
        self.holds = [*self.holds, [reason, self.now.isoformat(), None]]
        paused, running = [], []
        for promise in self.promises:
            if promise.state not in clocks.LIVE:
                continue
            if reason in promise.pausable_by:
                paused.append(self.touch(clocks.pause(promise, self.calendar, self.now)))
            else:
                running.append(promise)
        return paused, running

    def release(self) -> list[Promise]:
        """End the hold, if there is one, and let every paused clock run on; returns those."""
        self.holds = [[reason, begin, end or self.now.isoformat()] for reason, begin, end in self.holds]
        paused = [promise for promise in self.promises if promise.state == PromiseState.PAUSED]
        return [self.touch(clocks.resume(promise, self.calendar, self.now)) for promise in paused]

    def decide(self, decision: Decision) -> None:
        """Put `decision` in place of the present one and plan anew what the case owes by it."""
        self.decision = decision
        self._terms = self._plan = None
        self.replan(own=False)

    def replan(self, *, own: bool) -> None:
        """Cancel what is no longer owed and start what is owed since earlier moments; see `replanning`."""
        self._plan = None
        replan(self, own=own)

    def drop(self, promise: Promise) -> None:
        """Owe it no more; one that was only about to start is forgotten."""
        if promise.pk:
            self.cancelled.append(self.touch(clocks.cancel(promise)))
        else:
            self.started.remove(promise)
            self.promises.remove(promise)

    def revive(self, promise: Promise) -> None:
        """Owe again what was cancelled before, from when it started."""
        promise.state = PromiseState.RUNNING
        self._wind_up(promise)
        self.promises.append(promise)
        self.revived.append(self.touch(promise))

    def rewind(self) -> None:
        """Count every live clock anew, by the calendar of the branch that the case has now."""
        self._calendar = None
        for promise in self.promises:
            if promise.state in (*clocks.LIVE, PromiseState.PAUSED):
                self.touch(clocks.wind(promise, self.calendar))

    def tell(self, fact: Any) -> None:
        """Record a further fact after the verb's own; a function is called when everything is written."""
        self._after.append(fact if callable(fact) else lambda: fact)

    def commit(
        self, verb: str | None, fact: Any | Callable[[], Any] | None, *, touch: bool = True, **changes: Any
    ) -> Event | None:
        """Write everything: the case by compare-and-swap, promises, rights, facts. Returns the verb's fact.

        Call inside a transaction. `verb` None leaves the state as it is. Raises `Stale` when somebody changed
        the case since it was read, `IllegalMove` when the state does not allow the verb.
        """
        if verb is not None:
            state = CASE.after(self.case.state, verb)
            changes |= {"state": changes.get("state", state)}
            changes["is_open"] = changes["state"] in OPEN_STATES
        if touch:
            changes["touched_at"] = self.now
            if self.case.forgotten_at is not None:
                changes["forgotten_at"] = None
        if self.decision is not None and self.decision.pk != self.case.decision_id:
            changes["decision"] = self.decision
        if self.moments != self.case.moments:
            changes["moments"] = self.moments
        if self.holds != self.case.holds:
            changes["holds"] = self.holds
        self._decided_before = self.case.decision_id
        swap(self.case, **changes, **told.summary(self.promises))
        self._save_promises()
        for each in (*[rights.unlock(self.case, *each) for each in self._breaches], *self._before):
            self._record(each)
        own = self._record(fact() if callable(fact) else fact) if fact is not None else None
        for later in self._after:
            self._record(later())
        return own

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to write."""
        return not (self._changed or self._before or self._after or self.started)

    @property
    def findings(self) -> int:
        """How many promises this turn found at risk or late."""
        return len(self._breaches) + sum(isinstance(fact, PromiseAtRisk) for fact in self._before)

    def touch(self, promise: Promise) -> Promise:
        """Have a change of this promise saved."""
        if promise.pk:
            self._changed[promise.pk] = promise
        return promise

    def _keep(self, promise: Promise) -> None:
        late = promise.state == PromiseState.BREACHED
        self.touch(clocks.keep(promise, self.now))
        self._after.append(lambda: told.met(promise, late=late))

    def _save_promises(self) -> None:
        for promise in self._changed.values():
            swap(
                promise,
                **{name: getattr(promise, name) for name in SAVED},
            )
        if self.started:
            Promise.objects.bulk_create(self.started)
        redecided = self.decision is not None and self.decision.pk != self._decided_before
        for promise in self.promises:
            if promise.state == PromiseState.MET_LATE:
                rights.refresh(promise, self._unlocked_by(promise), stopped_at=self.now)
            elif promise.state == PromiseState.BREACHED and redecided:
                rights.refresh(promise, self._unlocked_by(promise), stopped_at=None)

    def _unlocked_by(self, promise: Promise) -> tuple[Remedy, ...]:
        return rights.unlocked_by(self.case, self.decision, promise, self.moments, self.now)

    def _record(self, fact: Any) -> Event:
        return record(
            fact,
            actor=self.actor,
            organisation_id=self.case.organisation_id,
            subject_id=self.case.pk,
            at=self.now,
        )
