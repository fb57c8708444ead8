"""GET, POST /desk/units/<id>/edit/ : the days of one product are corrected, and the record keeps why."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas.assets import policies
from sepas.assets import queries as assets
from sepas.assets.actions.units import edit_unit
from sepas.assets.models import Unit
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.desk.units.dates import NAMES, date_fields
from sepas.web.forms import read_dates
from sepas.web.once import once_then


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    unit = assets.unit(actor, pk)
    require(policies.may_edit_unit(actor, unit))
    if request.method != "POST":
        return _page(request, unit)

    def run() -> str:
        why = request.POST.get("why", "").strip()
        if not why:
            raise Invalid({"why": _("Say where the new days come from: the guarantee depends on them.")})
        edit_unit(actor, unit=unit, now=now, why=why, **read_dates(request.POST, NAMES))
        messages.success(request, _("The days are kept, and the record says what stood before."))
        return f"/desk/units/{pk}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return _page(request, unit, error)


def _page(request: HttpRequest, unit: Unit, error: Invalid | None = None) -> HttpResponse:
    wrong = error.fields if error else {}
    context = {
        "unit": unit,
        "dates": date_fields(request, unit, error, wrong),
        "why": request.POST.get("why", ""),
        "errors": wrong,
        "problem": error.message if error else "",
    }
    status = error.status if error else 200
    return page(request, "desk/units/edit.html", context, section="units", status=status)
