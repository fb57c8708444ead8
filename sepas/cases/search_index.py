"""The full-text index behind `cases.search`, in each database's own way.

SQLite: an FTS5 table with the trigram tokenizer over `cases_searchtext`, kept by triggers. Triggers are lost
when a table is rebuilt, as Django does to alter one on SQLite; `cases_searchtext` holds nothing but text so
that it need not be altered. If it ever is, create them again in the same migration.

PostgreSQL: a trigram index, where the server has `pg_trgm` and the role may create it (from PostgreSQL 13
on, whoever may create tables in the database may). Without it search gives the same answers by reading the
table.
"""

from django.apps.registry import Apps
from django.db import DatabaseError, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = (
    """CREATE VIRTUAL TABLE cases_searchtext_fts USING fts5(
        text, content='cases_searchtext', content_rowid='case_id', tokenize='trigram case_sensitive 1')""",
    """CREATE TRIGGER cases_searchtext_added AFTER INSERT ON cases_searchtext BEGIN
        INSERT INTO cases_searchtext_fts(rowid, text) VALUES (new.case_id, new.text);
    END""",
    """CREATE TRIGGER cases_searchtext_removed AFTER DELETE ON cases_searchtext BEGIN
        INSERT INTO cases_searchtext_fts(cases_searchtext_fts, rowid, text) VALUES ('delete', old.case_id,
        old.text);
    END""",
    """CREATE TRIGGER cases_searchtext_changed AFTER UPDATE ON cases_searchtext BEGIN
        INSERT INTO cases_searchtext_fts(cases_searchtext_fts, rowid, text) VALUES ('delete', old.case_id,
        old.text); INSERT INTO cases_searchtext_fts(rowid, text) VALUES (new.case_id, new.text);
    END""",
)
SQLITE_BACK = (
    "DROP TRIGGER cases_searchtext_changed",
    "DROP TRIGGER cases_searchtext_removed",
    "DROP TRIGGER cases_searchtext_added",
    "DROP TABLE cases_searchtext_fts",
)
POSTGRES_EXTENSION = "CREATE EXTENSION IF NOT EXISTS pg_trgm"
POSTGRES_INDEX = "CREATE INDEX cases_searchtext_trigrams ON cases_searchtext USING gin (text gin_trgm_ops)"


def create(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":
        for statement in SQLITE:
            editor.execute(statement)
    elif editor.connection.vendor == "postgresql":
        for statement in (POSTGRES_EXTENSION, POSTGRES_INDEX):
            try:
                with transaction.atomic(using=editor.connection.alias):
                    editor.execute(statement)
            except DatabaseError:
                continue


def drop(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":
        for statement in SQLITE_BACK:
            editor.execute(statement)
    elif editor.connection.vendor == "postgresql":
        editor.execute("DROP INDEX IF EXISTS cases_searchtext_trigrams")
