"""Loading the world: what was drawn is lived through, in simulated time, and the truth is kept beside it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sepas.cli.demo.organisations import Places
from sepas.cli.demo.world import beside, errands, fleet, hidden, owning, parameters, promising, stage
from sepas.cli.demo.world.engine import Engine, Life
from sepas.cli.demo.world.journey import Repair
from sepas.cli.demo.world.parts import PARTS
from sepas.cli.demo.world.products import MODELS
from sepas.cli.demo.world.today import living as today
from sepas.cli.demo.world.told import Told
from sepas.cli.demo.world.truth import SCHEMA, Truth
from sepas.cli.demo.world.voices import Suggestion
from sepas.kernel.activity.seal import seal_all

MONTH = timedelta(days=30)


def live(
    places: Places, *, size: parameters.Size, years: int, seed: int, now: datetime, say: Callable[[str], None]
) -> Truth:
    """Let so many years pass until `now`. Everything written is written by the product's own actions."""
    begins = now - timedelta(days=round(365.2425 * years))
    secret = hidden.draw(seed, now.date())
    units = fleet.draw(seed, secret, size, begins, now)
    scene = stage.build(places, secret, units, seed, begins, now)
    by_hand, others = today.units(seed, secret, begins, now), beside.units(seed, secret, begins, now)
    everything = [*units, *by_hand, *others]
    promising.publish(scene, begins)
    truth = Truth()
    truth.tell("world", schema=SCHEMA, size=size.name, years=years, seed=seed, begins=begins, ends=now)
    tell_hidden(truth, secret)
    engine = Engine(begins, now)
    engine.outbox.unreachable = {unit.person.mobile for unit in everything if not unit.person.reachable}
    for unit in everything:
        tell_unit(truth, unit)
        if unit.delivered_on <= begins.date():
            owning.enter(scene, unit, begins)
        elif unit.delivered_on < now.date():
            engine.add(owning.arriving(scene, unit))
        if unit.registers_at is not None:
            engine.add(owning.registering(scene, seed, unit))
        for need in unit.needs:
            engine.add(life_of(engine, scene, truth, seed, unit, need))
    today.begin(engine, scene, seed, by_hand, now)
    beside.begin(engine, scene, seed, others, now)
    _run(engine, begins, now, say)
    return truth


def life_of(
    engine: Engine, scene: stage.Stage, truth: Truth, seed: int, unit: fleet.Owned, need: fleet.Need
) -> Life:
    if need.kind == "repair":
        return Repair(engine, scene, truth, seed, unit, need).live()
    if need.kind == "suggestion":
        rng = fleet.stream(seed, "suggestion", unit.number, need.at.isoformat())
        return Suggestion(Told(scene, unit, unit.person, rng), need.at).live()
    return errands.Errand(engine, scene, truth, seed, unit, need).live()


def _run(engine: Engine, begins: datetime, now: datetime, say: Callable[[str], None]) -> None:
    told = begins
    whole = now - begins

    def daily(day: datetime) -> None:
        nonlocal told
        if day - told >= MONTH:
            told = day
            seal_all(day)
            if (day - begins) // (whole / 4) != (day - MONTH - begins) // (whole / 4):
                say(f"  {(day - begins) / whole:.0%} of the years are told")

    engine.run(daily)
    seal_all(now)


def tell_hidden(truth: Truth, secret: hidden.Hidden) -> None:
    truth.tell("hidden", **{name: getattr(secret, name) for name in secret.__slots__})
    for sold in MODELS:
        for part in PARTS[sold.product_class]:
            truth.tell(
                "part", model=sold.code, part=part.key, name=part.name, shape=part.shape,
                scale_years=part.scale * sold.factor * parameters.LIFE, skill=part.skill, shows=dict(part.shows),
            )  # fmt: skip


def tell_unit(truth: Truth, unit: fleet.Owned) -> None:
    truth.tell(
        "unit", unit=unit.number, organisation=unit.sold.company, model=unit.sold.code, serial=unit.serial,
        branch=unit.branch, made_on=unit.made_on, sold_on=unit.sold_on, in_batch=unit.in_batch, weak=unit.weak,
        mobile=unit.person.mobile, reachable=unit.person.reachable, passed_on=unit.passed_on is not None,
        weight=unit.weight,
        failures=[
            {"part": need.failure.part.key, "on": need.failure.on, "age_years": need.failure.age,
             "early": need.failure.early, "cause": need.failure.cause}
            for need in unit.needs if need.failure is not None
        ],
    )  # fmt: skip
