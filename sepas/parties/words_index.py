# ruff: noqa: S608 - SQL is made of names and letters that stand in this file, never of what anybody typed.
"""Triggers that teach the words of a table's texts (`WordKey`), in each database's own way.

A trigger and not a line in every action: imports and simulations write millions of rows without actions, and words
that were not taught could not be meant. Triggers of SQLite are lost when Django rebuilds their table to alter it: the
same migration calls `drop` before and `create` after; a test says so to whoever forgets.

SQLite has one writer at a time, and its triggers took a tenth of a case's time for words that are nearly always known.
So they only note which rows are to be read (`<table>_untaught`); with every `TOGETHER` rows, and before what was meant
is looked up (`settle`), the words of all are taught at once.

Words with digits are not taught: codes and serial numbers are near each other by nature, and are looked for otherwise.
"""

from contextlib import suppress
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from sepas.kernel.slips import LONGEST, SAME_SOUND, SHORTEST

TOGETHER = 64
"""Rows of one table that wait to be read, at most."""


@dataclass(frozen=True, slots=True)
class Source:
    """A table whose `column` holds folded text; `organisation` is an SQL expression over the row `{row}`. `key` is its
    primary key.
    """

    table: str
    key: str
    column: str
    organisation: str

    @property
    def untaught(self) -> str:
        return f"{self.table}_untaught"


CUSTOMERS = Source("parties_customer", "id", "search", "{row}.organisation_id")
SOURCES = [CUSTOMERS]
"""All tables that teach; those of other applications put themselves here."""


def create(editor: BaseDatabaseSchemaEditor, source: Source) -> None:
    """Make the triggers of a table, again if they are there, and teach what it holds already."""
    begin(editor, source)
    if editor.connection.vendor == "sqlite":
        editor.execute(_sqlite_insert(source, f"{source.table} AS source, "))
    else:
        editor.execute(_postgres_insert(source, source.table))


def begin(editor: BaseDatabaseSchemaEditor, source: Source) -> None:
    """Make the triggers of a table, again if they are there."""
    drop(editor, source)
    for statement in (_sqlite if editor.connection.vendor == "sqlite" else _postgres)(source):
        editor.execute(statement)


def waiting() -> str:
    """On SQLite, the condition that some rows wait to be read."""
    return " OR ".join(f"EXISTS (SELECT 1 FROM {source.untaught})" for source in SOURCES)


def settle() -> None:
    """Teach the words of the rows that wait. On SQLite two queries for each of `SOURCES`; on PostgreSQL none wait."""
    if connection.vendor == "sqlite":
        with transaction.atomic(), connection.cursor() as cursor:
            for source in SOURCES:
                for statement in _sqlite_settled(source):
                    cursor.execute(statement)


def drop(editor: BaseDatabaseSchemaEditor, source: Source) -> None:
    name = f"{source.table}_words"
    if editor.connection.vendor == "sqlite":
        for what in ("added", "changed", "taught"):
            editor.execute(f"DROP TRIGGER IF EXISTS {name}_{what}")
        editor.execute(f"DROP TABLE IF EXISTS {source.untaught}")
    else:
        editor.execute(f"DROP TRIGGER IF EXISTS {name}_added ON {source.table}")
        editor.execute(f"DROP TRIGGER IF EXISTS {name}_changed ON {source.table}")
        editor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def teach_rows(editor: BaseDatabaseSchemaEditor, source: Source, rows: str) -> None:
    """Teach the words of `rows`, a sub-select that has the source's column, once and without triggers."""
    if editor.connection.vendor == "sqlite":
        editor.execute(_sqlite_insert(source, f"{rows} AS source, "))
    else:
        editor.execute(_postgres_insert(source, rows))


CUSTOMERS_FTS = "parties_customer_fts"
_FTS = (
    f"""CREATE VIRTUAL TABLE {CUSTOMERS_FTS} USING fts5(
        search, content='parties_customer', content_rowid='id', tokenize='trigram case_sensitive 1')""",
    f"""CREATE TRIGGER {CUSTOMERS_FTS}_added AFTER INSERT ON parties_customer BEGIN
        INSERT INTO {CUSTOMERS_FTS}(rowid, search) VALUES (new.id, new.search); END""",
    f"""CREATE TRIGGER {CUSTOMERS_FTS}_removed AFTER DELETE ON parties_customer BEGIN
        INSERT INTO {CUSTOMERS_FTS}({CUSTOMERS_FTS}, rowid, search) VALUES ('delete', old.id, old.search); END""",
    f"""CREATE TRIGGER {CUSTOMERS_FTS}_changed AFTER UPDATE OF search ON parties_customer BEGIN
        INSERT INTO {CUSTOMERS_FTS}({CUSTOMERS_FTS}, rowid, search) VALUES ('delete', old.id, old.search);
        INSERT INTO {CUSTOMERS_FTS}(rowid, search) VALUES (new.id, new.search); END""",
    f"INSERT INTO {CUSTOMERS_FTS}({CUSTOMERS_FTS}) VALUES ('rebuild')",
)


def create_customer_index(editor: BaseDatabaseSchemaEditor) -> None:
    """The index by which customers are found by any part of name or number; made again if it is there."""
    drop_customer_index(editor)
    if editor.connection.vendor == "sqlite":
        for statement in _FTS:
            editor.execute(statement)
        return
    with suppress(DatabaseError), transaction.atomic(using=editor.connection.alias):
        editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    with suppress(DatabaseError), transaction.atomic(using=editor.connection.alias):
        editor.execute(
            "CREATE INDEX parties_customer_trigrams ON parties_customer USING gin (search gin_trgm_ops)"
        )


