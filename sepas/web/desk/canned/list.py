"""GET, POST /desk/canned/ : the ready texts that one may use; POST keeps a new one."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sepas.kernel.policy import require
from sepas.kernel.text import alphabetical
from sepas.teamwork import policies
from sepas.teamwork import queries as teamwork
from sepas.web.desk.canned.form import form_page, keep
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(policies.may_keep(actor, personal=True))
    if request.method == "POST":
        return keep(request, None)
    if "new" in request.GET:
        return form_page(request, None)
    text = request.GET.get("find", "").strip()[:100]
    rows = teamwork.canned_replies(actor, text=text)
    rows.sort(key=lambda row: (alphabetical(row.folder), alphabetical(row.title)))
    context = {"rows": rows, "text": text}
    return page(request, "desk/canned/list.html", context, section="canned")
