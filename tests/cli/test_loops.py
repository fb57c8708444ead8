import threading

import pytest
from django.db import OperationalError

from sepas.cli import loops, tick, work
from sepas.cli.main import main
from sepas.kernel import clock, heartbeat
from tests.kernel.facts import boil, reacting

pytestmark = pytest.mark.django_db


def test_work_once_does_what_is_due_and_ends(capsys):
    with reacting(lambda fact, event: None):
        boil(at=clock.now())
        assert work.run(type("Options", (), {"once": True})) == 0
    assert capsys.readouterr().out == "1 done\n"


def test_tick_seals_what_is_new(monkeypatch):
    from sepas.kernel.activity.models import Event

    boil()
    tick.step(clock.now())
    assert Event.objects.filter(checkpoint=None).count() == 0


def test_a_loop_goes_on_after_errors_beats_and_says_farewell(monkeypatch, caplog):
    """Errors are logged, a database that is away is waited for, and the end is clean."""
    steps = iter([1, ZeroDivisionError(), OperationalError(), 0])
    stop = threading.Event()
    monkeypatch.setattr(loops.threading, "Event", lambda: stop)
    monkeypatch.setattr(loops.signal, "signal", lambda *_: None)
    monkeypatch.setattr(loops, "REST_AFTER_ERROR", 0.0)
    monkeypatch.setattr(loops.connections, "close_all", lambda: None)
    seen = []

    def step(now):
        found = next(steps)
        if isinstance(found, Exception):
            raise found
        if found == 0:
            stop.set()
        seen.append(heartbeat.latest("test") is not None)
        return found

    assert loops.run("test", step, rest=0.0) == 0
    assert seen == [False, True]
    assert [record.message for record in caplog.records] == [
        "test: a step failed; going on",
        "test: the database did not answer; trying again",
    ]
    assert heartbeat.latest("test") is None


def test_a_heart_beats_in_one_row_and_old_ones_are_forgotten():
    from datetime import timedelta

    from sepas.kernel.models import Heartbeat

    now = clock.now()
    Heartbeat.objects.create(
        process="work", host="gone", pid=1, started_at=now, beat_at=now - timedelta(days=2)
    )
    heartbeat.beat("work", now=now, done=3)
    heartbeat.beat("work", now=now + timedelta(seconds=5), done=4)
    row = Heartbeat.objects.get()
    assert (row.done, row.started_at, row.beat_at) == (7, now, now + timedelta(seconds=5))


def test_the_command_lists_its_verbs(capsys):
    assert main([]) == 0
    said = capsys.readouterr().out
    assert all(f"sepas {verb}" in said for verb in ("serve", "work", "doctor", "decide"))


def test_other_words_are_djangos(capsys):
    assert main(["check"]) == 0
    assert "System check identified" in capsys.readouterr().out
