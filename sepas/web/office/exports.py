"""GET, POST /office/exports/ : what was taken out; POST asks for a file. GET …/<id>/file takes it."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from sepas.exchange import policies, queries
from sepas.exchange.actions.take_out import ask_export, note_download
from sepas.exchange.tables import TABLES
from sepas.exchange.tables.table import Look
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.once import once_then
from sepas.web.preferences import current

FORMS = [("csv", "CSV"), ("xlsx", "Excel (XLSX)"), ("jsonl", "JSON Lines")]
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "jsonl": "application/x-ndjson",
}
SHOWN = 50


def look() -> Look:
    """As the reader of this page reads."""
    return Look(current().calendar, current().language)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    actor, organisation, now = actor_of(request), organisation_of(request), clock.now()
    require(policies.may_export(actor, organisation.pk))
    if request.method != "POST":
        return _page(request)

    def run() -> str:
        what = request.POST.get("what", "")
        ask_export(
            actor,
            organisation=organisation,
            what=what,
            form=request.POST.get("form", ""),
            columns=[
                name.partition(".")[2]
                for name in request.POST.getlist("columns")
                if name.startswith(f"{what}.")
            ],
            filters={name: request.POST.get(name, "") for name in ("state", "kind", "text")},
            look=look(),
            bom=request.POST.get("bom") == "yes",
            now=now,
        )
        return "/office/exports/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return _page(request, error)


@staff_only
@require_safe
def file(request: HttpRequest, pk: int) -> FileResponse:
    actor = actor_of(request)
    require(policies.may_export(actor, organisation_of(request).pk))
    row = note_download(actor, row=queries.one_export(actor, pk), now=clock.now())
    response = FileResponse(
        row.file.open("rb"), as_attachment=True, filename=f"{row.what}-{row.pk}.{row.form}",
        content_type=TYPES[row.form],
    )  # fmt: skip
    response["Cache-Control"] = "no-store"
    return response


def _page(request: HttpRequest, error: Invalid | None = None) -> HttpResponse:
    rows = list(queries.exports(actor_of(request))[:SHOWN])
    context = {
        "exports": [(row, TABLES[row.what].label if row.what in TABLES else row.what) for row in rows],
        "live": any(row.state == "running" for row in rows),
        "tables": list(TABLES.values()),
        "whats": [(table.name, table.label) for table in TABLES.values()],
        "forms": FORMS,
        "errors": error.fields if error else {},
        "sent": request.POST if error else {},
    }
    return page(
        request, "office/exports/list.html", context, section="exports", fragment="office/exports/rows.html",
        status=error.status if error else 200,
    )  # fmt: skip
