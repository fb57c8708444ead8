"""GET, POST /desk/macros/<id>/ : one macro; POST changes it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sepas.teamwork import queries as teamwork
from sepas.web.desk.gate import actor_of, need, staff_only
from sepas.web.desk.macros.form import form_page, keep


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    need(actor_of(request), "cases.reply")
    kept = teamwork.macro(actor_of(request), pk)
    return keep(request, kept) if request.method == "POST" else form_page(request, kept)
