"""GET, POST /office/guarantees/ : the organisation's own guarantees; POST publishes one made by form."""

import re
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas import rules
from sepas.assets import queries as assets
from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid, type_of_text
from sepas.kernel.policy import require
from sepas.warranty import queries as warranty
from sepas.warranty.actions.guarantees import publish_guarantee
from sepas.warranty.contracts import STARTS, contract_document
from sepas.warranty.days import local_day
from sepas.warranty.library import in_force
from sepas.warranty.policies import may_publish
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.forms import read_date, read_number, sent_date
from sepas.web.once import once_then

LEVELS = {"contract": _("guarantee"), "campaign": _("campaign"), "goodwill": _("goodwill")}
_NAME = re.compile(r"[a-z][a-z0-9_-]{1,40}")


def documents_of(actor: Actor) -> list[dict[str, Any]]:
    """What the organisation has published, as it holds side by side. Two queries."""
    return in_force([row.document for row in warranty.guarantees(actor)])


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    actor, organisation, now = actor_of(request), organisation_of(request), clock.now()
    require(may_publish(actor, organisation.pk))

    def run() -> str:
        document = _document(
            request, local_day(now, organisation), organisation.jurisdiction, organisation.calendar
        )
        wanted = set(request.POST.getlist("product_models"))
        models = [row for row in assets.models(actor) if str(row.pk) in wanted]
        row = publish_guarantee(
            actor, organisation=organisation, document=document, product_models=models, now=now
        )
        messages.success(request, _("The guarantee is published and counts in decisions from now on."))
        return f"/office/packs/{row.pack}/{row.version}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return _page(request, error)


def _document(request: HttpRequest, today: date, jurisdiction: str, calendar: str) -> dict[str, Any]:
    sent, wrong = request.POST, dict[str, type_of_text]()
    name, version = sent.get("pack", "").strip().lower(), sent.get("version", "").strip()
    if not _NAME.fullmatch(name):
        wrong["pack"] = _("Latin letters, digits and dashes, such as gold-2026.")
    if not version:
        wrong["version"] = _("Give this version a short name, such as 1.")
    title = {"fa": sent.get("title_fa", "").strip(), "en": sent.get("title_en", "").strip()}
    if not title["fa"]:
        wrong["title_fa"] = _("This cannot be left empty.")
    months = read_number(sent.get("months", ""))
    if not months or months > 240:
        wrong["months"] = _("Write how many months, from 1 to 240.")
    km = read_number(sent["km"]) if sent.get("km", "").strip() else None
    if sent.get("km", "").strip() and not km:
        wrong["km"] = _("Write a whole number.")
    days = read_number(sent["repair_days"]) if sent.get("repair_days", "").strip() else None
    if sent.get("repair_days", "").strip() and not days:
        wrong["repair_days"] = _("Write a whole number.")
    lines = [line for line in sent.getlist("lines") if line in rules.standard_library().vocabulary.lines]
    if not lines:
        wrong["lines"] = _("Choose at least one thing that the guarantee covers.")
    starts = sent.get("starts", "purchase_date")
    if starts not in STARTS:
        wrong["starts"] = _("Choose one from the list.")
    begins = today
    try:
        begins = read_date(sent, "valid_from") or today
    except Invalid as error:
        wrong |= error.fields
    if wrong:
        raise Invalid(wrong)
    assert months is not None
    return contract_document(
        pack=name,
        version=version,
        title={"fa": title["fa"], "en": title["en"] or title["fa"]},
        valid_from=begins,
        months=months,
        km=km,
        lines=lines,
        starts=starts,
        repair_days=days,
        level=sent.get("level", "contract"),
        jurisdiction=jurisdiction,
        calendar=calendar,
    )


def _page(request: HttpRequest, error: Invalid | None = None) -> HttpResponse:
    actor = actor_of(request)
    words = rules.standard_library().vocabulary
    classes = rules.standard_library().schema.facts["product_class"].choices
    rows = list(warranty.guarantees(actor))
    sent = request.POST
    context = {
        "guarantees": [
            {
                "row": row,
                "level": LEVELS.get(str(row.document.get("level")), ""),
                "models": list(row.product_models.all()),
                "less": [
                    item
                    | {
                        "line": words.lines.get(item["line"], {}),
                        "product_class": classes.get(item["product_class"], {}),
                    }
                    for item in row.comparison.get("less", [])
                ],
            }
            for row in rows
        ],
        "may": may_publish(actor, organisation_of(request).pk),
        "lines": list(words.lines.items()),
        "starts": list(STARTS.items()),
        "levels": list(LEVELS.items()),
        "models": list(assets.models(actor)[:200]),
        "sent": sent,
        "sent_lines": sent.getlist("lines") if sent else ["parts", "labour"],
        "sent_models": sent.getlist("product_models"),
        "sent_from": sent_date(sent, "valid_from")
        if sent
        else local_day(clock.now(), organisation_of(request)),
        "errors": error.fields if error else {},
        "problem": error.message if error else "",
    }
    return page(
        request,
        "office/guarantees.html",
        context,
        section="guarantees",
        status=error.status if error else 200,
    )
