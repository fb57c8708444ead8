"""A query value that cannot be meant is refused by name, at every operation; none is quietly taken as another."""

from collections.abc import Iterator
from typing import Any

import pytest

from sepas.api.urls import api, tickets_api
from tests.api.conftest import Caller


def wrong_values(schema: dict[str, Any], parts: dict[str, Any]) -> list[str]:
    """Texts that `schema` surely does not allow; none for a text that may be anything."""
    if "$ref" in schema:
        schema = parts[schema["$ref"].rsplit("/", 1)[-1]]
    if "anyOf" in schema:
        return [text for part in schema["anyOf"] for text in wrong_values(part, parts)]
    if "enum" in schema:
        return [text for text in ("nonsense", "", "null") if text not in schema["enum"]]
    if schema.get("type") == "boolean":
        return ["perhaps", "2"]
    if schema.get("type") == "integer":
        least, most = schema.get("minimum"), schema.get("maximum")
        beyond = [str(least - 1)] if least is not None else []
        return ["abc", "1.5", "", "9" * 30, *beyond, *([str(most + 1)] if most is not None else [])]
    longest = schema.get("maxLength") if schema.get("type") == "string" else None
    return ["x" * (longest + 1)] if longest else []


NEEDED = {"from": "2026-12-01T00:00:00Z", "to": "2026-12-02T00:00:00Z"}
"""Good values of what must be asked for."""


def tries() -> Iterator[tuple[str, dict[str, str], str, str]]:
    """(address, what must be asked besides, name, value) of everything wrong that can be asked."""
    for each in (api, tickets_api):
        schema = each.get_openapi_schema()
        for path, methods in schema["paths"].items():
            asked = methods.get("get", {}).get("parameters", [])
            needed = {row["name"] for row in asked if row["in"] == "query" and row.get("required")}
            for row in asked:
                if row["in"] == "query":
                    address = path.replace("{code}", "482019375516").replace("{id}", "482019375516")
                    for value in wrong_values(row["schema"], schema["components"]["schemas"]):
                        besides = {name: NEEDED[name] for name in needed - {row["name"]}}
                        yield address.replace("{pk}", "1"), besides, row["name"], value


@pytest.mark.django_db
def test_what_cannot_be_meant_is_refused_by_name(caller: Caller) -> None:
    caller.at, tried, taken = "", 0, []
    for address, besides, name, value in tries():
        assert "{" not in address
        status, body = caller.get(address, **besides, **{name: value})
        named = [error["field"] for error in body["errors"]] if status == 422 else []
        tried += 1
        if named != [name]:
            taken.append((address, name, value[:30], status, named))
    assert taken == []
    assert tried > 60


@pytest.mark.django_db
def test_a_cursor_that_is_none_is_refused_everywhere(caller: Caller) -> None:
    lists = sorted(
        {address for address, _besides, name, _value in tries() if name == "cursor" and "/1/" not in address}
    )
    assert len(lists) > 7
    for address in lists:
        caller.at = address
        for broken in ("broken", "a", "0", "é", "azE=x"):
            status, body = caller.get("", cursor=broken)
            assert (status, [error["field"] for error in body["errors"]]) == (422, ["cursor"]), (
                address,
                broken,
            )
