"""Database triggers that keep history as it was written, whatever program opens the database.

They refuse to change any column of an event but its empty `checkpoint` (its data only where words are taken out, which
leaves a row and a fact: see `redact`), to change a checkpoint, and to delete either; on PostgreSQL to truncate them
too. There is no setting that skips them: whoever must (a court order, a test's clean-up) takes them off with `lift` as
the owner of the tables, and the seals still show what is gone. SQLite drops triggers when a migration rebuilds a
table: such a migration must run `set_up` again, and `sepas doctor` says when they are missing.
"""

from typing import Any

KEPT = (
    *("id", "organisation_id", "name", "version", "subject_type", "subject_id", "seq"),
    *("actor_kind", "actor_id", "actor_name", "at", "data", "cause_id", "previous_hash", "hash"),
)
TABLES = ("kernel_event", "kernel_checkpoint")
NAMES = (
    "event_kept",
    "event_words_kept",
    "event_sealed_once",
    "event_undeletable",
    "checkpoint_kept",
    "checkpoint_undeletable",
)


def set_up(vendor: str, *, redaction: bool = True) -> list[str]:
    """Statements that put the triggers on, also where they are on already. Without `redaction`, as they were before
    words could be taken out of a fact: there is no table for that yet.
    """
    return [*lift(vendor), *(_postgresql(redaction) if vendor == "postgresql" else _sqlite(redaction))]


def lift(vendor: str) -> list[str]:
    """Statements that take the triggers off."""
    if vendor == "postgresql":
        return [
            f"DROP TRIGGER IF EXISTS {name} ON {table}"
            for table in TABLES
            for name in (*NAMES, "history_not_truncated")
        ]
    return [f"DROP TRIGGER IF EXISTS {name}" for name in NAMES]


def missing(connection: Any) -> list[str]:
    """The names of triggers that should be on and are not."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        found = {row[0] for row in cursor.fetchall()}
    return [name for name in NAMES if name not in found]


def _sqlite(redaction: bool) -> list[str]:
    def refuse(name: str, when: str, table: str, condition: str = "") -> str:
        return (
            f"CREATE TRIGGER {name} BEFORE {when} ON {table} {condition} "
            f"BEGIN SELECT RAISE(ABORT, 'history is never changed ({name})'); END"
        )

    return [
        refuse("event_kept", f"UPDATE OF {', '.join(_fixed(redaction))}", "kernel_event"),
        *(
            [
                refuse(
                    "event_words_kept",
                    "UPDATE OF data",
                    "kernel_event",
                    "WHEN NOT EXISTS (SELECT 1 FROM kernel_redaction WHERE event_id = OLD.id)",
                )
            ]
            if redaction
            else []
        ),
        refuse(
            "event_sealed_once",
            "UPDATE OF checkpoint_id",
            "kernel_event",
            "WHEN OLD.checkpoint_id IS NOT NULL AND OLD.checkpoint_id IS NOT NEW.checkpoint_id",
        ),
        refuse("event_undeletable", "DELETE", "kernel_event"),
        refuse("checkpoint_kept", "UPDATE", "kernel_checkpoint"),
        refuse("checkpoint_undeletable", "DELETE", "kernel_checkpoint"),
    ]


def _postgresql(redaction: bool) -> list[str]:
    def refuse(name: str, when: str, table: str, condition: str = "", each: str = "ROW") -> str:
        return (
            f"CREATE TRIGGER {name} BEFORE {when} ON {table} FOR EACH {each} {condition} "
            "EXECUTE FUNCTION sepas_refuse_history()"
        )

    return [
        "CREATE OR REPLACE FUNCTION sepas_refuse_history() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'history is never changed (%)', TG_NAME; END $$",
        "CREATE OR REPLACE FUNCTION sepas_refuse_words() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN IF NOT EXISTS (SELECT 1 FROM kernel_redaction WHERE event_id = OLD.id) THEN "
        "RAISE EXCEPTION 'history is never changed (%)', TG_NAME; END IF; RETURN NEW; END $$",
        refuse("event_kept", f"UPDATE OF {', '.join(_fixed(redaction))}", "kernel_event"),
        *(
            [
                refuse("event_words_kept", "UPDATE OF data", "kernel_event").replace(
                    "refuse_history", "refuse_words"
                )
            ]
            if redaction
            else []
        ),
        refuse(
            "event_sealed_once",
            "UPDATE OF checkpoint_id",
            "kernel_event",
            "WHEN (OLD.checkpoint_id IS NOT NULL AND OLD.checkpoint_id IS DISTINCT FROM NEW.checkpoint_id)",
        ),
        refuse("event_undeletable", "DELETE", "kernel_event"),
        refuse("checkpoint_kept", "UPDATE", "kernel_checkpoint"),
        refuse("checkpoint_undeletable", "DELETE", "kernel_checkpoint"),
        *(refuse("history_not_truncated", "TRUNCATE", table, each="STATEMENT") for table in TABLES),
    ]


def _fixed(redaction: bool) -> tuple[str, ...]:
    return tuple(name for name in KEPT if name != "data" or not redaction)
