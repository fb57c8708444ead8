"""Units come into the register as they are sold; owners register their guarantee, some sell on without a word."""

from datetime import datetime, time, timedelta
from typing import Any

from sepas.assets.actions.units import add_unit
from sepas.cli.demo.organisations import HAMRAH
from sepas.cli.demo.world.chance import about, stream
from sepas.cli.demo.world.engine import Life
from sepas.cli.demo.world.fleet import Owned, Person
from sepas.cli.demo.world.stage import HEADS, Stage
from sepas.cli.demo.world.when import TEHRAN
from sepas.parties.actors import actor_for_mobile
from sepas.warranty.actions.register import register_guarantee
from sepas.warranty.actions.review import review_registration
from sepas.warranty.models import Registration

EARLIEST = time(0, 20)
"""Before anybody is awake to tell of a thing that came that day, at whatever hour the world begins."""


def enter(stage: Stage, unit: Owned, now: datetime) -> None:
    """Write the unit down with the dates that its maker and seller know."""
    dates: dict[str, Any] = {
        "manufactured_on": unit.made_on,
        "sold_on": unit.sold_on,
        "delivered_on": unit.delivered_on,
    }
    if unit.sold.company == HAMRAH:
        dates["import_declared_on"] = unit.made_on + timedelta(days=12)
        dates["activated_on"] = unit.delivered_on
    unit.row = add_unit(
        stage.places.actor(unit.sold.company),
        model=stage.models[unit.sold.company, unit.sold.code],
        serial=unit.serial,
        sold_by=stage.workshop(unit).branch,
        sales_channel=unit.channel,
        now=now,
        **dates,
    )


def arriving(stage: Stage, unit: Owned) -> Life:
    """A unit sold while the world runs is entered at the very beginning of the day of its delivery."""
    now = yield datetime.combine(unit.delivered_on, EARLIEST, TEHRAN)
    enter(stage, unit, now)


def registering(stage: Stage, seed: int, unit: Owned) -> Life:
    assert unit.registers_at is not None
    now = yield unit.registers_at
    _register(stage, unit, unit.person, now)
    if unit.passed_on is None:
        return
    buyer, at = unit.passed_on
    now = yield at
    again = _register(stage, unit, buyer, now)
    rng = stream(seed, "review", unit.number)
    if rng.random() < 0.6 and again is not None and again.state == "disputed":
        now = yield stage.workshop(unit).open_after(now + timedelta(days=about(rng, 3)))
        again.refresh_from_db()
        review_registration(
            stage.actor(HEADS[unit.sold.company]),
            registration=again,
            accept=rng.random() < 0.7,
            why=rng.choice(
                (
                    "برگهٔ انتقال و کارت ملی دیده شد.",
                    "فروشنده تلفنی تأیید کرد.",
                    "فاکتور با شماره سریال نمی‌خواند.",
                )
            ),
            now=now,
        )


def _register(stage: Stage, unit: Owned, person: Person, now: datetime) -> Registration | None:
    if unit.row is None:
        return None
    unit.row.refresh_from_db()
    if unit.row.state != "in_use":
        return None
    return register_guarantee(
        actor_for_mobile(person.mobile, person.language),
        serial=unit.serial,
        mobile=person.mobile,
        purchased_on=unit.sold_on,
        organisation=stage.places.companies[unit.sold.company],
        model_id=unit.row.model_id,
        name=person.name,
        now=now,
    )
