"""GET, POST /office/promises/ : what the organisation itself promises, besides the law; POST sets one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from sepas.cases.lifecycle import HoldReason, Kind
from sepas.kernel import clock
from sepas.kernel.errors import Invalid, NotFound
from sepas.kernel.policy import require
from sepas.service_levels import queries as service_levels
from sepas.service_levels.actions import remove_promise, set_promise
from sepas.service_levels.policies import may_set_promises
from sepas.teamwork.queries import forgotten_after
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.forms import read_number
from sepas.web.office.assignment import flow_switch
from sepas.web.once import once_then

NAMES = {"first_reply": _("First answer"), "resolution": _("Settling the request")}
UNITS = {
    "hour": _("hours"),
    "opening_hour": _("opening hours"),
    "day": _("days"),
    "business_day": _("working days"),
    "month": _("months"),
}


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    actor, organisation, now = actor_of(request), organisation_of(request), clock.now()
    require(may_set_promises(actor, organisation.pk))

    def run() -> str:
        amount = read_number(request.POST.get("amount", ""))
        if amount is None:
            raise Invalid({"amount": _("Write a whole number.")})
        set_promise(
            actor,
            organisation=organisation,
            kind=request.POST.get("kind", ""),
            name=request.POST.get("name", ""),
            amount=amount,
            unit=request.POST.get("unit", ""),
            pausable_by=request.POST.getlist("pausable_by"),
            now=now,
        )
        messages.success(request, _("The promise holds for cases from now on; open ones keep theirs."))
        return "/office/promises/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return _page(request, error)


@staff_only
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /office/promises/<id>/removal : promise this no more."""
    actor, now = actor_of(request), clock.now()
    promise = next((row for row in service_levels.promises(actor) if row.pk == pk), None)
    if promise is None:
        raise NotFound

    def run() -> str:
        remove_promise(actor, promise=promise, now=now)
        messages.success(request, _("This is promised no more; open cases keep theirs."))
        return "/office/promises/"

    return once_then(request, run, now=now)


def _page(request: HttpRequest, error: Invalid | None = None) -> HttpResponse:
    actor = actor_of(request)
    kinds = dict(Kind.choices)
    reasons = dict(HoldReason.choices)
    context = {
        "forgotten_after": forgotten_after(actor),
        "flow": flow_switch(actor, "notice_forgotten"),
        "promises": [
            {
                "row": row,
                "kind": kinds.get(row.kind, _("every other kind")),
                "name": NAMES.get(row.name, row.name),
                "unit": UNITS.get(row.unit, row.unit),
                "pauses": [reasons.get(reason, reason) for reason in row.pausable_by],
            }
            for row in service_levels.promises(actor)
        ],
        "may": may_set_promises(actor, organisation_of(request).pk),
        "kinds": Kind.choices,
        "names": list(NAMES.items()),
        "units": list(UNITS.items()),
        "reasons": HoldReason.choices,
        "sent": request.POST,
        "sent_pauses": request.POST.getlist("pausable_by"),
        "errors": error.fields if error else {},
        "problem": error.message if error else "",
    }
    return page(
        request, "office/promises.html", context, section="promises", status=error.status if error else 200
    )
