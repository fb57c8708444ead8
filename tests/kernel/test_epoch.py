"""What is kept in a process is true until something is arranged anew."""

import threading
from dataclasses import dataclass

import pytest
from django.db import connection, transaction

from sepas.kernel import epoch
from sepas.kernel.activity import registry
from sepas.kernel.activity.record import record
from sepas.kernel.actor import system
from tests.cast import NOW, Cast

NOT_KEPT = {
    "flow.switched",
    "webhook.secret_rotated",
    "webhook.replayed",
    "webhook.tested",
    "model.outside_sale",
    "staff.absence_ended",
    "staff.absence_kept",
    "staff.password_chosen",
    "staff.password_given",
    "staff.role_assigned",
    "staff.role_revoked",
    "staff.session_ended",
    "staff.skill_kept",
    "staff.skill_removed",
    "staff.told_chosen",
}
"""Events of such things that change nothing that a process keeps."""


class Source:
    """Something read from a database, which counts how often."""

    def __init__(self, value: str) -> None:
        self.value, self.reads = value, 0

    def __call__(self) -> str:
        self.reads += 1
        return self.value


@pytest.mark.django_db
def test_a_value_is_read_once_and_seen_with_one_statement(django_assert_num_queries) -> None:
    source = Source("open at nine")
    epoch.kept(1, "hours", source)
    with django_assert_num_queries(1):
        assert epoch.kept(1, "hours", source) == "open at nine"
    with epoch.looking():
        epoch.kept(1, "hours", source)
        with django_assert_num_queries(0):
            epoch.kept(1, "hours", source)
    assert source.reads == 1


@pytest.mark.django_db
def test_a_new_epoch_is_seen_at_once_and_only_by_its_own_organisation() -> None:
    source, other = Source("open at nine"), Source("closed")
    epoch.kept(1, "hours", source)
    epoch.kept(2, "hours", other)
    source.value = other.value = "open at ten"
    epoch.turn(1)
    assert epoch.kept(1, "hours", source) == "open at ten"
    assert epoch.kept(2, "hours", other) == "closed"


@pytest.mark.django_db
def test_who_changes_something_sees_it_within_one_look() -> None:
    source = Source("before")
    with epoch.looking():
        epoch.kept(1, "hours", source)
        source.value = "after"
        epoch.turn(1)
        assert epoch.kept(1, "hours", source) == "after"


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_not_kept() -> None:
    truth = Source("before")
    assert epoch.kept(1, "hours", truth) == "before"
    with transaction.atomic():
        epoch.turn(1)
        assert epoch.kept(1, "hours", Source("never came true")) == "never came true"
        transaction.set_rollback(True)
    assert epoch.kept(1, "hours", truth) == "before"
    epoch.turn(1)
    assert epoch.kept(1, "hours", Source("after")) == "after"


@pytest.mark.django_db(transaction=True)
def test_another_thread_sees_a_change_once_it_is_committed() -> None:
    seen: list[str] = []

    def look(value: str) -> None:
        def run() -> None:
            seen.append(epoch.kept(1, "hours", Source(value)))
            connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()

    look("before")
    epoch.turn(1)
    look("after")
    assert seen == ["before", "after"]


def test_the_least_used_goes_first(monkeypatch, db) -> None:
    monkeypatch.setattr(epoch, "KEPT", 2)
    first, second = Source("1"), Source("2")
    epoch.kept(1, "first", first)
    epoch.kept(1, "second", second)
    epoch.kept(1, "first", first)
    epoch.kept(1, "third", Source("3"))
    epoch.kept(1, "first", first)
    epoch.kept(1, "second", second)
    assert (first.reads, second.reads) == (1, 2)


def test_every_event_of_what_is_kept_begins_an_epoch() -> None:
    settling = {kind.subject for kind in registry.all_events() if kind.settles}
    assert settling == {
        "organisation",
        "branch",
        "special_day",
        "service_promise",
        "guarantee",
        "model",
        "token",
        "webhook",
        "role",
        "message_text",
        "photo_hint",
        "staff",
    }
    for kind in registry.all_events():
        if kind.subject in settling and kind.name not in NOT_KEPT:
            assert kind.settles, kind.name


def test_recording_such_an_event_turns_the_epoch(cast: Cast) -> None:
    @dataclass(frozen=True)
    class Arranged:
        pass

    name = "test.arranged"
    registry.event(name, subject="test", settles=True)(Arranged)
    try:
        source = Source("before")
        epoch.kept(cast.sard.pk, "hours", source)
        source.value = "after"
        record(Arranged(), actor=system(cast.sard.pk), organisation_id=cast.sard.pk, subject_id=1, at=NOW)
        assert epoch.kept(cast.sard.pk, "hours", source) == "after"
    finally:
        del registry._events[name], registry._types[Arranged]
