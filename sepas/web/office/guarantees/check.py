"""POST /office/guarantees/check : what is in the form, held against the law. Nothing is kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from sepas.assets import queries as assets
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.warranty.actions.guarantees import comparison_of
from sepas.warranty.days import local_day
from sepas.warranty.policies import may_publish
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.guarantees.form import document_in, kinds_in
from sepas.web.office.guarantees.list import whole_page
from sepas.web.office.guarantees.words import said_of


@staff_only
@require_POST
def post(request: HttpRequest) -> HttpResponse:
    actor, organisation = actor_of(request), organisation_of(request)
    require(may_publish(actor, organisation.pk))
    checked = _checked(request)
    if getattr(request, "htmx", None):
        return page(request, "office/guarantees/against.html", {"checked": checked}, section="guarantees")
    return whole_page(request, checked=checked)


def _checked(request: HttpRequest) -> dict[str, Any]:
    """`said` with the findings and `texts` as a customer reads them; or `wrong`, what is not filled in yet."""
    actor, organisation, now = actor_of(request), organisation_of(request), clock.now()
    try:
        document = document_in(request.POST, organisation, local_day(now, organisation), draft=True)
        kinds = kinds_in(request.POST, list(assets.models(actor)[:200]))
        found = comparison_of(actor, organisation=organisation, document=document, kinds=kinds, now=now)
    except Invalid as error:
        return {"wrong": list(error.fields.values())}
    return {
        "said": said_of(found),
        "kinds": kinds,
        "texts": [_text(document, code, direction) for code, direction in (("fa", "rtl"), ("en", "ltr"))],
    }


def _text(document: dict[str, Any], language: str, direction: str) -> dict[str, Any]:
    provisions = [row["text"][language] for row in document["provisions"]]
    return {
        "language": language,
        "dir": direction,
        "title": document["title"][language],
        "provisions": provisions,
    }
