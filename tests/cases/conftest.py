"""Fixtures for the tests of cases."""

import pytest

from tests.cases.world import World, make_world
from tests.cast import Cast


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


@pytest.fixture
def committed_world(committed_cast: Cast) -> World:
    return make_world(committed_cast)