def drop_customer_index(editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":
        for what in ("added", "removed", "changed"):
            editor.execute(f"DROP TRIGGER IF EXISTS {CUSTOMERS_FTS}_{what}")
        editor.execute(f"DROP TABLE IF EXISTS {CUSTOMERS_FTS}")
    else:
        editor.execute("DROP INDEX IF EXISTS parties_customer_trigrams")


def _sqlite(source: Source) -> list[str]:
    name = f"{source.table}_words"
    note = f"INSERT OR IGNORE INTO {source.untaught} VALUES (new.{source.key});"
    settled = "; ".join(_sqlite_settled(source))
    return [
        f"CREATE TABLE {source.untaught} ({source.key} INTEGER PRIMARY KEY)",
        f"CREATE TRIGGER {name}_added AFTER INSERT ON {source.table} BEGIN {note} END",
        f"CREATE TRIGGER {name}_changed AFTER UPDATE OF {source.column} ON {source.table}"
        f" WHEN old.{source.column} <> new.{source.column} BEGIN {note} END",
        f"CREATE TRIGGER {name}_taught AFTER INSERT ON {source.untaught}"
        f" WHEN (SELECT count(*) FROM {source.untaught}) >= {TOGETHER} BEGIN {settled}; END",
    ]


def _sqlite_settled(source: Source) -> list[str]:
    """The statements that teach the rows that wait."""
    rows = f"{source.untaught} CROSS JOIN {source.table} AS source USING ({source.key}), "
    return [_sqlite_insert(source, rows), f"DELETE FROM {source.untaught}"]


def _sqlite_insert(source: Source, rows: str) -> str:
    # Folded text holds letters, digits and blanks only: it is a JSON array once its blanks are `","`.
    words = f"""'["' || replace(source.{source.column}, ' ', '","') || '"]'"""
    return _sqlite_taught(source.organisation.format(row="source"), f"{rows}json_each({words})")


def taught_on_sqlite() -> str:
    """The statement that teaches words; parameters: the organisation, and the words as a JSON array."""
    return _sqlite_taught("%s", "json_each(%s)")


def _sqlite_taught(organisation: str, words: str) -> str:
    # CROSS JOIN keeps the order: letters are only left out of words that are not known.
    heard = "said.word"
    for letter, same in SAME_SOUND.items():
        heard = f"replace({heard}, '{letter}', '{same}')"
    places = ",".join(str(place) for place in range(LONGEST + 1))
    return (
        "INSERT INTO parties_wordkey (organisation_id, key, word) SELECT DISTINCT organisation, "
        "CASE p.value WHEN 0 THEN sound ELSE substr(sound, 1, p.value - 1) || substr(sound, p.value + 1) END, word "
        f"FROM (SELECT organisation, word, {heard} AS sound "
        f"FROM (SELECT DISTINCT {organisation} AS organisation, w.value AS word FROM {words} AS w "
        f"WHERE length(w.value) BETWEEN {SHORTEST} AND {LONGEST} AND w.value NOT GLOB '*[0-9]*') AS said "
        "WHERE NOT EXISTS (SELECT 1 FROM parties_wordkey AS known "
        f"WHERE known.organisation_id = said.organisation AND known.key = {heard} AND known.word = said.word)"
        f") AS taught CROSS JOIN json_each('[{places}]') AS p WHERE p.value <= length(sound)"
    )


def _postgres(source: Source) -> list[str]:
    name = f"{source.table}_words"
    return [
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"{_postgres_insert(source, 'taught_rows')}; RETURN NULL; END $$",
        f"CREATE TRIGGER {name}_added AFTER INSERT ON {source.table} REFERENCING NEW TABLE AS taught_rows "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
        f"CREATE TRIGGER {name}_changed AFTER UPDATE ON {source.table} REFERENCING NEW TABLE AS taught_rows "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
    ]


def _postgres_insert(source: Source, rows: str) -> str:
    words = f"{rows} AS source, unnest(string_to_array(source.{source.column}, ' '))"
    return _postgres_taught(source.organisation.format(row="source"), words)


def taught_on_postgresql() -> str:
    """The statement that teaches words; parameters: the organisation, and the words as an array."""
    return _postgres_taught("%s::bigint", "unnest(%s::text[])")


def _postgres_taught(organisation: str, words: str) -> str:
    before, after = "".join(SAME_SOUND), "".join(SAME_SOUND.values())
    # Each word is looked up in the index: left to choose, the planner may read all that are known to compare them.
    return (
        "INSERT INTO parties_wordkey (organisation_id, key, word) SELECT DISTINCT organisation, "
        "CASE p WHEN 0 THEN sound ELSE left(sound, p - 1) || substr(sound, p + 1) END, word "
        f"FROM (SELECT * FROM (SELECT DISTINCT {organisation} AS organisation, w AS word, "
        f"translate(w, '{before}', '{after}') AS sound FROM {words} AS w "
        f"WHERE length(w) BETWEEN {SHORTEST} AND {LONGEST} AND w !~ '[0-9]') AS said "
        "WHERE (SELECT true FROM parties_wordkey AS known WHERE known.organisation_id = said.organisation "
        "AND known.key = said.sound AND known.word = said.word LIMIT 1) IS NULL) AS taught, "
        "generate_series(0, length(sound)) AS p"
    )
