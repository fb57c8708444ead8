"""POST /desk/units/<id>/card : the unit's guarantee card is made, or made anew, and the label is shown."""

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.assets import queries as assets
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.warranty.actions.issue_cards import issue_card
from sepas.web.answer import error_page
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.once import once_then


@staff_only
@require_POST
def post(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    unit = assets.unit(actor, pk)

    def run() -> str:
        again = request.POST.get("again") == "yes"
        issue_card(actor, unit=unit, code=request.POST.get("code", ""), again=again, now=now)
        messages.success(
            request, _("The card is made. An older one serves no more.") if again else _("The card is made.")
        )
        return f"/desk/units/{pk}/label/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return error_page(request, error)
