"""Fixtures for the tests of the desk."""

import pytest

from sepas.kernel import clock
from sepas.service_levels.models import ServicePromise
from tests.cases.world import World, make_world
from tests.cast import Cast
from tests.web.desk.rows import ReadingClient


@pytest.fixture
def client() -> ReadingClient:
    return ReadingClient()


@pytest.fixture
def now():
    return clock.now()


@pytest.fixture
def world(cast: Cast) -> World:
    """The world of cases, in which sard promises two things only."""
    made = make_world(cast)
    ServicePromise.objects.unscoped("test").filter(organisation=cast.sard).delete()
    for name, amount, unit, pauses in (
        ("first_reply", 8, "opening_hour", ["waiting_for_customer"]),
        ("resolution", 10, "business_day", ["waiting_for_part"]),
    ):
        ServicePromise.objects.create(
            organisation=cast.sard,
            name=name,
            amount=amount,
            unit=unit,
            pausable_by=pauses,
            text={"fa": name, "en": name},
        )
    return made
