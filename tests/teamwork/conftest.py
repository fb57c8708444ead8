"""Fixtures for the tests of working together."""

import pytest

from tests.cases.world import World, make_world
from tests.cast import Cast


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


@pytest.fixture
def seconds(settings):
    """Answers wait twenty seconds, as they do in life."""
    settings.SEPAS_UNDO_SECONDS = 20
