"""GET, POST /request/which/ : which product or company, where the first page did not tell."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sepas.cases.lifecycle import Kind
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.parties import queries as parties
from sepas.web.answer import page, see_other, with_errors
from sepas.web.portal import dialogue
from sepas.web.portal.request import draft as drafts
from sepas.web.portal.visitors import is_customer, local_today
from sepas.web.templatetags.reader import name_of, say

TEMPLATE = "portal/request/which.html"
WITHOUT_PRODUCT = {Kind.COMPLAINT, Kind.CRITICISM, Kind.SUGGESTION}


@require_http_methods(["GET", "HEAD", "POST"])
def which(request: HttpRequest) -> HttpResponse:
    """Choose one of the units found, or the company and the kind of product."""
    draft = drafts.load(request)
    if draft is None:
        return see_other(reverse("request"))
    if request.method != "POST":
        return page(request, TEMPLATE, _context(request, draft))
    try:
        _choose(request, draft)
    except Invalid as error:
        return with_errors(request, TEMPLATE, error, _context(request, draft) | {"values": request.POST})
    drafts.save(request, draft)
    return see_other(reverse(draft.step(local_today(clock.now()))))


def _choose(request: HttpRequest, draft: drafts.Draft) -> None:
    chosen = request.POST.get("unit", "")
    for unit in drafts.candidates(request, draft):
        if str(unit.pk) == chosen:
            draft.serial, draft.unit_id, draft.organisation_id, draft.settled = (
                unit.serial,
                unit.pk,
                None,
                True,
            )
            return
    problems: dict[str, Any] = {}
    company = request.POST.get("organisation", "")
    known = {str(row.pk): row for row in parties.organisations()}
    if company not in known:
        problems["organisation"] = _("Choose the company.")
    product_class = request.POST.get("product_class", "")
    choices = dialogue.fact_of("product_class").choices
    if product_class not in choices and (product_class or draft.kind not in WITHOUT_PRODUCT):
        problems["product_class"] = _("Choose what kind of product it is.")
    if problems:
        raise Invalid(problems)
    draft.unit_id, draft.organisation_id, draft.settled = None, known[company].pk, True
    if product_class:
        draft.answers["product_class"] = product_class


def _context(request: HttpRequest, draft: drafts.Draft) -> dict[str, Any]:
    companies = parties.organisations()
    return {
        "section": "request",
        "draft": draft,
        "units": drafts.candidates(request, draft),
        "unknown_serial": draft.serial and not drafts.candidates(request, draft),
        "offer_code": bool(draft.mobile) and not is_customer(request),
        "companies": [(str(row.pk), name_of(row)) for row in companies],
        "classes": [(name, say(text)) for name, text in dialogue.fact_of("product_class").choices.items()],
        "needs_product": draft.kind not in WITHOUT_PRODUCT,
        "values": {
            "organisation": str(draft.organisation_id or (companies[0].pk if len(companies) == 1 else ""))
        },
    }
