"""GET /desk/units/ : products in the field by serial number."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas.assets import policies
from sepas.assets import queries as assets
from sepas.web.desk.gate import actor_of, need, organisation_of, staff_only
from sepas.web.desk.shell import page

SHOWN = 50


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    need(actor, "units.view")
    text = request.GET.get("q", "").strip()[:100]
    found = list(assets.units(actor, text=text)[: SHOWN + 1])
    meant = assets.near_misses(actor, text) if text and not found else []
    context = {"units": found[:SHOWN], "more": len(found) > SHOWN, "meant": meant, "text": text}
    context["may_add"] = policies.may_add_units(actor, organisation_of(request).pk)
    return page(request, "desk/units/list.html", context, section="units")
