"""GET, POST /desk/units/<id>/extension/ : its guarantee runs until a later day; POST …/ending/ takes that back."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from sepas.assets import queries as assets
from sepas.assets.actions.units import EXTENDED
from sepas.assets.models import Unit
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.warranty import policies
from sepas.warranty.actions.extend import end_extension, extend_guarantee
from sepas.warranty.cards import rights_card
from sepas.warranty.days import local_day
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.forms import read_date, sent_date
from sepas.web.once import once_then

YEARS = 10


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    unit = assets.unit(actor, pk)
    require(policies.may_extend_guarantee(actor, unit))
    if request.method != "POST":
        return _page(request, unit)

    def run() -> str:
        until = read_date(request.POST, "until")
        if until is None:
            raise Invalid({"until": _("Choose the day, the month and the year.")})
        extend_guarantee(actor, unit=unit, until=until, why=request.POST.get("why", ""), now=now)
        messages.success(request, _("The guarantee is extended; its owner sees it at once."))
        return f"/desk/units/{pk}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return _page(request, unit, error)


@staff_only
@require_POST
def ending(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /desk/units/<id>/extension/ending/"""
    actor, now = actor_of(request), clock.now()
    unit = assets.unit(actor, pk)

    def run() -> str:
        end_extension(actor, unit=unit, why=request.POST.get("end_why", ""), now=now)
        messages.success(request, _("The extension is taken back."))
        return f"/desk/units/{pk}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return _page(request, unit, error)


def _page(request: HttpRequest, unit: Unit, error: Invalid | None = None) -> HttpResponse:
    ending = "end_why" in request.POST
    wrong = error.fields if error else {}
    extended = unit.facts.get(EXTENDED)
    best = rights_card(unit, as_of=local_day(clock.now(), unit.organisation)).best
    context = {
        "unit": unit,
        "extended": extended,
        "best": best,
        "until": sent_date(request.POST, "until") if error and not ending else _day(extended),
        "why": request.POST.get("why", ""),
        "end_why": request.POST.get("end_why", ""),
        "errors": {} if ending else wrong,
        "end_error": wrong.get("why", "") if ending else "",
        "problem": error.message if error else "",
        "years": YEARS,
    }
    status = error.status if error else 200
    return page(request, "desk/units/extension.html", context, section="units", status=status)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
