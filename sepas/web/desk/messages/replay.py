"""POST /desk/messages/<id>/replay : try a failed message again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.kernel import clock
from sepas.notices import queries as notices
from sepas.notices.actions.replay import replay_message
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.once import once_then


@staff_only
@require_POST
def post(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    message = notices.message(actor, pk)

    def run() -> str:
        replay_message(actor, message=message, now=now)
        messages.success(request, _("The message waits to be sent again."))
        return "/desk/messages/?state=queued"

    return once_then(request, run, now=now)
