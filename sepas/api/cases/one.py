"""`GET /cases/{code}` and what hangs from it."""

from typing import Annotated, Any, cast

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import File, Form, Status
from ninja.files import UploadedFile

from sepas.api.cases.router import router
from sepas.api.cases.shapes import CaseDetail, EntriesOut, whole
from sepas.api.doors import Id, Token, actor_of, idempotent, iso, tag
from sepas.cases import queries
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.attachments import Upload
from sepas.kernel.clock import now
from sepas.kernel.errors import Invalid


@router.get("/{code}", response=CaseDetail, summary="One case, whole", auth=Token("cases.view"))
def one(request: HttpRequest, response: HttpResponse, code: str) -> dict[str, Any]:
    """By its tracking code, spaces and digits of any script forgiven."""
    actor = actor_of(request)
    page = queries.page(actor, queries.case_by_code(actor, code), now=now())
    tag(response, page.case)
    return whole(actor, page)


@router.get(
    "/{code}/timeline", response=EntriesOut, summary="The history of a case", auth=Token("cases.view")
)
def timeline(request: HttpRequest, code: str) -> dict[str, Any]:
    """Oldest first, in the language of `Accept-Language`."""
    actor = actor_of(request)
    entries = queries.timeline(actor, queries.case_by_code(actor, code))
    return {
        "items": [
            {"at": iso(entry.at), "event": entry.event, "who": entry.who, "text": entry.text, "detail": entry.detail,
             "internal": entry.internal}
            for entry in entries
        ],
        "next": "",
    }  # fmt: skip


@router.post(
    "/{code}/attachments",
    response={201: CaseDetail},
    summary="Add a photo or PDF, with or without words",
    auth=Token("cases.reply"),
)
def attach(
    request: HttpRequest,
    response: HttpResponse,
    code: str,
    file: Annotated[UploadedFile, File(description="JPEG, PNG, WebP or PDF, at most 10 MB.")],
    body: str = Form("", max_length=5000),
    internal: bool = Form(False),
) -> Status[dict[str, Any]]:
    """A photo is drawn anew, so that it tells nothing of place, camera or time."""
    if "\x00" in body:
        raise Invalid({"body": _("There are characters here that cannot be kept.")})
    actor = actor_of(request)
    content = file.read()
    file.seek(0)

    def act() -> dict[str, Any]:
        case = queries.case_by_code(actor, code)
        reply_to_case(
            actor, case=case, body=body, internal=internal, files=cast(list[Upload], [file]), now=now()
        )
        return whole(actor, queries.page(actor, case, now=now()))

    asked = {"body": body, "internal": internal, "name": file.name, "content": content.hex()}
    return Status(201, idempotent(request, response, asked, act))


@router.get(
    "/{code}/attachments/{pk}",
    summary="The bytes of a file",
    auth=Token("cases.view"),
    openapi_extra={
        "responses": {
            "200": {
                "description": "The file",
                "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def attachment(request: HttpRequest, code: str, pk: Id) -> FileResponse:
    """As a download, whatever kind it is."""
    actor = actor_of(request)
    case = queries.case_by_code(actor, code)
    found = queries.attachment(actor, case, pk)
    response = FileResponse(
        found.file.open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
