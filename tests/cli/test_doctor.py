import argparse
from datetime import timedelta

import pytest
from django.db import connection

from sepas.cli import checkup, doctor
from sepas.kernel import clock, heartbeat
from sepas.kernel.activity import guards
from sepas.kernel.models import Delivery
from tests.kernel.facts import boil, reacting

pytestmark = pytest.mark.django_db


@pytest.fixture
def healthy(settings, tmp_path):
    """An install with nothing wrong: static files collected, every loop alive."""
    settings.VAR = tmp_path
    settings.MEDIA_ROOT = tmp_path
    settings.STATIC_ROOT = tmp_path
    settings.SECRET_KEY = "a-secret-that-is-long-and-hard-to-guess-0123456789"
    (tmp_path / ".sources").write_text(checkup.prepare._static_sources())
    for process in ("work", "tick", "send", "hooks"):
        heartbeat.beat(process, now=clock.now())
    return settings


def wrong(**_) -> dict[str, str]:
    return {found.name: found.text["en"] for found in checkup.examine() if found.wrong}


def test_nothing_is_wrong_with_a_healthy_install(healthy, capsys):
    assert wrong() == {}
    assert doctor.run(argparse.Namespace(language="both")) == 0
    assert "Everything is in order. همه چیز روبه‌راه است." in capsys.readouterr().out


def test_every_finding_speaks_both_languages(healthy):
    for found in checkup.examine():
        assert not found.wrong
        assert found.text == {} or set(found.text) == {"fa", "en"}


def test_what_is_wrong_is_told_in_both_languages_and_by_the_exit_code(healthy, capsys):
    healthy.DEBUG = True
    assert doctor.run(argparse.Namespace(language="both")) == 1
    said = capsys.readouterr().out
    assert "✗ debug is off" in said
    assert "Unset SEPAS_DEBUG." in said
    assert "SEPAS_DEBUG را بردارید" in said


def test_a_short_secret_is_told(healthy):
    healthy.SECRET_KEY = "short"
    assert list(wrong()) == ["secret key"]


def test_an_unknown_time_zone_is_told(healthy):
    healthy.DISPLAY_TIME_ZONE = "Asia/Atlantis"
    assert list(wrong()) == ["time zone Asia/Atlantis"]


def test_a_folder_that_cannot_be_written_to_is_told(healthy):
    healthy.MEDIA_ROOT = "/proc/nowhere"
    assert list(wrong()) == ["can write to /proc/nowhere"]


def test_static_files_out_of_date_are_told(healthy, tmp_path):
    (tmp_path / ".sources").write_text("old")
    assert list(wrong()) == ["static files collected"]


def test_a_secret_that_others_can_read_is_told(healthy, tmp_path, monkeypatch):
    monkeypatch.delenv("SEPAS_SECRET_KEY", raising=False)
    (tmp_path / "secret_key").write_text("x")
    (tmp_path / "secret_key").chmod(0o644)
    assert list(wrong()) == ["secret file is private"]


def test_a_loop_that_stopped_is_told(healthy):
    heartbeat.farewell("work")
    assert list(wrong()) == ["work is running"]


def test_a_loop_that_was_last_heard_of_long_ago_is_told(healthy):
    heartbeat.beat("tick", now=clock.now() - timedelta(minutes=2))
    assert list(wrong()) == ["tick is running"]


def test_dead_and_late_deliveries_are_told(healthy):
    with reacting(lambda fact, event: None):
        boil(at=clock.now() - timedelta(minutes=6))
        boil()
    Delivery.objects.order_by("-pk")[:1].get()
    last = Delivery.objects.latest("pk")
    Delivery.objects.filter(pk=last.pk).update(state="dead")
    assert list(wrong()) == ["1 deliveries due", "1 dead deliveries"]


def test_triggers_that_are_gone_are_told(healthy):
    with connection.cursor() as cursor:
        for statement in guards.lift(connection.vendor):
            cursor.execute(statement)
    assert list(wrong()) == ["history is guarded"]
