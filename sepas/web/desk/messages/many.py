"""POST /desk/messages/replay : send every failed message of one cause again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sepas.kernel import clock
from sepas.notices.causes import replay_cause
from sepas.web.desk.gate import actor_of, need, staff_only
from sepas.web.once import once_then
from sepas.web.templatetags.reader import number


@staff_only
@require_POST
def post(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    need(actor, "deliveries.replay")

    def run() -> str:
        done = replay_cause(actor, key=request.POST.get("cause", ""), now=now)
        told = ngettext(
            "%(number)s message waits to be sent again.", "%(number)s messages wait to be sent again.", done
        )
        messages.success(request, told % {"number": number(done)})
        return "/desk/messages/?state=queued"

    return once_then(request, run, now=now)
