"""POST /desk/registrations/<id>/review : accept a disputed registration, or reject it, with the reason."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.warranty import queries as warranty
from sepas.warranty.actions.review import review_registration
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.registrations.list import registrations_page
from sepas.web.once import once_then


@staff_only
@require_POST
def post(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    registration = warranty.registration(actor, pk)
    accept = request.POST.get("accept") == "yes"

    def run() -> str:
        why = request.POST.get("why", "")
        review_registration(actor, registration=registration, accept=accept, why=why, now=now)
        messages.success(
            request, _("The registration is accepted.") if accept else _("The registration is rejected.")
        )
        return "/desk/registrations/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return registrations_page(request, wrong=registration.pk, error=error)
