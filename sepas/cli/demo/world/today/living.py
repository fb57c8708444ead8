"""Living the rows of this folder: each is a case whose steps happen in the last working hours of the world."""

from dataclasses import replace
from datetime import datetime, timedelta

from sepas.cases.actions.appoint import Wanted, make_appointment
from sepas.cases.actions.attend import (
    cancel_appointment,
    confirm_appointment,
    decline_appointment,
    miss_appointment,
)
from sepas.cases.actions.link import link_cases
from sepas.cases.actions.merge import merge_cases
from sepas.cases.actions.snooze import snooze_case
from sepas.cases.actions.split import split_case
from sepas.cases.models import Case, Post, Tie
from sepas.cases.queries.page import promises_of
from sepas.cli.demo.world import pictures
from sepas.cli.demo.world.chance import stream
from sepas.cli.demo.world.engine import Engine, Life
from sepas.cli.demo.world.fleet import Owned, Person, quiet
from sepas.cli.demo.world.hidden import Hidden
from sepas.cli.demo.world.products import LARGE
from sepas.cli.demo.world.stage import HEADS, WHY, Stage
from sepas.cli.demo.world.today import hamrah, khodro, sard
from sepas.cli.demo.world.today.rows import Row
from sepas.cli.demo.world.told import Told
from sepas.teamwork import variables
from sepas.teamwork.actions.canned import count_use
from sepas.teamwork.actions.macros import run_macro
from sepas.teamwork.actions.say import say_in_case
from sepas.teamwork.macro import Macro
from sepas.teamwork.models import CannedReply

TODAY = (*sard.TODAY, *hamrah.TODAY, *khodro.TODAY)


def units(seed: int, hidden: Hidden, begins: datetime, ends: datetime) -> list[Owned]:
    """What the rows are about, one by one. The first customer of each company takes no messages."""
    found = quiet(seed, hidden, [(row.company, row.product_class) for row in TODAY], begins, ends)
    owners: dict[str, Person] = {}
    for row, unit in zip(TODAY, found, strict=True):
        if row.company not in owners:
            owners[row.company] = unit.person = replace(unit.person, reachable=False)
        if row.key:
            unit.person = owners.setdefault(row.key.split("-")[0], unit.person)
    return found


def begin(engine: Engine, stage: Stage, seed: int, units: list[Owned], now: datetime) -> None:
    """Let every row begin, with the unit of its place."""
    cases: dict[str, Told] = {}
    for number, (row, unit) in enumerate(zip(TODAY, units, strict=True)):
        first = cases.get(f"{row.key.split('-')[0]}-1")
        mine = first.unit if first and row.key.startswith("twice") else unit
        told = Told(stage, mine, mine.person, stream(seed, "today", number))
        if row.key:
            cases[row.key] = told
        engine.add(Today(stage, told, row, cases, now).live())


