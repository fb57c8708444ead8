"""GET, POST /desk/canned/<id>/ : one ready text; POST changes it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sepas.teamwork import queries as teamwork
from sepas.web.desk.canned.form import form_page, keep
from sepas.web.desk.gate import actor_of, need, staff_only


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    need(actor_of(request), "cases.reply")
    kept = teamwork.canned_reply(actor_of(request), pk)
    return keep(request, kept) if request.method == "POST" else form_page(request, kept)
