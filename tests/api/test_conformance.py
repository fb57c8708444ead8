"""The API is tried with generated requests, good and bad, against what its OpenAPI document says."""

import gc
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase
from schemathesis import GenerationMode
from schemathesis.checks import negative_data_rejection, not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.core.control import SkipTest
from schemathesis.core.failures import FailureGroup
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from sepas.config.wsgi import application
from sepas.kernel import limits
from tests.access_table.world import World, make_world
from tests.cast import Cast

SETTINGS = hypothesis.settings(
    max_examples=10,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
UNCLOSED = pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <_io.FileIO:pytest.PytestUnraisableExceptionWarning"
)
"""Whoever asks in process does not close a file that it was sent; a web server does."""
POSITIVE = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def refusal_of_what_is_wrong(ctx: Any, response: Any, case: Any) -> bool | None:
    """Body, path or a declared query value. Headers and parameters that nobody asked for are ignored, by design."""
    wrong = {place for place, made in case.meta.components.items() if made.mode == GenerationMode.NEGATIVE}
    if wrong & {ParameterLocation.BODY, ParameterLocation.PATH}:
        return negative_data_rejection(ctx, response, case)
    bad = wrong_query_values(case)
    assert not bad or response.status_code == 422, f"{bad} was answered with {response.status_code}"
    return None


def wrong_query_values(case: Any) -> dict[str, str]:
    """Declared parameters whose one text surely is not what was declared. Lists, objects and nothing are not judged."""
    parts = case.operation.schema.raw_schema["components"]["schemas"]
    declared = {
        row["name"]: row["schema"]
        for row in case.operation.definition.raw.get("parameters", [])
        if row["in"] == "query"
    }
    sent = {name: as_text(value) for name, value in (case.query or {}).items() if name in declared}
    return {
        name: text
        for name, text in sent.items()
        if text is not None and is_surely_wrong(text, declared[name], parts)
    }


def as_text(value: Any) -> str | None:
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def is_surely_wrong(text: str, schema: dict[str, Any], parts: dict[str, Any]) -> bool:
    """Generous where a number is read from text: signs, spaces, underscores and `.0` are left to the reader."""
    if "anyOf" in schema:
        return all(is_surely_wrong(text, part, parts) for part in schema["anyOf"])
    if "$ref" in schema:
        return is_surely_wrong(text, parts[schema["$ref"].rsplit("/", 1)[-1]], parts)
    if schema.get("type") == "null":
        return True
    if "enum" in schema:
        return text not in schema["enum"]
    if schema.get("type") == "integer":
        if re.fullmatch(r"[0-9]{1,30}", text):
            return not schema.get("minimum", 0) <= int(text) <= schema.get("maximum", int(text))
        return re.fullmatch(r"[\s+\-0-9_.]*", text) is None
    return len(text) > schema.get("maxLength", len(text))


def operations_of(mode: GenerationMode) -> Iterator[Any]:
    """All operations of both documents; those that take something away come last, so that others still find it."""
    config = SchemathesisConfig.from_dict({"generation": {"mode": mode.value}, "seed": 1405})
    found = []
    for document in ("/api/v1/openapi.json", "/api/tmf621/v4/openapi.json"):
        schema = schemathesis.openapi.from_wsgi(document, application, config=config)
        found += [operation.ok() for operation in schema.get_all_operations()]
    yield from sorted(found, key=lambda operation: operation.method.lower() == "delete")


@pytest.fixture
def world(cast: Cast, settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Requests by WSGI would close the connection of the test's transaction, as they should elsewhere."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("sepas.api.doors.TOKEN_PER_MINUTE", 10_000_000)
    monkeypatch.setattr("sepas.api.doors.PUBLIC_PER_MINUTE", 10_000_000)
    limits._here.clear()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield make_world(cast)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    limits._here.clear()


def places_in(world: World, path: str) -> dict[str, Any]:
    """What makes half of the requests meet something that is there: the world's own values for this address."""
    route = re.sub(r"{(\w+)}", r"<\1>", path.lstrip("/"))
    fitting = [start for start in world.places if start.startswith("api/") and route.startswith(start)]
    found = world.places[max(fitting, key=len)] if fitting else {}
    values = {place.strip("<>").rpartition(":")[2]: value for place, value in found.items()}
    return {place: value for place, value in values.items() if f"<{place}>" in route}


def attempt(world: World, operation: Any, mode: GenerationMode, checks: list[Any]) -> Counter[int]:
    """Generated requests to one operation; how often each status was answered."""
    answered: Counter[int] = Counter()
    headers = {"Authorization": f"Bearer {world.tokens['token']}"}
    here = places_in(world, operation.path) if mode == GenerationMode.POSITIVE else {}

    @SETTINGS
    @hypothesis.given(
        case=operation.as_strategy(generation_mode=mode), there=hypothesis.strategies.booleans()
    )
    def each(case: Any, there: bool) -> None:
        if there and here:
            case.path_parameters = {**(case.path_parameters or {}), **here}
        answered[case.call_and_validate(headers=headers, checks=checks).status_code] += 1

    each()
    return answered


def run(world: World, mode: GenerationMode, checks: list[Any]) -> dict[str, Counter[int]]:
    """Every operation is tried, also after one failed; what failed is shown together."""
    tried: dict[str, Counter[int]] = {}
    failures = []
    for operation in operations_of(mode):
        try:
            tried[f"{operation.method.upper()} {operation.path}"] = attempt(world, operation, mode, checks)
        except SkipTest:
            assert mode == GenerationMode.NEGATIVE, operation.path  # nothing can be sent that would be wrong
        except (Exception, FailureGroup) as error:
            failures.append(f"{operation.method.upper()} {operation.path}: {error!r} {error}")
    gc.collect()  # files that were sent are let go of here, where UNCLOSED forgives them
    assert failures == [], "\n\n".join(failures)
    return tried


@UNCLOSED
def test_good_requests_are_answered_as_documented(world: World) -> None:
    tried = run(world, GenerationMode.POSITIVE, POSITIVE)
    assert len(tried) > 50
    reached = {name for name, answered in tried.items() if any(status < 300 for status in answered)}
    assert len(reached) > len(tried) * 0.6, sorted(set(tried) - reached)


@UNCLOSED
def test_bad_requests_are_refused_as_documented(world: World) -> None:
    tried = run(world, GenerationMode.NEGATIVE, [*POSITIVE, refusal_of_what_is_wrong])
    assert len(tried) > 40
    assert all(sum(answered.values()) >= 5 for answered in tried.values())


def test_values_are_judged_as_declared() -> None:
    number = {"type": "integer", "minimum": 1, "maximum": 200}
    choice = {"anyOf": [{"$ref": "#/components/schemas/State"}, {"type": "null"}]}
    parts = {"State": {"enum": ["sent"]}}
    wrong = {
        text: is_surely_wrong(text, number, parts)
        for text in ("abc", "0", "201", "1", "200", "+5", " 7", "5.0")
    }
    assert [text for text, found in wrong.items() if found] == ["abc", "0", "201"]
    assert [is_surely_wrong(text, choice, parts) for text in ("sent", "null", "")] == [False, True, True]
    assert [is_surely_wrong(text, {"type": "string", "maxLength": 2}, parts) for text in ("ab", "abc")] == [
        False,
        True,
    ]
