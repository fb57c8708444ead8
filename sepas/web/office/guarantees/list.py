"""GET, POST /office/guarantees/ : the organisation's own guarantees; POST publishes one made by form.

`?from=<id>` fills the form with a published version, for writing the next one.
"""

from collections import Counter
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas.assets import queries as assets
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.kernel.text import by_name
from sepas.warranty import queries as warranty
from sepas.warranty.actions.guarantees import publish_guarantee
from sepas.warranty.contracts import values_of
from sepas.warranty.days import local_day
from sepas.warranty.models import Guarantee
from sepas.warranty.policies import may_publish
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.guarantees.form import LEVELS, document_in, fields_of, models_in
from sepas.web.office.guarantees.words import said_of
from sepas.web.once import once_then


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return whole_page(request)
    actor, organisation, now = actor_of(request), organisation_of(request), clock.now()
    require(may_publish(actor, organisation.pk))

    def run() -> str:
        document = document_in(request.POST, organisation, local_day(now, organisation), draft=False)
        row = publish_guarantee(
            actor,
            organisation=organisation,
            document=document,
            product_models=models_in(request.POST, list(assets.models(actor)[:200])),
            now=now,
        )
        messages.success(request, _("The guarantee is published and counts in decisions from now on."))
        return f"/office/packs/{row.pack}/{row.version}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return whole_page(request, error)


def whole_page(
    request: HttpRequest, error: Invalid | None = None, checked: dict[str, Any] | None = None
) -> HttpResponse:
    """What is published, and the form with what was sent; `checked` is its comparison with the law."""
    actor, organisation = actor_of(request), organisation_of(request)
    rows = list(warranty.guarantees(actor))
    today = local_day(clock.now(), organisation)
    earlier = next((row for row in rows if str(row.pk) == request.GET.get("from", "")), None)
    document = earlier.document if earlier else None
    fields = fields_of(request.POST or None, document, today)
    if earlier and not request.POST:
        fields["ticked"]["product_models"] = [str(model.pk) for model in earlier.product_models.all()]
    latest = {row.pack: row.pk for row in sorted(rows, key=lambda row: row.pk)}
    versions = Counter(row.pack for row in rows)
    context = {
        "guarantees": [_item(row, latest[row.pack] == row.pk, versions[row.pack]) for row in rows],
        "may": may_publish(actor, organisation.pk),
        "models": by_name(assets.models(actor)[:200]),
        "earlier": earlier,
        "by_hand": earlier is not None and values_of(earlier.document) is None,
        "today": today,
        "errors": error.fields if error else {},
        "problem": error.message if error else "",
        "checked": checked,
        **fields,
    }
    status = error.status if error else 200
    return page(request, "office/guarantees/list.html", context, section="guarantees", status=status)


def _item(row: Guarantee, latest: bool, versions: int) -> dict[str, Any]:
    document = row.document
    valid = document.get("valid") or {}
    return {
        "row": row,
        "title": document["title"],
        "level": LEVELS.get(str(document.get("level")), ""),
        "models": list(row.product_models.all()),
        "valid": {name: _date(valid.get(name)) for name in ("from", "to")},
        "said": said_of(row.comparison),
        "latest": latest,
        "versions": versions,
    }


def _date(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None
