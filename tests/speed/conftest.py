"""The world of cases, with statistics that say that the tables are small: what a plan must not rest on."""

import pytest

from tests.cases.world import World, make_world
from tests.cast import Cast


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)
