"""Errors as `application/problem+json` (RFC 9457), in the language that the caller accepts."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from sepas.kernel.errors import DomainError, Invalid

TYPE = "application/problem+json"


def install(api: NinjaAPI) -> None:
    """Answer every error of this API as a problem."""

    @api.exception_handler(DomainError)
    def domain(request: HttpRequest, error: DomainError) -> HttpResponse:
        fields = error.fields if isinstance(error, Invalid) else {}
        if error.field:
            fields = {error.field: error.message, **fields}
        allowed = error.data.get("allowed", {})
        errors = [
            {
                "field": name,
                "message": str(text),
                **({"allowed": allowed[name]} if isinstance(allowed, dict) and name in allowed else {}),
            }
            for name, text in fields.items()
        ]
        response = problem(
            api, request, error.status, error.code, str(error.message), errors=errors, data=_plain(error.data)
        )
        if "retry_after" in error.data:
            response["Retry-After"] = str(error.data["retry_after"])
        return response

    @api.exception_handler(ValidationError)
    def validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors = [_field_error(item) for item in error.errors]
        return problem(
            api, request, 422, "invalid", _("Some fields cannot be used as they are."), errors=errors
        )

    @api.exception_handler(AuthenticationError)
    def authentication(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        text = _(
            "Send a valid token: `Authorization: Bearer sepas_…`. It may be unknown, revoked or expired."
        )
        response = problem(api, request, 401, "unauthenticated", text)
        response["WWW-Authenticate"] = 'Bearer realm="sepas"'
        return response

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(api, request, 404, "not_found", _("There is nothing at this address."))

    @api.exception_handler(HttpError)
    def http(request: HttpRequest, error: HttpError) -> HttpResponse:
        code = "malformed_json" if error.status_code == 400 else "error"
        text = _("The body is not JSON that can be read.") if code == "malformed_json" else str(error)
        return problem(api, request, error.status_code, code, text)


def problem(
    api: NinjaAPI,
    request: HttpRequest,
    status: int,
    code: str,
    detail: str,
    *,
    errors: list[dict[str, Any]] | None = None,
    data: dict[str, Any] | None = None,
) -> HttpResponse:
    """One problem: `type` and `code` are stable, `detail` is for people, `errors` names each field."""
    body = described(request, status, code, detail)
    if errors:
        body["errors"] = errors
    if data:
        body["data"] = data
    response = api.create_response(request, body, status=status)
    response["Content-Type"] = TYPE
    return response


def described(request: HttpRequest, status: int, code: str, detail: str) -> dict[str, Any]:
    """What every problem says."""
    return {
        "type": f"urn:sepas:problem:{code}",
        "title": code.replace("_", " "),
        "status": status,
        "code": code,
        "detail": detail,
        "instance": request.path,
    }


def _field_error(item: dict[str, Any]) -> dict[str, Any]:
    place = [
        str(part)
        for part in item.get("loc", ())
        if part not in {"body", "query", "path", "payload", "filters"}
    ]
    context = item.get("ctx") or {}
    found: dict[str, Any] = {"field": ".".join(place) or "body", "message": item["msg"], "code": item["type"]}
    if "expected" in context:
        found["allowed"] = context["expected"]
    return found


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    from sepas.kernel.activity.record import plain

    return {name: plain(value) for name, value in data.items() if name != "allowed"}
