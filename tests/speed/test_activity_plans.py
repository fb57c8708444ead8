"""The record of activity goes by an index in the order of time: by person, by date, and page after page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from sepas.flows.activity import Asked, activity
from sepas.kernel.activity.models import Event
from sepas.service_levels import new_kinds
from tests.cases.verbs import say
from tests.cases.world import MORNING, World
from tests.speed.plans import plans_of, sorts


@pytest.fixture
def told(world: World) -> World:
    case = world.open()
    say(world, "triage", case)
    return world


def plan(world: World, asked: Asked, before: int | None = None) -> str:
    (found, *_names) = [
        plan
        for plan in plans_of(lambda: activity(world.actor("adam"), asked, before=before))
        if "kernel_event" in plan
    ]
    return found


def goes_by(found: str, index: str) -> bool:
    return index in found and "SCAN kernel_event\n" not in found and "Seq Scan on kernel_event" not in found


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (lambda world: Asked(), "event_by_time"),
        (lambda world: Asked(since=MORNING - timedelta(days=3), until=MORNING), "event_by_time"),
        (lambda world: Asked(until=MORNING - timedelta(days=300)), "event_by_time"),
        (lambda world: Asked(who=f"staff:{world.cast.alice.pk}"), "event_of_actor"),
        (
            lambda world: Asked(who=f"staff:{world.cast.alice.pk}", since=MORNING - timedelta(days=3)),
            "event_of_actor",
        ),
    ],
    ids=["everything", "between days", "long ago", "a person", "a person since a day"],
)
def test_it_is_read_in_the_order_of_an_index(told: World, asked: Callable[[World], Any], index: str) -> None:
    found = plan(told, asked(told))
    assert goes_by(found, index)
    assert not sorts(found)


def test_the_next_page_is_read_from_where_the_last_one_ended(told: World) -> None:
    last = Event.objects.order_by("-at", "-id").first()
    assert last is not None
    found = plan(told, Asked(), before=last.pk)
    assert goes_by(found, "event_by_time")
    assert not sorts(found)
    if connection.vendor == "sqlite":
        assert "event_by_time (organisation_id=? AND at<?)" in found


def test_pages_follow_each_other_without_gaps_in_the_order_of_time(told: World) -> None:
    """Facts of one moment, and one that was recorded late, are all told once."""
    adam, seen, before = told.actor("adam"), [], None
    while True:
        page = activity(adam, Asked(), before=before, size=2)
        seen += [(event.at, event.pk) for event in page.events]
        before = page.next
        if before is None:
            break
    assert len(seen) > 2
    assert seen == sorted(seen, reverse=True)
    assert {pk for _at, pk in seen} == set(
        Event.objects.filter(organisation_id=told.sard.pk).values_list("pk", flat=True)
    )


def test_promises_that_a_company_removed_are_found_by_what_they_are_about(told: World) -> None:
    (found,) = plans_of(lambda: new_kinds._removed(told.cast.sard))
    index = "sqlite_autoindex_kernel_event_1" if connection.vendor == "sqlite" else "event_subject_seq"
    assert goes_by(found, index)
