"""Taking something out in tests."""

import csv
import io
from typing import Any

from sepas.exchange.actions.take_out import ask_export
from sepas.exchange.models import Export
from tests.cast import NOW, Cast
from tests.exchange.conftest import work


def taken(cast: Cast, what: str = "cases", form: str = "csv", by: str = "adam", **more: Any) -> Export:
    row = ask_export(
        cast.actor_of(by), organisation=cast.rival if by == "mallory" else cast.sard, what=what, form=form,
        now=NOW, **more,
    )  # fmt: skip
    work()
    row.refresh_from_db()
    return row


def rows_of(row: Export) -> list[dict[str, str]]:
    assert row.state == "done", row.error
    with row.file.open("rb") as file:
        return list(csv.DictReader(io.StringIO(file.read().decode("utf-8-sig"), newline="")))
