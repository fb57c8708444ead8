"""GET, POST /office/imports/ : what was brought in; POST takes a file."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas.exchange import policies, queries
from sepas.exchange.actions.upload import upload_import
from sepas.exchange.headers import TEMPLATES
from sepas.exchange.models import Kinds
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.forms import read_number
from sepas.web.once import once_then


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    actor, organisation = actor_of(request), organisation_of(request)
    require(policies.may_import(actor, organisation.pk))
    if request.method != "POST":
        return _page(request)

    def run() -> str:
        file = request.FILES.get("file")
        if file is None or not file.size:
            raise Invalid({"file": _("Choose a file.")})
        row = upload_import(
            actor,
            organisation=organisation,
            file=file,
            name=file.name or "",
            size=file.size,
            kind=request.POST.get("kind", ""),
            now=clock.now(),
        )
        return f"/office/imports/{row.pk}/"

    try:
        return once_then(request, run, now=clock.now())
    except Invalid as error:
        return _page(request, error)


def _page(request: HttpRequest, error: Invalid | None = None) -> HttpResponse:
    before = read_number(request.GET.get("before", ""))
    rows = list(queries.imports(actor_of(request), before=before)[: queries.PAGE + 1])
    context = {
        "imports": rows[: queries.PAGE],
        "next": rows[queries.PAGE - 1].pk if len(rows) > queries.PAGE else None,
        "kinds": Kinds.choices,
        "programs": [(name, title) for name, (title, *_rest) in TEMPLATES.items()],
        "errors": error.fields if error else {},
        "sent": request.POST if error else {},
    }
    return page(
        request, "office/imports/list.html", context, section="imports", status=error.status if error else 200
    )
