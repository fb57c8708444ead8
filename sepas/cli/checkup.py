"""What `sepas doctor` looks at: each check gives one finding, and none of them changes anything."""

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.db import DatabaseError, connection

from sepas.cli import catalogues, prepare
from sepas.kernel import clock, heartbeat
from sepas.kernel.activity import guards
from sepas.kernel.outbox.queries import backlog

ALIVE = timedelta(minutes=1)
LATE = timedelta(minutes=5)
SKEW = timedelta(seconds=5)
PYTHON = (3, 11)


@dataclass(frozen=True)
class Finding:
    name: str
    wrong: bool = False
    text: dict[str, str] = field(default_factory=dict)


def examine() -> Iterator[Finding]:
    """Every finding in order; the ones about rows come only when the database answers and is migrated."""
    yield from _python()
    yield from _settings()
    yield from _folders()
    yield from _files()
    yield from _database()


def _finding(name: str, wrong: object, fa: str, en: str) -> Finding:
    return Finding(name, bool(wrong), {"fa": fa, "en": en})


def _python() -> Iterator[Finding]:
    seen = ".".join(map(str, sys.version_info[:3]))
    yield _finding(
        f"Python {seen}",
        sys.version_info < PYTHON,
        "پایتون ۳٫۱۱ یا تازه‌تر لازم است.",
        "Python 3.11 or newer is needed.",
    )


def _settings() -> Iterator[Finding]:
    secret = settings.SECRET_KEY
    yield _finding(
        "secret key",
        len(secret) < 40 or len(set(secret)) < 10,
        "کلید مخفی کوتاه یا قابل حدس است. SEPAS_SECRET_KEY را با دست‌کم ۵۰ نویسهٔ تصادفی تنظیم کنید.",
        "The secret key is short or guessable. Set SEPAS_SECRET_KEY to at least 50 random characters.",
    )
    file = settings.VAR / "secret_key"
    if not os.environ.get("SEPAS_SECRET_KEY") and file.exists():
        yield _finding(
            "secret file is private",
            stat.S_IMODE(file.stat().st_mode) & 0o077,
            f"دیگران می‌توانند {file} را بخوانند. دستور chmod 600 را روی آن اجرا کنید.",
            f"Others can read {file}. Run chmod 600 on it.",
        )
    try:
        ZoneInfo(settings.DISPLAY_TIME_ZONE)
        unknown = False
    except (ZoneInfoNotFoundError, ValueError):
        unknown = True
    yield _finding(
        f"time zone {settings.DISPLAY_TIME_ZONE}",
        unknown,
        "این منطقهٔ زمانی شناخته نیست. SEPAS_TIME_ZONE را مثلاً Asia/Tehran بگذارید.",
        "This time zone is unknown. Set SEPAS_TIME_ZONE, for example Asia/Tehran.",
    )
    yield _finding(
        "debug is off",
        settings.DEBUG,
        "حالت اشکال‌زدایی روشن است و جزئیات خطا را به همه نشان می‌دهد. SEPAS_DEBUG را بردارید.",
        "Debug mode is on and shows error details to everybody. Unset SEPAS_DEBUG.",
    )
    errors = [str(found) for found in run_checks() if found.level >= ERROR]
    yield _finding(
        "system checks",
        errors,
        "چارچوب این خطاها را گزارش کرد: " + " ".join(errors),
        "The framework reports: " + " ".join(errors),
    )


def _folders() -> Iterator[Finding]:
    for folder in (settings.VAR, Path(settings.MEDIA_ROOT)):
        yield _finding(
            f"can write to {folder}",
            not _writable(folder),
            "نمی‌توان در این پوشه نوشت. مالک یا دسترسی آن را درست کنید، یا SEPAS_VAR را تغییر دهید.",
            "This folder cannot be written to. Correct its owner or rights, or change SEPAS_VAR.",
        )


def _files() -> Iterator[Finding]:
    if (settings.ROOT / "package.json").exists():
        yield _finding(
            "front-end packages",
            not (settings.ROOT / "node_modules").is_dir(),
            "بسته‌های ظاهر سایت نصب نشده‌اند. make run را اجرا کنید.",
            "The front-end packages are not installed. Run make run.",
        )
    yield _finding(
        "static files collected",
        prepare.static_is_stale(),
        "فایل‌های ایستا گردآوری نشده یا کهنه‌اند. sepas serve آن‌ها را به‌روز می‌کند.",
        "Static files are not collected or out of date. sepas serve brings them up to date.",
    )
    yield _finding(
        "messages compiled",
        catalogues.stale(),
        "ترجمه‌ها آماده نشده‌اند. sepas serve آن‌ها را آماده می‌کند.",
        "Translations are not compiled. sepas serve compiles them.",
    )


def _database() -> Iterator[Finding]:
    name = f"database ({connection.vendor})"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        unapplied = prepare.unapplied()
    except DatabaseError as error:
        yield _finding(
            name,
            True,
            f"پایگاه داده پاسخ نمی‌دهد ({error}). DATABASE_URL را بررسی کنید.",
            f"The database does not answer ({error}). Check DATABASE_URL.",
        )
        return
    yield Finding(name)
    yield _finding(
        "database is up to date",
        unapplied,
        f"پایگاه داده {len(unapplied)} به‌روزرسانی کم دارد. sepas migrate را اجرا کنید.",
        f"The database lacks {len(unapplied)} updates. Run sepas migrate.",
    )
    if unapplied:
        return
    missing = guards.missing(connection)
    yield _finding(
        "history is guarded",
        missing,
        f"این محافظ‌های تاریخچه در پایگاه داده نیستند: {', '.join(missing)}.",
        f"These triggers that guard history are missing: {', '.join(missing)}.",
    )
    yield from _workers()
    yield from _clock_of_database()


def _workers() -> Iterator[Finding]:
    now = clock.now()
    for process in ("work", "tick", "send", "hooks"):
        seen = heartbeat.latest(process)
        yield _finding(
            f"{process} is running",
            seen is None or now - seen.beat_at > ALIVE,
            f"فرایند {process} کار نمی‌کند. sepas serve یا sepas {process} را اجرا کنید.",
            f"No {process} process is running. Start sepas serve or sepas {process}.",
        )
    waiting = backlog(now)
    yield _finding(
        f"{waiting.due} deliveries due",
        waiting.since is not None and now - waiting.since > LATE,
        "کارهای عقب‌مانده بیش از پنج دقیقه در صف بوده‌اند. فرایندهای work بیشتری اجرا کنید.",
        "Work has been waiting for over five minutes. Run more work processes.",
    )
    yield _finding(
        f"{waiting.dead} dead deliveries",
        waiting.dead,
        "بعضی کارها پس از همهٔ تلاش‌ها انجام نشدند. خطای آن‌ها را ببینید و پس از رفع مشکل دوباره اجرایشان کنید.",
        "Some deliveries failed for good. Read their errors, and run them again once the cause is gone.",
    )


def _clock_of_database() -> Iterator[Finding]:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        before = clock.now()
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
    yield _finding(
        "clocks agree",
        not before - SKEW <= there <= clock.now() + SKEW,
        "ساعت این ماشین و ساعت پایگاه داده بیش از پنج ثانیه اختلاف دارند. NTP را روشن کنید.",
        "This machine's clock and the database's differ by over five seconds. Turn NTP on.",
    )


def _writable(folder: Path) -> bool:
    """Whether files can be written there; of a folder that is made when it is needed, whether it can be made."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
