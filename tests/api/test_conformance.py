"""The API is tried with generated requests, good and bad, against what its OpenAPI document says."""

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
    max_examples=8,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
POSITIVE = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def refusal_of_bad_bodies(ctx: Any, response: Any, case: Any) -> bool | None:
    """Where body or path are wrong. Headers and query parameters that nobody asked for are ignored, by design."""
    wrong = {place for place, made in case.meta.components.items() if made.mode == GenerationMode.NEGATIVE}
    if not wrong & {ParameterLocation.BODY, ParameterLocation.PATH}:
        return None
    return negative_data_rejection(ctx, response, case)


def schema_of(mode: GenerationMode) -> Any:
    config = SchemathesisConfig.from_dict({"generation": {"mode": mode.value}, "seed": 1405})
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=config)


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
    """What makes half of the requests meet something that is there."""
    known = {
        "/cases/": {"code": world.case.code},
        "/customers/": {"pk": world.cast.maryam.pk},
        "/units/": {"pk": world.unit.pk},
        "/models/": {"pk": world.unit.model_id},
        "/branches/": {"pk": world.cast.tehran.pk},
        "/staff/": {"pk": world.cast.bob.pk},
    }
    return next((found for start, found in known.items() if start in path), {})


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
    for found in schema_of(mode).get_all_operations():
        operation = found.ok()
        try:
            tried[f"{operation.method.upper()} {operation.path}"] = attempt(world, operation, mode, checks)
        except SkipTest:
            assert mode == GenerationMode.NEGATIVE, operation.path  # nothing can be sent that would be wrong
        except (Exception, FailureGroup) as error:
            failures.append(f"{operation.method.upper()} {operation.path}: {error!r} {error}")
    assert failures == [], "\n\n".join(failures)
    return tried


def test_good_requests_are_answered_as_documented(world: World) -> None:
    tried = run(world, GenerationMode.POSITIVE, POSITIVE)
    assert len(tried) > 50
    reached = {name for name, answered in tried.items() if any(status < 300 for status in answered)}
    assert len(reached) > len(tried) / 2, sorted(set(tried) - reached)


def test_bad_requests_are_refused_as_documented(world: World) -> None:
    tried = run(world, GenerationMode.NEGATIVE, [*POSITIVE, refusal_of_bad_bodies])
    assert len(tried) > 40
    assert all(sum(answered.values()) >= 5 for answered in tried.values())
