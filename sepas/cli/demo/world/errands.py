"""Cases in which nothing is broken: installation, service, advice, a part, a thing sent back."""

from datetime import datetime, timedelta

from sepas.assets.actions.ownership import return_unit
from sepas.cli.demo.world import appointing, phrases, voices
from sepas.cli.demo.world import parameters as p
from sepas.cli.demo.world.chance import about, stream
from sepas.cli.demo.world.engine import Engine, Life, Stretch
from sepas.cli.demo.world.fleet import Need, Owned
from sepas.cli.demo.world.parts import PARTS
from sepas.cli.demo.world.products import LARGE
from sepas.cli.demo.world.stage import Stage
from sepas.cli.demo.world.symptoms import OWN
from sepas.cli.demo.world.told import Told
from sepas.cli.demo.world.truth import Truth

KINDS = {
    "installation": "installation", "service": "maintenance", "advice": "advice", "parts": "parts_order",
    "return": "return",
}  # fmt: skip


class Errand:
    def __init__(
        self, engine: Engine, stage: Stage, truth: Truth, seed: int, unit: Owned, need: Need
    ) -> None:
        self.engine, self.truth, self.unit, self.need = engine, truth, unit, need
        self.seed = seed
        self.rng = stream(seed, "errand", unit.number, need.kind, need.at.isoformat())
        self.told = Told(stage, unit, unit.person, self.rng)
        self.part = self.rng.choice(PARTS[unit.sold.product_class]).name
        self.car = unit.sold.product_class == "motor_vehicle"
        self.km = max((need.at.date() - unit.delivered_on).days * 45 // 10_000 * 10, 10)

    def live(self) -> Life:
        told, rng = self.told, self.rng
        now = yield self.need.at
        answers = {"odometer": self.km * 1000} if self.car and self.need.kind == "service" else None
        offer = told.offered(KINDS[self.need.kind], now)
        told.open(KINDS[self.need.kind], self._words(now), now, answers=answers, offer=offer)
        now = yield told.workshop.open_after(now, about(rng, 1.2, 0.8))
        told.triage(now)
        now = yield from getattr(self, f"_{self.need.kind}")(now)
        now = yield now + timedelta(hours=rng.uniform(2, 30))
        mood = yield from voices.of_mood(self.engine, told, self.truth, now)
        self.truth.tell(
            "case",
            organisation=self.unit.sold.company,
            mobile=self.unit.person.mobile,
            opened_at=self.need.at,
            kind=self.need.kind,
            unit=self.unit.number,
            branch=self.unit.branch,
            ended_at=now,
            mood=mood.told(),
        )

    def _words(self, now: datetime) -> str:
        what, rng = OWN[self.unit.sold.product_class], self.rng
        days = str(max((now.date() - self.unit.delivered_on).days, 1)).translate(DIGITS)
        words: dict[str, tuple[str, ...]] = {
            "installation": phrases.INSTALL, "service": phrases.CAR_SERVICE if self.car else phrases.SERVICE,
            "advice": phrases.ADVICE, "parts": phrases.PARTS, "return": phrases.RETURN,
        }  # fmt: skip
        km = str(self.km).translate(DIGITS)
        return rng.choice(words[self.need.kind]).format(what=what, days=days, part=self.part, km=km)

    def _visit(self, now: datetime, done: tuple[str, ...], hours: float) -> Stretch:
        told, rng = self.told, self.rng
        told.assign(told.workshop.least_busy(now), now + timedelta(minutes=10))
        now = yield told.workshop.open_after(now, about(rng, 0.5))
        car = phrases.FIRST_ANSWERS_CAR[0]
        told.answer(car if self.car else "سلام، نوبت شما ثبت شد. روز و ساعت را تماس می‌گیریم.", now)
        ready = now + timedelta(days=about(rng, p.TRAVEL_DAYS))
        begin, end = told.workshop.book(told.technician, ready, about(rng, hours, 0.4))
        appointing.begin(self.engine, told, now, begin, self.seed)
        now = yield begin
        told.step("visit_completed" if self.unit.sold.product_class in LARGE else "device_received", now)
        now = yield end
        told.resolve(rng.choice(done), now)
        return now

    def _installation(self, now: datetime) -> Stretch:
        return self._visit(now, phrases.INSTALLED, 1.2)

    def _service(self, now: datetime) -> Stretch:
        return self._visit(now, phrases.CAR_SERVICED if self.car else phrases.SERVICED, 1.5)

    def _advice(self, now: datetime) -> Stretch:
        told, rng = self.told, self.rng
        now = yield told.workshop.open_after(now, about(rng, 0.8))
        told.answer("سلام، پاسخ را همین‌جا می‌نویسم و پیوند دفترچه را هم می‌فرستم.", now)
        now = yield told.workshop.open_after(now, about(rng, 1))
        told.resolve(rng.choice(phrases.ADVISED), now, by=told.agent)
        return now

    def _parts(self, now: datetime) -> Stretch:
        told, rng = self.told, self.rng
        now = yield told.workshop.open_after(now, about(rng, 1.5))
        told.answer(f"سلام، {self.part} را از انبار مرکزی می‌خواهیم و قیمت را خبر می‌دهیم.", now)
        if rng.random() < 0.5:
            told.hold("waiting_for_part", "", now + timedelta(minutes=5))
        now = yield told.workshop.open_after(now + timedelta(days=about(rng, p.PART_DAYS)))
        told.resume(now)
        told.resolve(rng.choice(phrases.PARTS_SENT).format(part=self.part), now, by=told.agent)
        return now

    def _return(self, now: datetime) -> Stretch:
        """The thing comes back, the money goes back; now and then the money takes too long."""
        told, rng = self.told, self.rng
        now = yield told.workshop.open_after(now, about(rng, 1))
        told.answer("سلام، انصراف شما ثبت شد. پیک برای دریافت کالا هماهنگ می‌کند.", now)
        now = yield told.workshop.open_after(now + timedelta(days=about(rng, 2.5)))
        told.step("device_received", now)
        now = yield told.workshop.open_after(now + timedelta(days=about(rng, 3.0, 0.9)))
        told.step("refund_paid", now)
        told.resolve(rng.choice(phrases.RETURNED), now + timedelta(minutes=5), by=told.agent)
        row = self.unit.row
        assert row is not None
        row.refresh_from_db()
        return_unit(
            told.stage.places.actor(told.company), unit=row, why="withdrawal", now=now + timedelta(minutes=8)
        )
        return now


DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
