"""GET /office/audit/export : the same selection of the record as CSV, streamed."""

import csv
import json
from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from sepas.flows.activity import facts
from sepas.parties import masks
from sepas.web.desk.gate import actor_of, need, staff_only
from sepas.web.office.audit.asked import asked

HEAD = ("at", "actor_kind", "actor_id", "actor", "event", "subject", "subject_id", "seq", "data", "hash")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would run what begins like this."""


@staff_only
@require_safe
def show(request: HttpRequest) -> StreamingHttpResponse:
    actor = actor_of(request)
    need(actor, "activity.view")
    rows = facts(actor, asked(request))

    def lines() -> Iterator[str]:
        writer = csv.writer(Echo())
        yield "\ufeff" + writer.writerow(HEAD)
        for event in rows.iterator(chunk_size=500):
            yield writer.writerow(
                [
                    event.at.isoformat(),
                    event.actor_kind,
                    event.actor_id or "",
                    _harmless(event.actor_name),
                    event.name,
                    event.subject_type,
                    event.subject_id,
                    event.seq,
                    json.dumps(masks.fact(event.data), ensure_ascii=False, sort_keys=True),
                    event.hash,
                ]
            )

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="activity.csv"'
    response["Cache-Control"] = "no-store"
    return response


class Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
