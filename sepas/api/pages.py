"""`GET /api/`: the operations read from the OpenAPI document, with nothing loaded from elsewhere."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from sepas.api.problems import TYPE, described

METHODS = ("get", "post", "put", "patch", "delete")


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    from sepas.api.urls import api, tickets_api

    schema = api.get_openapi_schema()
    found = groups(schema) + groups(tickets_api.get_openapi_schema())
    return render(request, "api/documents.html", {"info": schema["info"], "groups": found})


@csrf_exempt
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """An address below `/api/` that there is not, answered as programs expect it."""
    return _problem(request, 404, "not_found", _("There is nothing at this address."))


def mistake(request: HttpRequest) -> HttpResponse:
    """What programs are told when we failed."""
    text = _(
        "Something went wrong on our side; nothing was kept half-done. Try once more in a few minutes. If it happens"
        " again, give support the X-Request-Id of this answer."
    )
    return _problem(request, 500, "mistake", text)


def _problem(request: HttpRequest, status: int, code: str, detail: str) -> HttpResponse:
    return JsonResponse(described(request, status, code, detail), status=status, content_type=TYPE)


def groups(schema: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Operations by tag, in the document's order, each with what a reader needs."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            if method in METHODS:
                tag = operation.get("tags", ["other"])[0]
                found.setdefault(tag, []).append(_shown(path, method, operation))
    return list(found.items())


def _shown(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    about, _dot, scope = operation.get("description", "").partition("Scope: ")
    bodies = operation.get("requestBody", {}).get("content", {})
    answer = next((code for code in operation["responses"] if code.startswith("2")), "200")
    answers = operation["responses"][answer].get("content", {})
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "about": about.strip(),
        "scope": scope.strip().rstrip(".").replace("`", ""),
        "parameters": [
            {"name": row["name"], "in": row["in"], "about": row.get("description", ""),
             "required": row.get("required", False)}
            for row in operation["parameters"]
            if row["name"] not in {"Accept-Language"}
        ],
        "body": _example(bodies),
        "form": sorted(bodies.get("multipart/form-data", {}).get("schema", {}).get("properties", {})),
        "status": answer,
        "answer": _example(answers),
        "refusals": [code for code in operation["responses"] if not code.startswith("2")],
    }  # fmt: skip


def _example(contents: dict[str, Any]) -> str:
    example = contents.get("application/json", {}).get("example")
    return json.dumps(example, ensure_ascii=False, indent=2) if example is not None else ""