class Today:
    def __init__(self, stage: Stage, told: Told, row: Row, cases: dict[str, Told], now: datetime) -> None:
        self.stage, self.told, self.row, self.cases, self.ends = stage, told, row, cases, now
        self.rng = told.rng

    def live(self) -> Life:
        row, told = self.row, self.told
        now = yield self.ends - timedelta(hours=row.hours) if row.home else self._at(row.hours)
        answers = (
            {"odometer": 18_000}
            if row.product_class == "motor_vehicle" and row.kind == "maintenance"
            else None
        )
        offer = told.offered(row.kind, now) if row.offered else None
        told.open(row.kind, row.words, now, answers=answers, offer=offer)
        for hours, verb, *rest in row.steps:
            now = yield self._at(hours)
            getattr(self, f"_{verb}")(now, *rest)

    def _at(self, hours: float) -> datetime:
        return self.told.workshop.before(self.ends, hours)

    def _triage(self, now: datetime) -> None:
        self.told.triage(now)
        self.told.note_address(now)

    def _assign(self, now: datetime) -> None:
        self.told.assign(self.told.workshop.least_busy(now), now)

    def _head(self, now: datetime) -> None:
        self.told.assign(HEADS[self.told.company], now)

    def _answer(self, now: datetime, words: str) -> None:
        self.told.answer(words, now)

    def _say(self, now: datetime, words: str) -> None:
        self.told.say(words, now)

    def _photo(self, now: datetime, words: str) -> None:
        self.told.say(words, now, [pictures.photo(self.rng, self.told.unit)])

    def _note(self, now: datetime, words: str) -> None:
        say_in_case(self.told.agent, case=self.told.case, body=words, internal=True, now=now)

    def _ready(self, now: datetime, title: str) -> None:
        """Answered with a ready text, as the desk fills it in."""
        case, agent = self.told.case, self.told.agent
        kept = CannedReply.objects.visible_to(agent).get(title=title)
        body = variables.fill(kept.body_fa, case, promises_of(agent, case), language="fa", agent=agent.name)
        self.told.answer(body, now)
        count_use(agent, kept.pk)

    def _macro(self, now: datetime, title: str) -> None:
        case, agent = self.told.case, self.told.agent
        macro = Macro.objects.visible_to(agent).get(title=title)
        until = now + timedelta(days=3) if macro.aside else None
        run_macro(agent, case=case, macro=macro, promises=promises_of(agent, case), until=until, now=now)

    def _wish(self, now: datetime) -> None:
        self.told.prefer(now)

    def _hold(self, now: datetime, reason: str, note: str) -> None:
        self.told.hold(reason, note, now)

    def _aside(self, now: datetime, hours: float) -> None:
        """Put aside by whoever has it until so many working hours after the end."""
        until = self.told.workshop.open_after(self.ends, hours)
        snooze_case(self.told.recorder, case=self.told.case, until=until, now=now)

    def _visit(self, now: datetime) -> None:
        self.told.step("visit_completed" if self._at_home else "device_received", now)

    def _resolve(self, now: datetime, words: str) -> None:
        self.told.resolve(words, now)

    def _fix(self, now: datetime, hours: float) -> None:
        self._appoint(now, hours, fixed=True)

    def _propose(self, now: datetime, hours: float) -> None:
        self._appoint(now, hours, fixed=False)

    def _appoint(self, now: datetime, hours: float, *, fixed: bool) -> None:
        """For so many working hours after the end, or before it where they are negative."""
        shop = self.told.workshop
        moment = shop.open_after(self.ends, hours) if hours > 0 else shop.before(self.ends, -hours)
        wanted = Wanted(
            *shop.window(moment),
            meeting="home" if self._at_home else "branch",
            technician=self.stage.staff(self.told.technician),
            fixed=fixed,
        )
        make_appointment(self.told.agent, case=self.told.case, wanted=wanted, anyway=True, now=now)

    def _confirm(self, now: datetime) -> None:
        confirm_appointment(self.told.customer, case=self.told.case, now=now)

    def _decline(self, now: datetime, why: str) -> None:
        decline_appointment(self.told.customer, case=self.told.case, why=why, now=now)

    def _cancel(self, now: datetime, why: str) -> None:
        cancel_appointment(self.told.customer, case=self.told.case, why=why, now=now)

    def _missed(self, now: datetime, by: str) -> None:
        miss_appointment(self.told.agent, case=self.told.case, by=by, hold=by == "customer", now=now)

    def _merge(self, now: datetime, key: str) -> None:
        merge_cases(self.told.agent, duplicate=self.told.case, survivor=self.cases[key].case, now=now)

    def _part(self, now: datetime, key: str) -> None:
        link_cases(self.told.agent, case=self.told.case, other=self.cases[key].case, tie=Tie.CHILD, now=now)

    def _split(self, now: datetime, kind: str, words: str) -> None:
        last = Post.objects.unscoped(WHY).filter(case=self.told.pk, internal=False).order_by("-pk")[0]
        case: Case = self.told.case
        split_case(
            self.told.agent, case=case, kind=kind, description=words, posts=[last.pk], unit=case.unit, now=now
        )

    @property
    def _at_home(self) -> bool:
        return self.told.unit.sold.product_class in LARGE
