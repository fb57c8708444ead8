"""History is refused to be changed by the database itself, whatever program asks."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from sepas.kernel.activity import guards, seal
from sepas.kernel.activity.models import AppendOnly, Checkpoint, Event
from tests.kernel.facts import NOON, boil

VALUES = {
    **dict.fromkeys(("id", "organisation_id", "version", "subject_id", "seq", "actor_id", "cause_id"), "1"),
    "at": "'2020-01-01T00:00:00+00:00'",
    "data": "'{}'",
}


def refused(statement: str) -> None:
    with pytest.raises(DatabaseError, match="history is never changed"), transaction.atomic():  # noqa: SIM117
        with connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("column", guards.KEPT)
def test_no_column_of_an_event_can_be_changed(column):
    fact = boil()
    refused(f"UPDATE kernel_event SET {column} = {VALUES.get(column, repr('x'))}")
    assert Event.objects.get() == fact


def test_every_column_but_the_seal_is_kept():
    assert {field.column for field in Event._meta.local_concrete_fields} == {*guards.KEPT, "checkpoint_id"}


@pytest.mark.django_db
def test_an_event_cannot_be_deleted():
    boil()
    refused("DELETE FROM kernel_event")
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_an_event_is_sealed_once():
    boil()
    seal.seal(7, NOON)
    refused("UPDATE kernel_event SET checkpoint_id = NULL")
    assert Event.objects.get().checkpoint_id is not None


@pytest.mark.django_db
def test_a_checkpoint_can_be_neither_changed_nor_deleted():
    boil()
    seal.seal(7, NOON)
    refused("UPDATE kernel_checkpoint SET events = 0")
    refused("DELETE FROM kernel_checkpoint")
    assert Checkpoint.objects.get().events == 1


@pytest.mark.django_db
def test_postgresql_refuses_to_truncate_history_too(vendor):
    if vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    boil()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    refused("TRUNCATE kernel_event CASCADE")


@pytest.mark.django_db
def test_the_models_refuse_before_the_database_has_to():
    boil()
    with pytest.raises(AppendOnly):
        Event.objects.update(name="x")
    with pytest.raises(AppendOnly):
        Event.objects.all().delete()


@pytest.mark.django_db
def test_all_triggers_are_there_after_migrating_and_a_missing_one_is_named():
    assert guards.missing(connection) == []
    with connection.cursor() as cursor:
        cursor.execute(guards.lift(connection.vendor)[0])
    assert guards.missing(connection) == ["event_kept"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_a_test_that_commits_starts_empty_and_guarded(time):
    assert Event.objects.count() == 0
    boil()
    seal.seal(7, NOON)
    refused("DELETE FROM kernel_event")


@pytest.mark.django_db(transaction=True)
def test_the_flush_command_of_the_product_does_not_get_past_the_guards(monkeypatch):
    operations = type(connection.ops)
    monkeypatch.setattr(operations, "sql_flush", operations.sql_flush.__wrapped__)
    boil()
    with pytest.raises(Exception, match="flush"):
        call_command("flush", interactive=False)
    assert Event.objects.count() == 1
    monkeypatch.undo()
