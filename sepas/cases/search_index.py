# ruff: noqa: S608 - SQL is made of names that stand in this file, never of what anybody typed.
"""The full-text index behind `cases.search`, in each database's own way.

SQLite: an FTS5 table with the trigram tokenizer over `cases_searchtext`, kept by triggers. Triggers are lost
when a table is rebuilt, as Django does to alter one on SQLite: `drop` before and `create` after, in the same migration.

PostgreSQL: trigram indexes, where the server has `pg_trgm` and the role may create it (from PostgreSQL 13
on, whoever may create tables in the database may). Without them search gives the same answers by reading the
table.
"""

from django.apps.registry import Apps
from django.db import DatabaseError, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

COLUMNS = ("text", "said", "notes")
TABLE = "cases_searchtext"
FTS = f"{TABLE}_fts"
TRIGGERS = ("added", "removed", "changed")
POSTGRES = {"text": f"{TABLE}_trigrams", "said": f"{TABLE}_said_trigrams", "notes": f"{TABLE}_notes_trigrams"}
"""The index of each column."""


def create(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The index over what the table holds now."""
    _create(editor, COLUMNS)


def create_first(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The index as it was before conversations were found by their words."""
    _create(editor, ("text",))


def drop(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":
        for trigger in TRIGGERS:
            editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_{trigger}")
        editor.execute(f"DROP TABLE IF EXISTS {FTS}")
    elif editor.connection.vendor == "postgresql":
        for name in POSTGRES.values():
            editor.execute(f"DROP INDEX IF EXISTS {name}")


def _create(editor: BaseDatabaseSchemaEditor, columns: tuple[str, ...]) -> None:
    if editor.connection.vendor == "sqlite":
        for statement in on_sqlite(columns):
            editor.execute(statement)
    elif editor.connection.vendor == "postgresql":
        _try(editor, "CREATE EXTENSION IF NOT EXISTS pg_trgm")
        for column in columns:
            _try(editor, f"CREATE INDEX {POSTGRES[column]} ON {TABLE} USING gin ({column} gin_trgm_ops)")


def on_sqlite(columns: tuple[str, ...] = COLUMNS) -> list[str]:
    """The statements that make index and triggers, and fill it."""
    names = ", ".join(columns)
    old, new = (", ".join(f"{row}.{name}" for name in columns) for row in ("old", "new"))
    remove = f"INSERT INTO {FTS}({FTS}, rowid, {names}) VALUES ('delete', old.case_id, {old});"
    add = f"INSERT INTO {FTS}(rowid, {names}) VALUES (new.case_id, {new});"
    return [
        f"CREATE VIRTUAL TABLE {FTS} USING fts5("
        f"{names}, content='{TABLE}', content_rowid='case_id', tokenize='trigram case_sensitive 1')",
        f"CREATE TRIGGER {TABLE}_added AFTER INSERT ON {TABLE} BEGIN {add} END",
        f"CREATE TRIGGER {TABLE}_removed AFTER DELETE ON {TABLE} BEGIN {remove} END",
        f"CREATE TRIGGER {TABLE}_changed AFTER UPDATE ON {TABLE} BEGIN {remove} {add} END",
        f"INSERT INTO {FTS}({FTS}) VALUES ('rebuild')",
    ]


def _try(editor: BaseDatabaseSchemaEditor, statement: str) -> None:
    try:
        with transaction.atomic(using=editor.connection.alias):
            editor.execute(statement)
    except DatabaseError:
        return
