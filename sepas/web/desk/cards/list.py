"""GET, POST /desk/cards/ : guarantee cards for a list of serial numbers; the codes as a sheet or as a file."""

import csv
import io
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponse
from django.views.decorators.http import require_http_methods

from sepas.exchange.files.writing import safe
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.warranty import policies
from sepas.warranty.actions.issue_cards import Issued, issue_cards
from sepas.web.desk.cards.labels import label_of
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.forms import uploads

TEMPLATE = "desk/cards/list.html"
LARGEST = 200_000


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Sending the list again gives the same cards, so it needs no key of the form."""
    actor, house = actor_of(request), organisation_of(request)
    require(policies.may_issue_cards(actor, house.pk))
    if request.method != "POST":
        return page(request, TEMPLATE, {"text": ""}, section="units")
    text = request.POST.get("list", "")
    for file in uploads(request, "file")[:1]:
        text += "\n" + file.read(LARGEST).decode("utf-8-sig", "replace")
    try:
        issued = issue_cards(actor, organisation=house, text=text, now=clock.now())
    except Invalid as error:
        wrong = {"text": text[:LARGEST], "errors": error.fields}
        return page(request, TEMPLATE, wrong, section="units", status=error.status)
    if request.POST.get("as") == "csv":
        return _as_file(issued)
    context: dict[str, Any] = {
        "text": text,
        "issued": issued,
        "labels": [label_of(card.unit, card) for card in issued.cards],
    }
    return page(request, TEMPLATE, context, section="units")


def _as_file(issued: Issued) -> HttpResponse:
    """Serial, code and what is wrong, for a printer or a spreadsheet; the codes as text, so that no digit is lost."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["serial", "code", "problem"])
    rows.writerows([safe(card.unit.serial), card.code, ""] for card in issued.cards)
    rows.writerows([safe(line), "", str(problem)] for _number, line, problem in issued.wrong)
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="guarantee-cards.csv"'
    return response
