"""GET, POST /office/organisation/ : the company itself; POST changes names, phone and how it reads."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.parties import policies
from sepas.parties.actions.organisations import edit_organisation
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.packs.bench import PLACES
from sepas.web.office.staff.list import LANGUAGES
from sepas.web.once import once_then
from sepas.web.templatetags.reader import digits

FIELDS = ("name_fa", "name_en", "phone", "language", "calendar", "time_zone", "quiet_from", "quiet_until")
CALENDARS = [("jalali", _("Solar Hijri")), ("gregorian", _("Gregorian"))]
CURRENCIES = {"IRR": _("Iranian rial, shown in toman"), "EUR": _("Euro"), "USD": _("US dollar")}
ZONES = (
    "Asia/Tehran", "Asia/Kabul", "Asia/Dushanbe", "Asia/Baghdad", "Asia/Dubai", "Asia/Muscat",
    "Europe/Istanbul", "Europe/Berlin", "Europe/London", "America/Toronto", "America/Los_Angeles", "UTC",
)  # fmt: skip
"""Offered beside the one in force; the API takes any."""
TIMES = [f"{half // 2:02}:{half % 2 * 30:02}" for half in range(48)]


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    actor, now, organisation = actor_of(request), clock.now(), organisation_of(request)
    if request.method != "POST":
        return _page(request)

    def run() -> str:
        given: dict[str, Any] = {name: request.POST[name] for name in FIELDS if name in request.POST}
        if "customers_choose_shown" in request.POST:
            given["customers_choose"] = "customers_choose" in request.POST
        edit_organisation(actor, organisation=organisation, now=now, **given)
        messages.success(request, _("The organisation's details are kept."))
        return "/office/organisation/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return _page(request, error)


def _page(request: HttpRequest, error: Invalid | None = None) -> HttpResponse:
    actor, organisation = actor_of(request), organisation_of(request)
    value = {name: getattr(organisation, name) for name in FIELDS}
    context = {
        "organisation": organisation,
        "may": policies.may_edit_organisation(actor, organisation.pk),
        "choose": "customers_choose" in request.POST if error else organisation.customers_choose,
        "value": value | ({name: request.POST.get(name, "") for name in FIELDS} if error else {}),
        "errors": error.fields if error else {},
        "problem": error.message if error else "",
        "languages": LANGUAGES,
        "calendars": CALENDARS,
        "zones": [(zone, zone) for zone in dict.fromkeys([organisation.time_zone, *ZONES])],
        "times": [
            (each, digits(each))
            for each in sorted({*TIMES, organisation.quiet_from, organisation.quiet_until})
        ],
        "country": PLACES.get(organisation.jurisdiction, organisation.jurisdiction),
        "currency": CURRENCIES.get(organisation.currency, organisation.currency),
    }
    return page(
        request,
        "office/organisation.html",
        context,
        section="organisation",
        status=error.status if error else 200,
    )
