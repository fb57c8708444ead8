"""POST /desk/units/<id>/loss, …/finding, …/release : what an owner told of a unit that left their hands."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.assets import queries as assets
from sepas.assets.actions.loss import release_unit, report_found, report_lost
from sepas.assets.models import Unit
from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid, type_of_text
from sepas.warranty.days import local_day
from sepas.web.answer import error_page
from sepas.web.desk.gate import View, actor_of, staff_only
from sepas.web.once import once_then


def _verb(act: Callable[[Actor, Unit, datetime], Unit], said: type_of_text) -> View:
    @staff_only
    @require_POST
    def post(request: HttpRequest, pk: int) -> HttpResponse:
        actor, now = actor_of(request), clock.now()
        unit = assets.unit(actor, pk)

        def run() -> str:
            act(actor, unit, now)
            messages.success(request, str(said))
            return f"/desk/units/{pk}/"

        try:
            return once_then(request, run, now=now)
        except Invalid as error:
            return error_page(request, error)

    return post


lost = _verb(
    lambda actor, unit, now: report_lost(actor, unit=unit, on=local_day(now, unit.organisation), now=now),
    _("Noted as lost. Whoever registers it is looked at first."),
)
found = _verb(lambda actor, unit, now: report_found(actor, unit=unit, now=now), _("Noted as found."))
release = _verb(
    lambda actor, unit, now: release_unit(actor, unit=unit, now=now, why="sold"),
    _("The unit has no owner any more. Its guarantee stays with it."),
)
