"""POST /desk/notifications/reading : one notification, or all of them, were seen; `id` leads on to its case."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from sepas.kernel import clock
from sepas.kernel.ids import read_code
from sepas.teamwork.actions.notifications import mark_read
from sepas.web.answer import see_other
from sepas.web.desk.gate import actor_of, staff_only


@staff_only
@require_POST
def post(request: HttpRequest) -> HttpResponse:
    chosen = request.POST.get("id", "")
    pk = int(chosen) if chosen.isdecimal() and len(chosen) < 19 else None
    mark_read(actor_of(request), pk=pk, now=clock.now())
    code = read_code(request.POST.get("code", ""))
    return see_other(f"/desk/cases/{code}/#talk-title" if code else "/desk/notifications/")
