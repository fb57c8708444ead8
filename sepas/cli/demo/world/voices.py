"""What comes of a mood: thanks, silence, criticism, or a complaint that has a life of its own."""

from collections.abc import Generator
from datetime import datetime, timedelta
from random import Random

from sepas.cli.demo.world import mood as moods
from sepas.cli.demo.world import parameters as p
from sepas.cli.demo.world import phrases
from sepas.cli.demo.world.chance import about, stream
from sepas.cli.demo.world.engine import Engine, Life, Stretch
from sepas.cli.demo.world.stage import HEADS
from sepas.cli.demo.world.symptoms import OWN
from sepas.cli.demo.world.told import Told
from sepas.cli.demo.world.truth import Truth
from sepas.cli.demo.world.when import awake


def of_mood(
    engine: Engine, told: Told, truth: Truth, now: datetime
) -> Generator[datetime, datetime, moods.Mood]:
    """Draw the mood at the end of a case and live it. Returns it."""
    rng = told.rng
    mood = moods.draw(told, now)
    now = yield awake(rng, now)
    rates, score = rng.random() < p.RATES[mood.voice], rng.choice(p.SCORES[mood.voice])
    if rates and told.case.resolved_at is not None:
        words = rng.choice(phrases.RATED.get(score, ("",)))
        told.rate(score, words, now)
    if mood.voice == "content":
        yield from _content(told, rng, now)
    elif mood.voice == "silent":
        # The little that can be seen of it: no thanks, hardly a word.
        if rng.random() < 0.16 and told.case.state == "resolved":
            told.say(rng.choice(phrases.COLD), now)
    else:
        engine.add(Voice(engine, told, truth, mood, now).live())
    return mood


def _content(told: Told, rng: Random, now: datetime) -> Stretch:
    thanks, closes = rng.random() < p.WRITES_THANKS, rng.random() < p.CLOSES_THANKING
    if told.case.state != "resolved":
        return now
    if thanks:
        told.say(rng.choice(phrases.WARM), now)
    if closes:
        now = yield now + timedelta(minutes=7)
        told.close(now)
    return now


class Voice:
    """Somebody speaks up: a complaint, formal and with its ladder, or a criticism."""

    def __init__(
        self, engine: Engine, about_case: Told, truth: Truth, mood: moods.Mood, begun: datetime
    ) -> None:
        self.engine, self.first, self.truth, self.mood, self.begun = engine, about_case, truth, mood, begun
        self.rng = stream(0, "voice", about_case.person.mobile, begun.isoformat())
        self.told = Told(about_case.stage, about_case.unit, about_case.person, self.rng)

    def live(self) -> Life:
        rng, told = self.rng, self.told
        now = yield awake(rng, self.begun + timedelta(hours=about(rng, 30)))
        assert self.first.opened_at is not None
        days = str((now - self.first.opened_at).days).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
        what = OWN[told.unit.sold.product_class]
        complains = self.mood.voice == "complains"
        if complains and rng.random() < 0.25 and self.first.case.state not in {"closed", "new"}:
            self.first.escalate(
                rng.choice(phrases.COMPLAINTS[self.mood.cause]).format(what=what, days=days), now
            )
        kind = "complaint" if complains else "criticism"
        words = (phrases.COMPLAINTS if complains else phrases.CRITICISMS)[self.mood.cause]
        told.open(kind, rng.choice(words).format(what=what, days=days), now, by_customer=rng.random() < 0.5)
        opened = now
        now = yield from (self._complaint(now) if complains else _noted(told, now))
        settled = complains and rng.random() < 0.75
        self.mood.settled = settled if complains else None
        if settled:
            self.mood.buys_again = rng.random() < p.BUYS_AGAIN["complained_settled"]
        self.truth.tell(
            "voice",
            organisation=told.company,
            mobile=told.person.mobile,
            opened_at=opened,
            kind=kind,
            about_opened_at=self.first.opened_at,
            cause=self.mood.cause,
            settled=self.mood.settled,
            buys_again=self.mood.buys_again,
        )
        if settled and rng.random() < 0.4 and told.case.state == "resolved":
            now = yield awake(rng, now + timedelta(hours=about(rng, 10)))
            told.say(rng.choice(phrases.THANKS), now)

    def _complaint(self, now: datetime) -> Stretch:
        """Most are answered within the promised ten days; some are not, and climb by themselves."""
        rng, told = self.rng, self.told
        head = HEADS[told.company]
        now = yield told.workshop.open_after(now, about(rng, 2))
        told.triage(now)
        told.assign(head, now + timedelta(minutes=20))
        now = yield told.workshop.open_after(now, about(rng, 5))
        told.answer(rng.choice(phrases.APOLOGIES), now, by=head)
        now = yield told.workshop.open_after(awake(rng, now + timedelta(days=about(rng, 6.5, 0.8))))
        told.resolve(rng.choice(phrases.SETTLED), now, by=told.stage.actor(head))
        return now


def _noted(told: Told, now: datetime) -> Stretch:
    rng = told.rng
    now = yield told.workshop.open_after(now, about(rng, 6))
    told.triage(now)
    now = yield told.workshop.open_after(now, about(rng, 6))
    told.answer(rng.choice(phrases.NOTED), now)
    now = yield told.workshop.open_after(now, about(rng, 10))
    told.resolve(rng.choice(phrases.NOTED), now, by=told.agent)
    return now


class Suggestion:
    """A good idea, of somebody who is not unhappy at all."""

    def __init__(self, told: Told, at: datetime) -> None:
        self.told, self.at = told, at

    def live(self) -> Life:
        now = yield self.at
        words = self.told.rng.choice(phrases.SUGGESTIONS).format(what=OWN[self.told.unit.sold.product_class])
        self.told.open("suggestion", words, now)
        yield from _noted(self.told, now)
