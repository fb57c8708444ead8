"""Take data out as CSV, XLSX or JSON Lines."""

import argparse
import shutil
from pathlib import Path

from django.utils.translation import override

from sepas.cli.acting import actor_and_organisation, add_actor
from sepas.exchange import make
from sepas.exchange.actions.take_out import FORMS, ask_export, note_download
from sepas.exchange.jobs import claim
from sepas.exchange.lifecycle import State
from sepas.exchange.models import Export
from sepas.exchange.tables import TABLES
from sepas.exchange.tables.table import Look
from sepas.kernel import clock
from sepas.kernel.errors import DomainError, Invalid


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=[*TABLES])
    parser.add_argument("--form", choices=FORMS, default="csv")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--columns", default="", help="names with commas between them; all without it")
    parser.add_argument(
        "--filter", action="append", default=[], metavar="NAME=VALUE", help="as in the list's address"
    )
    parser.add_argument("--calendar", choices=["jalali", "gregorian"], default="jalali")
    parser.add_argument("--language", choices=["fa", "en"], default="fa")
    parser.add_argument("--no-bom", action="store_true", help="without the mark that Excel knows UTF-8 by")
    add_actor(parser)


def run(options: argparse.Namespace) -> int:
    actor, organisation = actor_and_organisation(options)
    with override(options.language):
        try:
            row = ask_export(
                actor,
                organisation=organisation,
                what=options.what,
                form=options.form,
                columns=[name for name in options.columns.split(",") if name],
                filters=dict(pair.partition("=")[::2] for pair in options.filter),
                look=Look(options.calendar, options.language),
                bom=not options.no_bom,
                now=clock.now(),
            )
        except DomainError as error:
            fields = error.fields if isinstance(error, Invalid) else {"": error.message}
            print(f"sepas export: {' '.join(str(text) for text in fields.values())}")
            return 1
    while row.state == State.RUNNING:
        job = claim(Export, clock.now())
        if job is not None:
            make.part(job, clock.now())
        row.refresh_from_db()
    if row.state != State.DONE:
        print(row.error)
        return 1
    note_download(actor, row=row, now=clock.now())
    try:
        with row.file.open("rb") as file, options.output.open("wb") as out:
            shutil.copyfileobj(file, out, 1024 * 1024)
    except OSError as error:
        print(f"sepas export: {options.output} cannot be written: {error.strerror}")
        return 1
    print(f"{row.rows} rows, {row.size} bytes: {options.output}")
    return 0
