"""The `sepas` command: one file per verb; whatever else is typed goes to Django's own commands."""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence

from django.core.exceptions import ImproperlyConfigured

VERBS = {
    "serve": "web, worker, clock and messages together, until Ctrl-C",
    "web": "only the web server",
    "live": "tell open pages what changes, as it happens",
    "work": "run what events have brought about",
    "tick": "find due promises and seal history, over and over",
    "send": "hand waiting messages to their gateways",
    "organisation": "create a company and its first administrator",
    "demo": "load the demo world and print its logins",
    "import": "bring in a CSV or XLSX file",
    "export": "take data out as CSV, XLSX or JSON Lines",
    "simulate": "fill an empty database with a large organisation, for measuring",
    "decide": "answer a file of facts by the rules",
    "hooks": "hand webhooks to their receivers",
    "erase": "take out what erasures of former versions left",
    "pack": "check rule packs",
    "verify": "prove that history is whole",
    "doctor": "say in plain words what is misconfigured",
}
MODULES = {"import": "bring"}
"""Verbs that Python keeps for itself."""
PURE = {"decide", "pack"}
"""Verbs that need no database and no settings."""
LISTENING = {"serve", "web"}
"""Verbs whose `--port` links and live updates follow, which settings know by `SEPAS_PORT`."""
FIRST = {"organisation", "demo"}
"""Verbs that one begins with: they bring the database up to date themselves."""
UNREACHABLE = """sepas: the database does not answer: {error}
Check DATABASE_URL (docs/settings.md); `sepas doctor` says more.
پایگاه داده پاسخ نمی‌دهد. DATABASE_URL را بررسی کنید؛ sepas doctor بیشتر می‌گوید."""
BEHIND = """sepas: the database lacks {count} updates. Run `sepas migrate`; `sepas serve` does it by itself.
پایگاه داده به‌روز نیست. sepas migrate را اجرا کنید؛ sepas serve خودش این کار را می‌کند."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sepas.config.settings")
    if not words or words[0] in {"-h", "--help"}:
        _help()
        return 0
    if words[0] not in VERBS:
        _compile_messages()
        from django.core.management import execute_from_command_line

        execute_from_command_line(["sepas", *words])
        return 0
    if words[0] in LISTENING:
        _follow_port(words[1:])
    if words[0] not in PURE:
        _set_up()
    verb = importlib.import_module(f"sepas.cli.{MODULES.get(words[0], words[0])}")
    parser = argparse.ArgumentParser(prog=f"sepas {words[0]}", description=verb.__doc__)
    verb.arguments(parser)
    options = parser.parse_args(words[1:])
    return int(verb.run(options)) if words[0] in PURE else _with_database(words[0], verb.run, options)


def _with_database(name: str, run: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    """Run a verb; a database that is not there, or lacks updates, is told in two sentences instead of a trace."""
    from django.db import DatabaseError

    from sepas.cli import prepare

    try:
        if name in FIRST:
            prepare.migrate()
        return int(run(options))
    except DatabaseError as error:
        try:
            behind = prepare.unapplied()
        except DatabaseError:
            raise SystemExit(UNREACHABLE.format(error=str(error).strip())) from error
        if not behind:
            raise
        raise SystemExit(BEHIND.format(count=len(behind))) from error


def _follow_port(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--port", default="")
    port = parser.parse_known_args(words)[0].port
    if port.isascii() and port.isdigit():
        os.environ["SEPAS_PORT"] = port


def _compile_messages() -> None:
    from sepas.cli import catalogues

    catalogues.compile_all()


def _set_up() -> None:
    """Compile the messages, then load settings and models; a setting that cannot be used is told without a trace."""
    _compile_messages()
    try:
        import django

        django.setup()
    except (ValueError, OSError, ImproperlyConfigured) as error:
        raise SystemExit(
            f"sepas: the settings cannot be used: {error}\n"
            "Every setting is explained in docs/settings.md.\n"
            "تنظیمات قابل استفاده نیستند؛ همهٔ آن‌ها در docs/settings.md توضیح داده شده‌اند."
        ) from error


def _help() -> None:
    print("sepas: an open after-sales service platform\n")
    for verb, what in VERBS.items():
        print(f"  sepas {verb:<12} {what}")
    print("\n  sepas VERB --help      what a verb can do")
    print("  sepas help --commands  Django's commands: migrate, createsuperuser, shell, …")
