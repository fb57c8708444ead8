"""Bring in a CSV or XLSX file. The rows are worked on here; a stopped one goes on with --go-on."""

import argparse
import time
from pathlib import Path

from django.utils.translation import override

from sepas.cli.acting import actor_and_organisation, add_actor
from sepas.exchange import bring
from sepas.exchange.actions.steer import resume_import, start_import
from sepas.exchange.actions.upload import needs, settle_import, upload_import
from sepas.exchange.jobs import claim
from sepas.exchange.lifecycle import State
from sepas.exchange.models import Import, Kinds
from sepas.exchange.queries import fault_lines, one_import, preview
from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.kernel.errors import DomainError, Invalid


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, nargs="?", help="the file; without one, --go-on names an import")
    parser.add_argument(
        "--kind", choices=Kinds.values, default="", help="what the rows are; guessed without it"
    )
    parser.add_argument("--dry-run", action="store_true", help="try every row and keep nothing")
    parser.add_argument("--update", action="store_true", help="correct what is known otherwise")
    parser.add_argument("--money", choices=["toman", "rial"], default="", help="the unit of amounts")
    parser.add_argument(
        "--map", action="append", default=[], metavar="FIELD=COLUMN", help="by the column's name"
    )
    parser.add_argument("--sheet", help="of a workbook; the first without it")
    parser.add_argument("--errors", type=Path, help="where rows that were not taken are written, as CSV")
    parser.add_argument("--go-on", type=int, metavar="N", help="go on with import N")
    add_actor(parser)


def run(options: argparse.Namespace) -> int:
    actor, organisation = actor_and_organisation(options)
    with override(actor.language):
        try:
            if options.go_on:
                row = one_import(actor, options.go_on)
                if row.state == State.PAUSED:
                    resume_import(actor, row=row, now=clock.now())
            else:
                row = _begun(actor, organisation, options)
        except DomainError as error:
            fields = error.fields if isinstance(error, Invalid) else {}
            print(f"sepas import: {error.message}")
            for name, text in fields.items():
                print(f"  {name}: {text}")
            return 1
        return _worked(actor, row, options)


def _begun(actor: Actor, organisation, options: argparse.Namespace) -> Import:
    if options.file is None:
        raise SystemExit("sepas import: name a file, or an import with --go-on")
    try:
        file = options.file.open("rb")
    except OSError as error:
        raise SystemExit(f"sepas import: {options.file} cannot be read: {error.strerror}") from None
    with file:
        row = upload_import(
            actor, organisation=organisation, file=file, name=options.file.name,
            size=options.file.stat().st_size, kind=options.kind, now=clock.now(),
        )  # fmt: skip
    if options.sheet:
        settle_import(actor, row=row, sheet=options.sheet)
    mapping = None
    if options.map:
        header = preview(row).header
        pairs = dict(pair.partition("=")[::2] for pair in options.map)
        unknown = [column for column in pairs.values() if column not in header]
        if unknown:
            raise SystemExit(f"sepas import: no column {', '.join(unknown)}; there are {', '.join(header)}")
        mapping = row.mapping | {name: header.index(column) for name, column in pairs.items()}
    settle_import(actor, row=row, mapping=mapping, options={"money": options.money, "update": options.update})
    if needs(row, organisation):
        print(f"columns: {', '.join(preview(row).header)}")
    return start_import(actor, row=row, dry=options.dry_run, now=clock.now())


def _worked(actor: Actor, row: Import, options: argparse.Namespace) -> int:
    print(f"import {row.pk}: {row.name}, {row.kind}{' (tried only)' if row.dry else ''}", flush=True)
    while row.state == State.RUNNING:
        job = claim(Import, clock.now())
        if job is not None:
            bring.batch(job, clock.now())
        else:
            # Whoever had it and died still has its lease for some seconds.
            time.sleep(0.2)
        row.refresh_from_db()
    print(
        f"{row.state}: {row.added} added, {row.changed} changed, {row.there} already there, "
        f"{row.wrong} not taken"
    )
    if row.error:
        print(row.error)
    if row.wrong and options.errors:
        options.errors.write_text("".join(fault_lines(actor, row)), encoding="utf-8", newline="")
        print(f"rows that were not taken: {options.errors}")
    elif row.wrong:
        print("see them with --errors FILE")
    return 1 if row.state == State.FAILED or row.wrong else 0
