"""Fixtures for the tests of the desk."""

import pytest

from sepas.kernel import clock
from sepas.service_levels.models import ServicePromise
from tests.cases.world import World, make_world, promise
from tests.cast import Cast


@pytest.fixture
def now():
    return clock.now()


@pytest.fixture
def world(cast: Cast) -> World:
    made = make_world(cast)
    ServicePromise.objects.unscoped("test").filter(organisation=cast.sard).delete()
    promise(cast.sard, "first_reply", 8, "opening_hour", pausable_by=["waiting_for_customer"])
    promise(cast.sard, "resolution", 10, "business_day", pausable_by=["waiting_for_part"])
    return made
