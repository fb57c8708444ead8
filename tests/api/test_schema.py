"""The OpenAPI document: complete, with examples that hold, and no change that nobody meant."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pydantic import TypeAdapter

from sepas.api import examples
from sepas.api.openapi import Api
from sepas.api.urls import api, tickets_api
from sepas.parties.roles import TOKEN_SCOPES

DOCS = Path(__file__).parents[2] / "docs"
PROBLEM = "application/problem+json"


def document(of: Api = api) -> dict[str, Any]:
    return json.loads(json.dumps(of.get_openapi_schema(), ensure_ascii=False))


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, operation)
        for each in (api, tickets_api)
        for path, methods in document(each)["paths"].items()
        for method, operation in methods.items()
    ]


@pytest.mark.parametrize(
    ("of", "snapshot"),
    [(api, DOCS / "openapi.json"), (tickets_api, DOCS / "openapi-tmf621.json")],
    ids=["api", "tmf621"],
)
def test_the_snapshot_is_the_document(of: Api, snapshot: Path):
    """`SEPAS_ACCEPT_SCHEMA=1` writes it anew; the difference then shows in review what callers will notice."""
    text = json.dumps(document(of), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get("SEPAS_ACCEPT_SCHEMA"):
        snapshot.write_text(text, encoding="utf-8")
    assert snapshot.read_text(encoding="utf-8") == text, "the API changed: look, then SEPAS_ACCEPT_SCHEMA=1"


def test_every_operation_says_what_it_does_and_what_it_refuses():
    found = operations()
    assert len(found) > 50
    for method, path, operation in found:
        where = f"{method} {path}"
        assert operation["summary"], where
        assert operation["tags"], where
        assert PROBLEM in operation["responses"]["422"]["content"], where
        assert PROBLEM in operation["responses"]["429"]["content"], where
        scopes = operation.get("security", [{}])[0].get("Token")
        if scopes is not None:
            assert set(scopes) <= TOKEN_SCOPES, where
            assert PROBLEM in operation["responses"]["401"]["content"], where
        names = {row["name"] for row in operation["parameters"]}
        assert "Accept-Language" in names, where
        assert ("Idempotency-Key" in names) == (method == "post" and scopes is not None), where
        assert ("If-Match" in names) == (method in {"patch", "delete"}), where


def test_every_body_and_every_answer_has_an_example():
    for method, path, operation in operations():
        where = f"{method} {path}"
        for kind, content in operation.get("requestBody", {}).get("content", {}).items():
            assert kind != "application/json" or "example" in content, where
        for status, answer in operation["responses"].items():
            for kind, content in answer.get("content", {}).items():
                if status.startswith("2") and kind == "application/json":
                    assert "example" in content, where


def schemas() -> dict[str, Any]:
    """Every schema of a body or an answer, by its name."""
    found: dict[str, Any] = {}
    for router in (*api._get_bound_routers(), *tickets_api._get_bound_routers()):
        for view in router.path_operations.values():
            for operation in view.operations:
                for model in operation.models:
                    for field in model.model_fields.values():
                        walk(field.annotation, found)
                for response in operation.response_models.values():
                    if response is not None and hasattr(response, "model_fields"):
                        for field in response.model_fields.values():
                            walk(field.annotation, found)
    return found


def walk(annotation: Any, found: dict[str, Any]) -> None:
    for part in (annotation, *getattr(annotation, "__args__", ())):
        if hasattr(part, "model_fields") and part.__name__ not in found:
            found[part.__name__] = part
            for field in part.model_fields.values():
                walk(field.annotation, found)
        elif getattr(part, "__args__", None) and part is not annotation:
            walk(part, found)


@pytest.mark.parametrize("name", sorted({**examples.BODIES, **examples.SHAPES}))
def test_an_example_is_what_its_schema_says(name: str):
    known = schemas()
    assert name in known, "no operation has this schema"
    TypeAdapter(known[name]).validate_python({**examples.BODIES, **examples.SHAPES}[name])


def test_the_page_lists_every_operation():
    page = Client(headers={"accept-language": "en"}).get("/api/").content.decode()
    for _method, path, operation in operations():
        assert operation["operationId"] in page
        assert f"<code>{path}</code>" in page


def test_an_address_that_there_is_not_is_a_problem():
    answer = Client().post("/api/v1/nowhere")
    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert answer.json()["code"] == "not_found"
