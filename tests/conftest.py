"""What every test stands on: the database that DATABASE_URL names, and no network but this machine's."""

import functools
import os
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests import databases

pytest_plugins = ["tests.cast"]

LOCAL = ("127.", "::1", "localhost", "0.0.0.0", "/")


def pytest_configure() -> None:
    """Persian texts are tested as people read them, so the catalogues are compiled first."""
    from sepas.cli import catalogues

    catalogues.compile_all()


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches for the network fails where it does so."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else str(address)
        if self.family != socket.AF_UNIX and not str(host).startswith(LOCAL):
            raise RuntimeError(f"a test tried to reach {host}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """What one test's organisation was like is not what the next one's is, though both have the same id."""
    from sepas.kernel import epoch
    from sepas.parties import tokens

    epoch.forget()
    tokens.forget()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_blocker: Any) -> Iterator[None]:
    """A database for this process alone: runs in one checkout, and workers of one run, know nothing of each other."""
    from django.conf import settings
    from django.db import connection

    own = connection.settings_dict
    if connection.vendor == "sqlite":
        databases.clear_files(settings.VAR)
        own["TEST"]["NAME"] = str(databases.file_of(settings.VAR, os.getpid()))
        yield
        databases.clear_files(settings.VAR)
        return
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        databases.clear_databases(cursor)
    own["TEST"]["NAME"] = databases.name_of(own["NAME"], os.getpid())
    yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Tests that commit empty the tables afterwards; the triggers that guard history step aside for that.

    They are not skippable in the product: only this test set-up takes them off around a flush.
    """
    from django.db import connection

    from sepas.kernel.activity import guards

    def unguarded(flush: Callable[..., list[str]]) -> Callable[..., list[str]]:
        @functools.wraps(flush)
        def wrapped(*args: Any, **kw: Any) -> list[str]:
            statements = flush(*args, **kw)
            return [*guards.lift(connection.vendor), *statements, *guards.set_up(connection.vendor)]

        return wrapped

    # For the class: a test in a browser runs beside an event loop, and gets a connection of its own for that.
    operations = type(connection.ops)
    operations.sql_flush = unguarded(operations.sql_flush)  # type: ignore[method-assign]
    yield
    if connection.vendor == "postgresql":
        # Threads that end with the process may still hold a connection; the database is dropped now. It has the name
        # of this process, so no other run has sessions in it.
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def vendor() -> str:
    from django.db import connection

    return connection.vendor
