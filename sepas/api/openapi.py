"""The API and its OpenAPI document: what every operation shares is said once here, not in each of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from sepas.api.doors import Token
from sepas.api.examples import BODIES, SHAPES
from sepas.api.renderer import Renderer

REFUSALS = {
    "400": "The body cannot be read.",
    "401": "No valid token was sent.",
    "403": "The token lacks a scope, or the rules of the house say no.",
    "404": "There is nothing here, or nothing that is yours to see.",
    "405": "This address has other methods; `Allow` names them.",
    "409": "Somebody was faster, or the present state does not allow this.",
    "412": "`If-Match` names another version than the present one.",
    "422": "Some values cannot be used; `errors` says which, why, and what is allowed.",
    "429": "Too many requests; `Retry-After` says how many seconds to wait.",
}
PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "An error as RFC 9457 has it. `code` is stable; `detail` is for people.",
    "required": ["type", "title", "status", "code", "detail", "instance"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:sepas:problem:invalid"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "examples": ["invalid"]},
        "detail": {"type": "string", "description": "A sentence in the language of `Accept-Language`."},
        "instance": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {
                    "field": {"type": "string"},
                    "message": {"type": "string"},
                    "code": {"type": "string"},
                    "allowed": {"description": "What may stand there instead."},
                },
            },
        },
        "data": {"type": "object", "description": "Values, such as the scope that is missing."},
    },
}
LANGUAGE = {
    "name": "Accept-Language",
    "in": "header",
    "required": False,
    "description": "Language of sentences for people: `fa` (default) or `en`.",
    "schema": {"type": "string", "examples": ["fa", "en"]},
}
ONCE = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A fresh key for each request; the same key and body get the first answer again.",
    "schema": {"type": "string", "minLength": 8, "maxLength": 100, "pattern": "^[!-~]+$"},
}
MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The `ETag` of what you saw; another version by now is refused with 412.",
    "schema": {"type": "string", "examples": ['"3"']},
}
HEADERS = {
    "RateLimit-Limit": {"description": "Requests in a window.", "schema": {"type": "integer"}},
    "RateLimit-Remaining": {"description": "Those left in it.", "schema": {"type": "integer"}},
    "RateLimit-Reset": {"description": "Seconds until it begins anew.", "schema": {"type": "integer"}},
}


class Api(NinjaAPI):
    """Answers with rate-limit headers, and documents what all operations share."""

    def __init__(self, **kw: Any) -> None:
        super().__init__(renderer=Renderer(), **kw)

    def create_response(self, request: HttpRequest, data: Any, **kw: Any) -> HttpResponse:
        return _with_window(request, super().create_response(request, data, **kw))

    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        return _with_window(request, super().create_temporal_response(request))

    def get_openapi_schema(self, **kw: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**kw)
        scopes = self._scopes()
        for path, methods in schema["paths"].items():
            for method, operation in methods.items():
                complete(path, method, operation, scopes.get(operation["operationId"]), schema)
        schema["components"]["schemas"]["Problem"] = PROBLEM
        schema["components"]["securitySchemes"] = {
            "Token": {
                "type": "http",
                "scheme": "bearer",
                "description": "A token that an administrator issues in the office: `sepas_…`.",
            }
        }
        return schema

    def _scopes(self) -> dict[str, list[str]]:
        """The scopes of each operation that needs a token, by its id."""
        found = {}
        for router in self._get_bound_routers():
            for view in router.path_operations.values():
                for operation in view.operations:
                    for auth in operation.auth_callbacks:
                        if isinstance(auth, Token):
                            name = operation.operation_id or self.get_openapi_operation_id(operation)
                            found[name] = list(auth.scopes)
        return found


def complete(
    path: str, method: str, operation: dict[str, Any], scopes: list[str] | None, schema: dict[str, Any]
) -> None:
    """Add to one operation its refusals, headers, scope and examples."""
    operation["parameters"] = [*operation["parameters"], LANGUAGE]
    if scopes is not None:
        operation["security"] = [{"Token": scopes}]
        said = " or ".join(f"`{scope}`" for scope in scopes) if scopes else "any token"
        operation["description"] = f"{operation.get('description', '')}\n\nScope: {said}.".strip()
        if method == "post":
            operation["parameters"].append(ONCE)
    if method in {"patch", "put", "delete"}:
        operation["parameters"].append(MATCH)
    codes = ["422", "429"]
    codes += ["401", "403"] if scopes is not None else []
    codes += ["404"] if "{" in path else []
    codes += ["400"] if method != "get" else []
    codes += ["404"] if method != "get" and scopes is not None else []
    codes += ["409"] if method != "get" and (scopes is not None or "{" in path) else []
    codes += ["412"] if method in {"patch", "put", "delete"} else []
    for code, response in operation["responses"].items():
        response["headers"] = dict(HEADERS)
        _with_example(response, schema)
        if str(code) == "201":
            response["description"] = "Made"
    for code in sorted(set(codes)):
        operation["responses"][code] = {
            "description": REFUSALS[code],
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    operation["responses"] = {str(code): found for code, found in operation["responses"].items()}
    for content in operation.get("requestBody", {}).get("content", {}).values():
        name = _named(content.get("schema", {}))
        if name in BODIES:
            content["example"] = BODIES[name]


def _with_example(response: dict[str, Any], schema: dict[str, Any]) -> None:
    for kind, content in response.get("content", {}).items():
        if kind != "application/json":
            continue
        name = _named(content["schema"])
        if name in SHAPES:
            content["example"] = SHAPES[name]
            continue
        each = _named(content["schema"].get("items", {}))
        if each in SHAPES:
            content["example"] = [SHAPES[each]]
            continue
        page = schema["components"]["schemas"].get(name, {}).get("properties", {})
        item = _named(page.get("items", {}).get("items", {})) if "next" in page else ""
        if item in SHAPES:
            content["example"] = {"items": [SHAPES[item]], "next": ""}


def _named(schema: dict[str, Any]) -> str:
    """The name of the component that a schema refers to, through `anyOf` too."""
    for part in (schema, *schema.get("anyOf", []), *schema.get("allOf", [])):
        if "$ref" in part:
            return str(part["$ref"]).rsplit("/", 1)[-1]
    return ""


def _with_window(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    window = getattr(request, "api_window", None)
    if window is not None:
        response["RateLimit-Limit"] = str(window.times)
        response["RateLimit-Remaining"] = str(window.left)
        response["RateLimit-Reset"] = str(window.seconds)
    return response
