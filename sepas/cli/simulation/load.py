"""Bulk writes: COPY on PostgreSQL, prepared inserts in large transactions on SQLite; indexes are built afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeAlias

from django.db import OperationalError, connection, models, transaction

from sepas.cases import search_index
from sepas.cli.simulation.compiled import Source
from sepas.cli.simulation.patterns import MINTED
from sepas.cli.simulation.shapes import Filled, Row, columns_of

TABLES = [model._meta.db_table for model in MINTED]


class SQLite:
    """Rows are tuples."""

    def form(self, source: Source, row: Row) -> str:
        """An expression for the row."""
        parts = []
        for place, value in enumerate(row.columns):
            if place in row.direct:
                parts.append(f"v[{row.direct[place]}]")
            elif place in row.texts:
                parts.append(source.text(row.texts[place]))
            else:
                parts.append(source.name(value))
        return f"({', '.join(parts)},)"

    def moment(self, moment: datetime) -> str:
        return str(moment.astimezone(UTC).replace(tzinfo=None))

    def write(self, batches: list[list[Any]]) -> None:
        """One transaction for all rows of a batch."""
        with transaction.atomic():
            raw = connection.connection  # the driver's own, with its own marks for parameters
            for model, rows in zip(MINTED, batches, strict=True):
                if rows:
                    marks = ",".join("?" * len(rows[0]))
                    raw.executemany(f"INSERT INTO {_names(model)} VALUES ({marks})", rows)

    @contextmanager
    def loading(self) -> Iterator[None]:
        """Without foreign-key checks, word index and secondary indexes; all of it is made and checked afterwards."""
        quoted = ",".join(f"'{name}'" for name in TABLES)
        database: Any = connection
        with database.alone(), connection.cursor() as cursor:
            cursor.execute("PRAGMA foreign_keys=OFF")
            # A crash leaves a database to throw away, as it would be half filled anyway; so pages are written once,
            # unless somebody else has it open: then it keeps its journal.
            cursor.execute("PRAGMA locking_mode=EXCLUSIVE")
            try:
                cursor.execute("PRAGMA journal_mode=OFF")
            except OperationalError:
                cursor.execute("PRAGMA locking_mode=NORMAL")
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-524288")
            cursor.execute("PRAGMA temp_store=FILE")
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
                f"AND tbl_name IN ({quoted})"
            )
            indexes = cursor.fetchall()
            for name, _sql in indexes:
                cursor.execute(f'DROP INDEX "{name}"')
            cursor.execute("DROP TRIGGER cases_searchtext_added")
            try:
                yield
            finally:
                for _name, sql in indexes:
                    cursor.execute(sql)
                cursor.execute("INSERT INTO cases_searchtext_fts(cases_searchtext_fts) VALUES ('rebuild')")
                for statement in search_index.on_sqlite():
                    if "TRIGGER cases_searchtext_added" in statement:
                        cursor.execute(statement)
                cursor.execute("PRAGMA foreign_keys=ON")
            connection.check_constraints()
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute("PRAGMA locking_mode=NORMAL")
            cursor.execute("PRAGMA journal_mode=WAL")


class PostgreSQL:
    """Rows are lines of COPY's text format."""

    def form(self, source: Source, row: Row) -> str:
        """An expression for the line."""
        parts, slots = [], []
        for place, value in enumerate(row.columns):
            if place in row.direct:
                parts.append("%s")
                slots.append(row.direct[place])
            elif place in row.texts:
                text = row.texts[place]
                parts.append(_escaped(text.form))
                slots += text.slots
            else:
                parts.append(_copied(value).replace("%", "%%"))
        return source.text(Filled("\t".join(parts) + "\n", tuple(slots)))

    def moment(self, moment: datetime) -> str:
        return moment.isoformat()

    def write(self, batches: list[list[Any]]) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for model, rows in zip(MINTED, batches, strict=True):
                if rows:
                    with cursor.copy(f"COPY {_names(model)} FROM STDIN") as copy:
                        copy.write("".join(rows))

    @contextmanager
    def loading(self) -> Iterator[None]:
        """Without foreign keys and secondary indexes, which are made, and so checked, afterwards."""
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
            cursor.execute("SET maintenance_work_mem = '768MB'")
            cursor.execute("SET max_parallel_maintenance_workers = 2")
            cursor.execute(
                "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
                "WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)",
                [TABLES],
            )
            keys = cursor.fetchall()
            cursor.execute(
                "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
                "LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid "
                "WHERE c.oid IS NULL AND NOT i.indisprimary AND i.indrelid::regclass::text = ANY(%s)",
                [TABLES],
            )
            indexes = cursor.fetchall()
            for table, name, _ in keys:
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            for name, _ in indexes:
                cursor.execute(f"DROP INDEX {name}")
            try:
                yield
            finally:
                for _name, sql in indexes:
                    cursor.execute(sql)
                for table, name, sql in keys:
                    cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {sql}')
                for statement in connection.ops.sequence_reset_sql(_no_style(), MINTED):
                    cursor.execute(statement)
            cursor.execute("SET synchronous_commit = on")
            for table in TABLES:
                cursor.execute(f"VACUUM ANALYZE {table}")


Loader: TypeAlias = SQLite | PostgreSQL


def loader() -> Loader:
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()


def _names(model: type[models.Model]) -> str:
    columns = ", ".join(f'"{column.column}"' for column in columns_of(model))
    return f'"{model._meta.db_table}" ({columns})'


def _no_style() -> Any:
    from django.core.management.color import no_style

    return no_style()


def _copied(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return _escaped(value.isoformat() if hasattr(value, "isoformat") else str(value))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
