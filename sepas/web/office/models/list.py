"""GET /office/models/ : what the organisation sells."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas import rules
from sepas.assets import policies
from sepas.assets import queries as assets
from sepas.kernel.text import by_name
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page

SHOWN = 200


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    actor = actor_of(request)
    rows = by_name(assets.models(actor, text=text)[:SHOWN])
    classes = rules.standard_library().schema.facts["product_class"].choices
    context = {
        "models": [(row, classes.get(row.product_class, {})) for row in rows],
        "text": text,
        "may": policies.may_edit_models(actor, organisation_of(request).pk),
    }
    return page(request, "office/models/list.html", context, section="models")
