"""GET, POST /desk/macros/ : the macros that one may use; POST keeps a new one."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sepas.kernel.policy import require
from sepas.teamwork import policies
from sepas.teamwork import queries as teamwork
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.macros.form import form_page, keep
from sepas.web.desk.shell import page


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(policies.may_keep_macro(actor, personal=True))
    if request.method == "POST":
        return keep(request, None)
    if "new" in request.GET:
        return form_page(request, None)
    return page(request, "desk/macros/list.html", {"rows": teamwork.macros(actor)}, section="macros")
