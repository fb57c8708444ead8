"""What happens to a repair, from the first words until everybody is through with it."""

from collections.abc import Generator
from datetime import datetime, timedelta
from typing import Any

from sepas.cli.demo.world import appointing, phrases, pictures, voices, wording
from sepas.cli.demo.world import parameters as p
from sepas.cli.demo.world.chance import about, stream
from sepas.cli.demo.world.engine import Engine, Life, Stretch
from sepas.cli.demo.world.fleet import Failure, Need, Owned
from sepas.cli.demo.world.judgement import FALSELY, judge
from sepas.cli.demo.world.parts import CHANGED_ONLY
from sepas.cli.demo.world.products import LARGE
from sepas.cli.demo.world.stage import Stage
from sepas.cli.demo.world.told import Told
from sepas.cli.demo.world.truth import Truth
from sepas.cli.demo.world.when import awake

YEAR_AND_A_HALF = 550
ROUNDS = 3
Round = Generator[datetime, datetime, bool | None]


class Repair:
    """One failure of one unit: a case, its rounds, and what the customer makes of it."""

    def __init__(
        self, engine: Engine, stage: Stage, truth: Truth, seed: int, unit: Owned, need: Need
    ) -> None:
        assert need.failure is not None
        self.engine, self.stage, self.truth, self.unit, self.need = engine, stage, truth, unit, need
        self.failure: Failure = need.failure
        self.seed = seed
        self.rng = stream(seed, "repair", unit.number, need.failure.part.key)
        self.told = Told(stage, unit, unit.person, self.rng)
        self.shown = wording.symptoms_of(self.rng, need.failure)
        self.km = int((need.at.date() - unit.delivered_on).days * self.rng.uniform(25, 70)) + 15
        self.decided: dict[str, Any] = {}
        self.rounds = 0
        self.skill_missing = stage.lacks_skill(unit, need.failure.part.skill)

    def live(self) -> Life:
        now = yield self.need.at
        self._open(now)
        now = yield from self._receive(now)
        fixed = yield from self._round(now)
        while fixed is False and self.rounds < ROUNDS:
            now = yield from self._comes_back()
            fixed = yield from self._round(now)
        now = yield self.engine.now + timedelta(hours=self.rng.uniform(1, 20))
        mood = yield from voices.of_mood(self.engine, self.told, self.truth, now)
        self._tell(mood, now, fixed is True)

    def _open(self, now: datetime) -> None:
        old = (now.date() - self.unit.delivered_on).days > YEAR_AND_A_HALF
        kind = "paid_repair" if old and self.rng.random() < 0.45 else "guarantee_repair"
        car = self.unit.sold.product_class == "motor_vehicle"
        answers = {"odometer": self.km, "report_odometer": self.km} if car else {}
        words = wording.description(self.rng, self.unit, self.shown)
        files = [pictures.photo(self.rng, self.unit)] if self.rng.random() < p.PHOTO else []
        offer = self.told.offered(kind, now) if kind == "paid_repair" else None
        self.told.open(kind, words, now, answers=answers, files=files, offer=offer)

    def _receive(self, now: datetime) -> Stretch:
        """Triage, the first answer, a technician: what an agent does on the same or the next working day."""
        told, rng, shop = self.told, self.rng, self.told.workshop
        now = yield shop.open_after(now, about(rng, 2.0, 1.1))
        told.triage(now)
        if rng.random() < p.LIVES_AT:
            told.note_address(now)
        now = yield shop.open_after(now, about(rng, 0.9, 1.1))
        told.assign(shop.least_busy(now), now)
        rude = rng.random() < (
            p.RUDE if told.agent_name == self.stage.hidden.rude_person else p.RUDE_OTHERWISE
        )
        if rng.random() >= p.NO_FIRST_ANSWER:
            now = yield shop.open_after(now, about(rng, 0.4))
            kind = self.unit.sold.product_class
            usual = phrases.FIRST_ANSWERS if kind in LARGE else phrases.FIRST_ANSWERS_BROUGHT
            usual = phrases.FIRST_ANSWERS_CAR if kind == "motor_vehicle" else usual
            told.answer(rng.choice(usual), now)
        if rng.random() < 0.3:
            told.note(
                rng.choice(phrases.NOTES).format(when=rng.choice(phrases.WHENS)), now + timedelta(minutes=4)
            )
        if self.unit.sold.product_class in LARGE and rng.random() < p.WISHES:
            now = yield awake(rng, now + timedelta(minutes=50))
            told.prefer(now)
        if rng.random() < 0.1:
            now = yield from self._ask(now)
        if rng.random() < 0.3:
            now = yield awake(rng, now + timedelta(hours=about(rng, 5)))
            at_home = self.unit.sold.product_class in LARGE
            told.say(
                rng.choice(phrases.CUSTOMER_ANSWERS if at_home else phrases.CUSTOMER_ANSWERS_BROUGHT), now
            )
        if rude:
            now = yield shop.open_after(now, about(rng, 2))
            told.answer(rng.choice(phrases.RUDE), now)
            told.causes["rude_answer"] = 1.0
        return now

    def _ask(self, now: datetime) -> Stretch:
        """Waiting for the customer, who answers with a picture or does not for a while."""
        told, rng = self.told, self.rng
        now = yield told.workshop.open_after(now, 0.3)
        told.answer(rng.choice(phrases.ASK), now)
        told.hold("waiting_for_customer", "", now + timedelta(minutes=1))
        now = yield awake(rng, now + timedelta(hours=about(rng, 20, 1.0)))
        told.say("بفرمایید، این هم عکسش.", now, [pictures.photo(rng, self.unit)])
        return now

    def _round(self, now: datetime) -> Round:
        """One repair, until it is resolved. True: mended; False: the fault will come back; None: turned down."""
        told, rng, part = self.told, self.rng, self.failure.part
        self.rounds += 1
        ready = now + timedelta(days=about(rng, p.TRAVEL_DAYS, 0.7))
        if self.skill_missing:
            ready += timedelta(days=about(rng, p.WITHOUT_SKILL_DAYS, 0.4))
        begin, end = told.workshop.book(told.technician, ready, about(rng, part.hours, 0.4))
        if self.rounds == 1:
            appointing.begin(self.engine, told, now, begin, self.seed)
        for _ in range(2):
            if begin - now > timedelta(days=6) and rng.random() < 0.45:
                now = yield awake(rng, now + (begin - now) * rng.uniform(0.5, 0.9))
                told.say(rng.choice(phrases.CUSTOMER_ASKS), now)
        now = yield begin
        told.resume(now)
        told.step("visit_completed" if self.unit.sold.product_class in LARGE else "device_received", now)
        now = yield told.workshop.open_after(now, min(1.0, (end - begin).total_seconds() / 7200))
        granted = self._inspect(now) if self.rounds == 1 else True
        if not granted:
            return (yield from self._turned_down(now))
        if rng.random() >= part.stock:
            now = yield from self._wait_for_part(now)
        now = yield max(end, told.workshop.open_after(now, part.hours))
        told.step("repair_completed", now)
        told.step("customer_notified", now + timedelta(minutes=6))
        words = phrases.CHANGED if part.key in CHANGED_ONLY else phrases.MENDED
        told.resolve(rng.choice(words).format(part=part.name), now + timedelta(minutes=9))
        lasts = p.FIXED_WITHOUT_SKILL if self.skill_missing else p.FIXED
        return rng.random() < lasts

    def _wait_for_part(self, now: datetime) -> Stretch:
        told, rng, part = self.told, self.rng, self.failure.part
        imported = self.unit.sold.product_class in p.IMPORTED_MONTHS
        told.hold(
            "waiting_for_part", f"{part.name} در انبار شعبه نبود و سفارش داده شد.", now + timedelta(minutes=3)
        )
        days = about(rng, p.PART_DAYS_IMPORTED if imported else p.PART_DAYS, 0.7)
        arrives = told.workshop.open_after(now + timedelta(days=days))
        if days > 7 and rng.random() < 0.5:
            now = yield awake(rng, now + timedelta(days=days * 0.7))
            told.say(rng.choice(phrases.CUSTOMER_ASKS), now)
        now = yield arrives
        told.resume(now)
        return now

    def _inspect(self, now: datetime) -> bool:
        """The findings go into the decision. True when the repair is to be done under guarantee.

        The engine is asked what it grants by the true findings; a branch may turn that down, by a false finding or
        against the decision.
        """
        told, rng, failure = self.told, self.rng, self.failure
        findings = self._findings(failure.cause)
        grants = told.engine_grants(findings, now)
        how = judge(rng, grants=grants, arbitrary=self._is_arbitrary)
        if how == FALSELY:
            findings = self._findings("misuse")
        words = phrases.FOUND_MISUSE if findings["defect_cause"] in {"misuse", "accident"} else phrases.FOUND
        told.inspect(findings, rng.choice(words).format(part=failure.part.name), now)
        self.decided = {"engine_grants": grants, "branch_grants": grants and not how, "how": how}
        if how:
            told.causes["arbitrary_refusal"] = 1.0
        return bool(self.decided["branch_grants"])

    @property
    def _is_arbitrary(self) -> bool:
        hidden = self.stage.hidden
        return (self.unit.sold.company, self.unit.branch) == (hidden.company, hidden.arbitrary_branch)

    def _findings(self, cause: str) -> dict[str, Any]:
        findings: dict[str, Any] = {"defect_cause": cause}
        if self.failure.part.component:
            findings["component"] = self.failure.part.component
        if self.unit.sold.product_class == "motor_vehicle":
            findings["vehicle_price"] = self.unit.sold.price
        return findings

    def _turned_down(self, now: datetime) -> Round:
        """Nobody pays: an estimate, and the owner agrees to it or not."""
        told, rng, part = self.told, self.rng, self.failure.part
        cost = (
            f"{rng.randrange(4, 40) * 100:,}".translate(str.maketrans("0123456789,", "۰۱۲۳۴۵۶۷۸۹٬")) + "٬۰۰۰"
        )
        told.step("estimate_given", now + timedelta(minutes=5))
        now = yield told.workshop.open_after(now, about(rng, 4))
        if self.decided["how"]:
            words = phrases.REFUSED if self.decided["how"] == FALSELY else phrases.REFUSED_PLAIN
            told.resolve(rng.choice(words).format(part=part.name), now)
            return None
        if rng.random() >= p.PAYS:
            told.resolve(rng.choice(phrases.DECLINED).format(cost=cost), now)
            return None
        if rng.random() >= part.stock:
            now = yield from self._wait_for_part(now)
        now = yield told.workshop.open_after(now, part.hours)
        told.step("repair_completed", now)
        paid = phrases.CHANGED_PAID if part.key in CHANGED_ONLY else phrases.MENDED_PAID
        told.resolve(rng.choice(paid).format(part=part.name, cost=cost), now + timedelta(minutes=10))
        return rng.random() < p.FIXED

    def _comes_back(self) -> Stretch:
        """The fault is there again: reopened while that can be, else told in a case of its own."""
        told, rng = self.told, self.rng
        told.causes["repeated_repair"] = told.causes.get("repeated_repair", 0.0) + 1.0
        now = yield awake(rng, self.engine.now + timedelta(days=about(rng, 4, 0.8)))
        if not told.reopen(rng.choice(phrases.STILL), now):
            again = "همین ایراد رو تازه درست کرده بودید."
            told.open("guarantee_repair", wording.description(rng, self.unit, self.shown, again), now)
            now = yield from self._receive(now)
        else:
            now = yield told.workshop.open_after(now, about(rng, 1.0))
            told.answer(rng.choice(phrases.APOLOGIES), now)
        return now

    def _tell(self, mood: Any, now: datetime, fixed: bool) -> None:
        failure = self.failure
        self.truth.tell(
            "case",
            organisation=self.unit.sold.company,
            mobile=self.unit.person.mobile,
            opened_at=self.need.at,
            kind="repair",
            unit=self.unit.number,
            branch=self.unit.branch,
            part=failure.part.key,
            skill=failure.part.skill,
            cause=failure.cause,
            symptoms=self.shown,
            decision=self.decided,
            rounds=self.rounds,
            skill_missing=self.skill_missing,
            mended=fixed,
            ended_at=now,
            technician=self.told.technician,
            mood=mood.told(),
        )
