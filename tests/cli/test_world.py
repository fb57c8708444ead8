"""The simulated world repeats, means what it says, and keeps its secrets."""

import ast
import json
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import models, transaction

from sepas.cli import demo
from sepas.cli.demo.world import fleet, hidden, mood, owning, parameters, truth
from sepas.cli.demo.world.chance import stream
from sepas.cli.demo.world.judgement import UPHELD, judge
from sepas.cli.demo.world.parts import PARTS, part_of
from sepas.cli.demo.world.told import Told
from sepas.cli.demo.world.when import TEHRAN
from sepas.cli.demo.world.wording import slipped
from tests.architecture.sources import modules
from tests.cli import world_shows

NOW = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
BEGINS = NOW - timedelta(days=730)
TINY = parameters.Size("tiny", 30)


@pytest.fixture(scope="module")
def many():
    """Units of a large world, drawn without the product."""
    secret = hidden.draw(7, NOW.date())
    return secret, fleet.draw(7, secret, parameters.Size("draws", 3000), BEGINS, NOW)


def test_a_unit_that_the_register_does_not_know_is_offered_no_service():
    told = Told.__new__(Told)
    told.unit = SimpleNamespace(row=None)
    assert told.offered("maintenance", NOW) is None


@pytest.fixture
def tiny(monkeypatch, settings, tmp_path):
    monkeypatch.setitem(parameters.SIZES, "tiny", TINY)
    settings.VAR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


def told(path: Path, record: str) -> list[dict]:
    return [row for line in path.read_text().splitlines() if (row := json.loads(line))["record"] == record]


def rows(model):
    return model.objects.unscoped("test") if hasattr(model.objects, "unscoped") else model.objects.all()


@pytest.mark.django_db
def test_the_same_seed_tells_the_same_story_and_the_truth_stays_outside(tiny):
    from sepas.cases.models import Case
    from sepas.kernel.models import Delivery, Event

    seen = []
    for _ in range(2):
        with transaction.atomic():
            demo.load(NOW, size="tiny", seed=11)
            path = truth.where("tiny", 2, 11)
            kinds = Counter(rows(Case).values_list("kind", "state"))
            names = Counter(Event.objects.order_by().values_list("name", flat=True))
            seen.append((path.read_bytes(), kinds, names))
            assert set(Delivery.objects.order_by().values_list("state", flat=True)) == {"done"}
            _each_case_is_where_truth_says(path)
            _nothing_of_it_is_in_the_tables(path)
            transaction.set_rollback(True)
        path.unlink()
    assert seen[0] == seen[1]


def _each_case_is_where_truth_says(path):
    from sepas.cases.models import Case

    cases = told(path, "case")
    assert len(cases) >= 20
    for row in cases:
        found = rows(Case).filter(
            organisation__slug=row["organisation"], customer__mobile=row["mobile"], opened_at=row["opened_at"]
        )
        assert found.count() == 1, row


def _nothing_of_it_is_in_the_tables(path):
    """No text or JSON column of any table holds a word that only the truth file uses."""
    secret = re.compile(
        "tells_others|buys_again|arbitrary|unhappy|engine_grants|branch_grants|refused_outright|false_finding"
        "|skill_missing|early_share|repeated_repair|rude_answer|long_wait"
    )
    looked = 0
    for model in apps.get_models():
        kept = [
            field.attname
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        if kept:
            for row in rows(model).values_list(*kept):
                looked += 1
                assert not secret.search(json.dumps(row, default=str)), (model, row)
    assert looked > 500


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "seed"),
    [(NOW, 11), (datetime(2026, 3, 28, 20, 30, tzinfo=UTC), 3)],
    ids=["on a working day", "late at night in the holidays of Nowruz"],
)
def test_whoever_looks_at_the_smallest_world_finds_everything_and_a_second_time_changes_nothing(
    tiny, now, seed
):
    from sepas.kernel.models import Event

    demo.load(now, size="tiny", seed=seed)
    for shown in world_shows.SHOWN:
        shown(now)
    before = Event.objects.count()
    said = []
    demo.load_once(said.append, size="large", seed=12)
    assert Event.objects.count() == before
    assert "nothing is changed" in said[0]


def test_a_thing_is_in_the_register_before_anybody_tells_of_it(many):
    _, units = many
    told = [(need.at, unit) for unit in units for need in unit.needs]
    soon = [unit for at, unit in told if at.astimezone(TEHRAN).date() == unit.delivered_on]
    assert len(soon) > 10
    for at, unit in told:
        assert at > next(owning.arriving(None, unit)), unit


def test_only_the_demo_knows_where_truth_lies():
    told_of = [
        path
        for path, tree in modules().items()
        if any(word in ast.unparse(tree) for word in ("demo.world", "VAR) / 'truth'"))
    ]
    assert "sepas/cli/demo/__init__.py" in told_of
    assert all("sepas/cli/demo" in path for path in told_of), told_of


def test_the_truth_file_is_for_the_owner_of_the_install_alone(tmp_path):
    kept = truth.Truth()
    kept.tell("world", seed=1, at=NOW)
    path = kept.write(tmp_path / "truth" / "x.jsonl")
    assert path.stat().st_mode & 0o077 == 0
    assert json.loads(path.read_text()) == {"record": "world", "seed": 1, "at": NOW.isoformat()}


