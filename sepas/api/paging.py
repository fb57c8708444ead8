"""Pages by keyset: `?cursor=` takes up where the last page ended, whatever was added meanwhile."""

import base64
import binascii
from collections.abc import Callable
from typing import Annotated, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from ninja import Query

from sepas.kernel.errors import Invalid

SIZE = 50
MOST = 200

Cursor = Annotated[str, Query(max_length=200, description="`next` of the page before; empty for the first.")]
Limit = Annotated[int, Query(ge=1, le=MOST, description="Rows of one page.")]


def paged(
    rows: QuerySet[Any], *, cursor: str, limit: int, shown: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    """One page, newest first, as `{"items": [...], "next": "..."}`; `next` is empty at the end. One query."""
    found = rows.order_by("-pk")
    if cursor:
        found = found.filter(pk__lt=_read(cursor))
    page = list(found[: limit + 1])
    more = len(page) > limit
    page = page[:limit]
    return {"items": [shown(row) for row in page], "next": _write(page[-1].pk) if more else ""}


def whole(rows: list[Any], shown: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    """A list short enough for one page, in the same shape."""
    return {"items": [shown(row) for row in rows], "next": ""}


def _write(pk: int) -> str:
    return base64.urlsafe_b64encode(f"k{pk}".encode()).decode().rstrip("=")


def _read(cursor: str) -> int:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError):
        text = ""
    digits = text[1:]
    known = text.startswith("k") and digits.isascii() and digits.isdigit() and len(digits) < 19
    # The decoder skips what it does not know: what would be written otherwise was not written by us.
    if not known or _write(int(digits)) != cursor:
        raise Invalid({"cursor": _("This page link is incomplete. Start again from the first page.")})
    return int(digits)
