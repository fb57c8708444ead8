"""GET, POST /desk/units/new/ : one product in the field is added; many at once come by import."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas.assets import policies
from sepas.assets import queries as assets
from sepas.assets.actions.units import add_unit
from sepas.assets.models import ProductModel
from sepas.assets.outside_sale import outside_sale
from sepas.kernel import clock
from sepas.kernel.errors import Conflict, Invalid, NotFound
from sepas.kernel.policy import require
from sepas.kernel.text import by_name
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.desk.units.dates import NAMES, date_fields
from sepas.web.forms import read_dates
from sepas.web.once import once_then
from sepas.web.templatetags.reader import name_of

SHOWN = 500


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    require(policies.may_add_units(actor, organisation_of(request).pk))
    if request.method != "POST":
        return _page(request)

    def run() -> str:
        model = _model(request)
        serial = request.POST.get("serial", "")
        dates: dict[str, Any] = {**read_dates(request.POST, NAMES)}
        unit = add_unit(actor, model=model, serial=serial, now=now, **dates)
        messages.success(request, _("The product is there."))
        if outside_sale(model, unit.sold_on):
            messages.warning(
                request, _("Its model is not on sale. The customer loses nothing by it; the office is told.")
            )
        return f"/desk/units/{unit.pk}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return _page(request, error)
    except Conflict as conflict:
        if conflict.code != "serial_taken":
            raise
        return _page(request, Invalid({"serial": conflict.message}, conflict.message))


def _model(request: HttpRequest) -> ProductModel:
    try:
        return assets.model(actor_of(request), int(request.POST.get("model", "")))
    except (ValueError, NotFound):
        raise Invalid({"model": _("Choose a model from the list.")}) from None


def _page(request: HttpRequest, error: Invalid | None = None) -> HttpResponse:
    sent = request.POST if error else request.GET
    wrong = error.fields if error else {}
    models = by_name(assets.models(actor_of(request))[:SHOWN])
    context = {
        "models": [(row.pk, f"{name_of(row)} · {row.code}") for row in models],
        "model": sent.get("model", ""),
        "serial": sent.get("serial", ""),
        "dates": date_fields(request, None, error, wrong),
        "errors": wrong,
        "problem": error.message if error else "",
    }
    status = error.status if error else 200
    return page(request, "desk/units/new.html", context, section="units", status=status)
