"""Lists and searches go by an index and in its order, so that they cost the same at any size."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from sepas.cases import queries
from sepas.cases.queries.one import case_by_code, case_by_secret
from tests.cases.world import MORNING, World
from tests.speed.plans import goes_by, plans_of, sorts


def inbox(who: str, **asked: Any) -> Callable[[World], Any]:
    return lambda world: queries.inbox(world.actor(who), now=MORNING, **asked)


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (inbox("alice"), "case_by_org"),
        (inbox("alice", state="all"), "case_by_time"),
        (inbox("alice", state="on_hold"), "case_by_state"),
        (inbox("alice", state="closed", kind="return"), "case_by_state"),
        (inbox("alice", assignee="nobody"), "case_of_assignee"),
        (inbox("bob", assignee="me"), "case_of_assignee"),
        (inbox("alice", due="late"), "case_by_due"),
        (inbox("alice", due="at_risk"), "case_at_risk"),
    ],
    ids=["open", "everything", "a state", "rare kind", "nobody's", "mine", "late", "at risk"],
)
def test_a_list_is_read_in_the_order_of_its_index(
    world: World, ask: Callable[[World], Any], index: str
) -> None:
    world.open()
    (plan,) = plans_of(lambda: ask(world))[-1:]
    assert goes_by(plan, index)
    assert not sorts(plan)


def test_one_branch_of_many_has_an_index_of_its_own(world: World) -> None:
    world.open()
    (plan,) = plans_of(lambda: inbox("alice", branch=world.tehran.pk)(world))[-1:]
    assert goes_by(plan, "case_of_branch")
    assert not sorts(plan)


def test_counts_read_indexes_and_no_case(world: World) -> None:
    """Each tab is counted in an index that is made for it; SQLite says that it needs no row for most."""
    world.open()
    plans = plans_of(lambda: queries.counts(world.actor("alice"), now=MORNING))
    plan = plans[-1]
    for index in ("case_by_org", "case_by_state", "case_of_assignee", "case_by_due"):
        assert goes_by(plan, index)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the word index of SQLite")
@pytest.mark.parametrize("text", ["یخچال", "يخچال سرد", "یخچال در"])
def test_sqlite_walks_the_word_index_and_sorts_nothing(world: World, text: str) -> None:
    world.open(description="یخچال سرد نمی‌کند در خانه")
    (plan,) = plans_of(lambda: inbox("alice", state="all", text=text)(world))[-1:]
    first = plan.splitlines()[0]
    assert first.startswith("SCAN cases_searchtext_fts VIRTUAL TABLE INDEX")
    assert not sorts(plan)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the word index of PostgreSQL")
def test_postgresql_finds_rare_words_by_trigrams(world: World) -> None:
    world.open()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT case_id FROM cases_searchtext WHERE text LIKE '%زیردریایی%'")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "cases_searchtext_trigrams" in plan


@pytest.mark.parametrize("door", ["code", "secret"])
def test_a_case_is_found_by_its_unique_name(world: World, door: str) -> None:
    case = world.open()
    found = plans_of(
        lambda: (
            case_by_code(world.actor("alice"), case.code) if door == "code" else case_by_secret(case.secret)
        )
    )
    plan = found[-1]
    assert goes_by(
        plan, "cases_case_code" if door == "code" else "cases_case_secret", "sqlite_autoindex_cases_case"
    )
