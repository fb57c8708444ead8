"""GET, POST /office/imports/<id>/ : one file; POST says what its columns are, and tries or starts it."""

from contextlib import suppress
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sepas.exchange import policies, queries
from sepas.exchange.actions.steer import start_import
from sepas.exchange.actions.upload import needs, settle_import
from sepas.exchange.fields import FIELDS
from sepas.exchange.headers import SHAPES
from sepas.exchange.kinds import may_take
from sepas.exchange.lifecycle import IMPORT
from sepas.exchange.models import Import, Kinds
from sepas.kernel import clock
from sepas.kernel.errors import DomainError, Invalid
from sepas.kernel.policy import require
from sepas.parties.actions.staff import NewSignIn
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.once import once_then

SHOWN = 50


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    require(policies.may_import(actor, organisation_of(request).pk))
    row = queries.one_import(actor, pk)
    if request.method != "POST":
        return import_page(request, row)

    def run() -> str:
        _settle(request, row)
        do = request.POST.get("do", "")
        if do in {"check", "start"}:
            start_import(actor, row=row, dry=do == "check", now=now)
        return f"/office/imports/{pk}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        row = queries.one_import(actor, pk)
        with suppress(DomainError):  # what was said of the columns stays, even if it is not enough to begin
            _settle(request, row)
        return import_page(request, row, error=error)


def _settle(request: HttpRequest, row: Import) -> None:
    sent = request.POST
    if not any(name.startswith("column_") for name in sent) and "kind" not in sent and "sheet" not in sent:
        return
    kind = sent.get("kind") or row.kind
    mapping = None
    if kind == row.kind and sent.get("sheet", row.how.get("sheet")) == row.how.get("sheet"):
        chosen = {field.name: sent.get(f"column_{field.name}", "") for field in FIELDS[kind]}
        mapping = {name: int(place) for name, place in chosen.items() if place.isdecimal()}
    sheet = sent.get("sheet") if sent.get("sheet") != row.how.get("sheet") else None
    options = {"money": sent.get("money", ""), "update": sent.get("update", "")}
    settle_import(
        actor_of(request), row=row, kind=kind, mapping=mapping, sheet=sheet or None, options=options
    )


def import_page(
    request: HttpRequest,
    row: Import,
    *,
    error: Invalid | None = None,
    handed: list[NewSignIn] | None = None,
    sent_before: bool = False,
) -> HttpResponse:
    """The page; while it runs, htmx asks for its middle again and again."""
    actor, organisation = actor_of(request), organisation_of(request)
    draft = IMPORT.allows(row.state, "settle")
    context: dict[str, Any] = {
        "row": row,
        "draft": draft,
        "live": row.state == "running",
        "errors": error.fields if error else {},
        "problem": error.message if error else "",
        "may": may_take(row.kind, actor, organisation.pk),
        "shape": next((shape.title for shape in SHAPES if shape.name == row.shape), ""),
        "can": IMPORT.verbs_from(row.state),
        "handed": handed,
        "sent_before": sent_before,
        "waiting": len(queries.waiting_staff(actor, row)),
    }
    if draft:
        context |= _draft(request, row)
    if row.wrong:
        context["faults"] = [
            (fault, queries.told(row, fault)) for fault in queries.faults(actor, row)[:SHOWN]
        ]
    if row.total:
        context["percent"] = 100
    response = page(
        request, "office/imports/show.html", context, section="imports", fragment="office/imports/state.html",
        status=error.status if error else 200,
    )  # fmt: skip
    response["Cache-Control"] = "no-store"
    return response


def _draft(request: HttpRequest, row: Import) -> dict[str, Any]:
    preview = queries.preview(row)
    columns = [(str(place), name) for place, name, _held in preview.columns()]
    held = {place: ", ".join(cells) for place, _name, cells in preview.columns()}
    return {
        "preview": preview,
        "columns": columns,
        "fields": [
            (
                field,
                str(row.mapping[field.name]) if field.name in row.mapping else "",
                held.get(row.mapping.get(field.name, -1), ""),
            )
            for field in FIELDS[row.kind]
        ],
        "kinds": Kinds.choices,
        "sheets": [(name, name) for name in row.how.get("sheets", ())],
        "needs": needs(row, organisation_of(request)),
        "money": any(field.shape == "money" and field.name in row.mapping for field in FIELDS[row.kind]),
        "same": queries.same_file(actor_of(request), row),
    }