def test_the_bad_batch_fails_early_and_nothing_else_does(many):
    secret, units = many
    mine = [unit for unit in units if unit.sold.code == secret.weak_model]
    batch = [unit for unit in mine if unit.in_batch]

    def share(group):
        early = [
            unit
            for unit in group
            if any(
                need.failure and need.failure.part.key == secret.weak_part and need.failure.age < 1
                for need in unit.needs
            )
        ]
        return len(early) / len(group)

    assert len(batch) > 25
    assert share(batch) > 0.3
    assert share([unit for unit in mine if not unit.in_batch]) < 0.1
    assert all(secret.batch_first <= unit.made_on <= secret.batch_last for unit in batch)


def test_parts_that_wear_fail_late_and_boards_at_any_time(many):
    _, units = many
    ages = {"bearing": [], "board": []}
    for unit in units:
        for need in unit.needs:
            if (
                need.failure
                and need.failure.part.key in ages
                and unit.sold.product_class == "washing_machine"
            ):
                ages[need.failure.part.key].append(need.failure.age)
    assert len(ages["bearing"]) > 20
    assert sum(ages["bearing"]) / len(ages["bearing"]) > sum(ages["board"]) / len(ages["board"]) + 0.3


def test_fridges_break_in_summer_and_boilers_in_winter(many):
    from persiantools.jdatetime import JalaliDate

    _, units = many
    months = {"air_conditioner": Counter(), "water_heater": Counter()}
    for unit in units:
        if unit.sold.product_class in months:
            for need in unit.needs:
                if need.failure:
                    months[unit.sold.product_class][JalaliDate(need.failure.on).month] += 1
    hot, cold = (3, 4, 5), (8, 9, 10)
    cooler, boiler = months["air_conditioner"], months["water_heater"]
    assert sum(cooler[month] for month in hot) > 2 * sum(cooler[month] for month in cold)
    assert sum(boiler[month] for month in cold) > 2 * sum(boiler[month] for month in hot)


def test_an_arbitrary_branch_turns_down_many_times_what_others_do():
    rng = stream(1, "test")
    turned = {
        arbitrary: sum(judge(rng, grants=True, arbitrary=arbitrary) != UPHELD for _ in range(2000)) / 2000
        for arbitrary in (True, False)
    }
    assert 0.28 < turned[True] < 0.40
    assert 0.01 < turned[False] < 0.05
    assert {judge(rng, grants=False, arbitrary=True) for _ in range(200)} == {UPHELD}


class Waited:
    """As much of a case as a mood looks at."""

    def __init__(self, number, days, causes):
        self.rng, self.causes = stream(3, number), causes
        self.opened_at = NOW - timedelta(days=days)
        self.unit = type("Unit", (), {"sold": type("Sold", (), {"product_class": "tv"})})


def moods(days, **causes):
    return [mood.draw(Waited(number, days, causes), NOW) for number in range(1500)]


def test_of_25_who_are_unhappy_about_five_say_so():
    unhappy = [each for each in moods(9, arbitrary_refusal=1.0) if each.unhappy]
    voiced = [each for each in unhappy if each.voice != "silent"]
    assert len(unhappy) > 600
    assert 0.16 < len(voiced) / len(unhappy) < 0.24


def test_each_cause_makes_people_unhappy_and_the_content_buy_again():
    def unhappy(found):
        return sum(each.unhappy for each in found) / len(found)

    calm = moods(2)
    assert unhappy(calm) < 0.08
    for found in (
        moods(25),
        moods(2, repeated_repair=1.0),
        moods(2, arbitrary_refusal=1.0),
        moods(2, rude_answer=1.0),
    ):
        assert unhappy(found) > unhappy(calm) + 0.1
    silent = [each for each in moods(9, arbitrary_refusal=1.0) if each.voice == "silent"]
    assert sum(each.buys_again for each in calm) / len(calm) > 0.6
    assert sum(each.buys_again for each in silent) / len(silent) < 0.2
    assert sum(each.tells_others for each in silent) / len(silent) > 8


def test_every_part_shows_and_every_symptom_has_words():
    from sepas.cli.demo.world.symptoms import SAID

    for kind, parts in PARTS.items():
        for part in parts:
            assert part.shows
            for name, likely in part.shows:
                assert SAID[kind][name], (kind, part.key, name)
                assert 0 < likely <= 1
    assert part_of("tv", "panel").skill == "screens"


def test_workers_hours_are_counted_back_as_they_are_counted_on():
    from sepas.cli.demo.organisations import HOURS
    from sepas.cli.demo.world.stage import Workshop
    from sepas.service_levels.calendars import WorkingCalendar
    from sepas.service_levels.worktime import working_time_between

    shop = Workshop(None, WorkingCalendar.of({int(day): spans for day, spans in HOURS.items()}), [])
    for hours in (0.2, 3, 8.5, 40):
        passed = working_time_between(shop.before(NOW, hours), NOW, shop.calendar)
        assert abs(passed - timedelta(hours=hours)) < timedelta(seconds=1)
    begin, end = shop.window(NOW)
    assert begin.minute in (0, 30)
    assert timedelta(minutes=30) <= end - begin <= timedelta(hours=2)


def test_the_help_counts_the_cases_that_are_told_by_hand():
    from sepas.cli.demo.world.today.living import TODAY

    assert len(TODAY) == parameters.BY_HAND


def test_a_slip_changes_little():
    text = "یخچالم دیگه خنک نمی‌کنه، صدای تق‌تق می‌ده."
    changed = {slipped(stream(5, number), text) for number in range(60)}
    assert len(changed) > 8
    assert all(abs(len(each) - len(text)) <= 3 for each in changed)
