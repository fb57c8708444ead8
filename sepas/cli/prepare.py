"""What an install needs before it serves: tables, cache, static files. Each step only when it is not done yet."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

STAMP = ".sources"


def prepare(say: Callable[[str], None] = print) -> None:
    """Bring the database and the static files up to date; safe to run at every start."""
    Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
    migrate(say)
    call_command("createcachetable", verbosity=0)
    if static_is_stale():
        say("collecting static files")
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        (Path(settings.STATIC_ROOT) / STAMP).write_text(_static_sources())


def migrate(say: Callable[[str], None] = lambda _: None) -> None:
    """Give the database the updates that it lacks, if any."""
    if unapplied():
        say("bringing the database up to date")
        call_command("migrate", interactive=False, verbosity=0)


def unapplied() -> list[str]:
    """The names of migrations that the database has not had."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def static_is_stale() -> bool:
    """Whether a static file was added, removed or changed since they were collected."""
    try:
        return (Path(settings.STATIC_ROOT) / STAMP).read_text() != _static_sources()
    except OSError:
        return True


def _static_sources() -> str:
    """Names, sizes and times of all sources, and the storage that names the copies."""
    seen = [settings.STORAGES["staticfiles"]["BACKEND"]]
    for finder in get_finders():
        for name, storage in finder.list(None):
            source = Path(storage.path(name)).stat()
            seen.append(f"{name} {source.st_size} {source.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(seen)).encode()).hexdigest()
