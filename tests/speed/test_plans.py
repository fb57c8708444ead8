"""Lists and searches go by an index and in its order, so that they cost the same at any size."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sepas.assets import queries as assets
from sepas.cases import queries, search
from sepas.cases.queries.one import case_by_code, case_by_secret
from sepas.cases.queries.related import related
from sepas.notices import queries as notices
from sepas.parties import queries as parties
from sepas.parties.words import meant
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
        (inbox("alice", due="late"), "case_by_open_due"),
        (inbox("alice", due="at_risk"), "case_open_at_risk"),
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


def test_the_history_of_a_unit_and_of_a_customer_have_indexes(world: World) -> None:
    case = world.open(unit=world.phone)
    for asked, index in (
        ({"unit_id": case.unit_id}, "case_of_unit"),
        ({"customer_id": case.customer_id}, "case_of_customer"),
    ):
        plan = plans_of(lambda asked=asked: related(world.actor("alice"), **asked))[-1]
        assert goes_by(plan, index)
        assert not sorts(plan)


def test_counts_read_indexes_and_no_case(world: World) -> None:
    """Each tab is counted in an index that is made for it; SQLite says that it needs no row for most."""
    world.open()
    plans = plans_of(lambda: queries.counts(world.actor("alice"), now=MORNING))
    plan = plans[-1]
    for index in ("case_by_", "case_by_state", "case_of_assignee", "case_by_open_due"):
        assert goes_by(plan, index)


def test_a_technician_counts_states_and_due_moments_within_the_branch(world: World) -> None:
    world.open()
    plan = plans_of(lambda: queries.counts(world.actor("bob"), now=MORNING))[-1]
    for index in ("case_branch_state", "case_branch_open_due"):
        assert goes_by(plan, index)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite says that it reads no row")
@pytest.mark.parametrize(
    ("who", "indexes"),
    [("alice", ["case_by_open_due", "case_open_at_risk"]), ("bob", ["case_branch_open_due"])],
)
def test_what_is_late_or_at_risk_is_counted_without_reading_a_case(
    world: World, who: str, indexes: list[str]
) -> None:
    world.open()
    plan = plans_of(lambda: queries.counts(world.actor(who), now=MORNING))[-1]
    for index in indexes:
        used = [line for line in plan.splitlines() if f" INDEX {index} " in line]
        assert used, plan
        assert all("USING COVERING INDEX" in line for line in used), used


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL turns it round by its statistics")
@pytest.mark.parametrize("who", ["alice", "bob"])
def test_what_one_put_aside_is_counted_from_there_and_not_among_all_open_cases(
    world: World, who: str
) -> None:
    world.open()
    plan = plans_of(lambda: queries.counts(world.actor(who), now=MORNING))[-1].splitlines()
    at = next(at for at, line in enumerate(plan) if "INDEX snooze_of_staff (staff_id=? AND until>?)" in line)
    assert "SEARCH cases_case USING INTEGER PRIMARY KEY" in plan[at + 1], plan


def plan_of(rows: Any) -> str:
    return plans_of(lambda: list(rows[:50]))[-1]


def test_units_walk_an_index_by_age_and_by_serial(world: World) -> None:
    actor = world.actor("alice")
    # SQLite's rows of one organisation are in the order of ids in any index that begins with it.
    newest, by_serial = plan_of(assets.units(actor)), plan_of(assets.units(actor, text="SRD"))
    assert not sorts(newest)
    assert not sorts(by_serial)
    if connection.vendor == "sqlite":
        assert "unit_in_order (organisation_id=? AND serial_key>? AND serial_key<?)" in by_serial


@pytest.mark.parametrize("serial", ["SRD-1", "(01)09506000134352(21)SR-1405"])
def test_a_unit_is_looked_up_by_its_serial_and_not_among_all_of_its_organisation(
    world: World, serial: str
) -> None:
    plan = plans_of(lambda: assets.find_units(serial, organisation_id=world.sard.pk))[-1]
    assert goes_by(plan, "unit_by_serial")
    assert "organisation_id=?" not in plan


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the word index of SQLite")
def test_customers_by_name_walk_the_word_index(world: World) -> None:
    plan = plan_of(parties.customers_found(world.actor("alice"), "محمدی"))
    assert plan.splitlines()[0].startswith("SCAN parties_customer_fts VIRTUAL TABLE INDEX")
    assert not sorts(plan)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL looks with LIKE")
@pytest.mark.parametrize("text", ["محمدی", "حمد", "مح", "٠٩١٢١١١", "مریم حمدی"])
def test_postgresql_finds_customers_by_any_part_in_the_order_of_entry(world: World, text: str) -> None:
    alice = world.actor("alice")
    with CaptureQueriesContext(connection) as caught:
        assert world.maryam in list(parties.customers_found(alice, text)[:50])
    assert caught[0]["sql"].count(" LIKE ") == len(text.split())
    plan = plan_of(parties.customers_found(alice, text))
    assert not sorts(plan), plan
    assert "Seq Scan on parties_customer" not in plan, plan


@pytest.mark.parametrize(
    ("text", "found"),
    [("محمدي", True), ("حمد", True), ("محمدی%", True), ("محمدب", False), ("رضایی محمدی", False)],
)
def test_a_part_of_a_name_is_taken_as_it_was_typed(world: World, text: str, found: bool) -> None:
    """Letters of another keyboard are the same; signs that mean something to a database mean nothing here."""
    rows = list(parties.customers_found(world.actor("alice"), text)[:50])
    assert (world.maryam in rows) is found
    assert world.maryam not in list(parties.customers_found(world.actor("mallory"), text)[:50])


@pytest.mark.parametrize("typed", ["محمذی", "مجمدی"])
def test_a_slip_in_a_name_is_meant_by_the_word_keys_on_both_databases(world: World, typed: str) -> None:
    alice = world.actor("alice")
    assert not parties.customers_found(alice, typed)[:1]
    readings = meant(alice, typed)
    assert world.maryam in parties.customers_meant(alice, readings)
    assert parties.customers_meant(world.actor("mallory"), meant(world.actor("mallory"), typed)) == []


def test_customers_are_counted_up_to_a_bound_and_by_the_word_index_first(world: World) -> None:
    alice = world.actor("alice")

    def count() -> None:
        assert parties.customers(alice, text="محمدی").paginator.count >= 0

    with CaptureQueriesContext(connection) as caught:
        count()
    assert "LIMIT 1001" in caught[0]["sql"]
    if connection.vendor == "sqlite":
        plan = plans_of(count)[0].splitlines()
        scan = next(at for at, line in enumerate(plan) if "parties_customer_fts VIRTUAL TABLE" in line)
        assert "parties_customer " not in "".join(plan[:scan]), plan


def test_a_page_of_messages_collects_no_more_than_a_page_of_each_kind(world: World) -> None:
    world.open()
    actor = world.actor("dave")
    with CaptureQueriesContext(connection) as caught:
        notices.messages(actor)
    (query,) = caught
    assert query["sql"].count("LIMIT 51") == 3


def test_messages_are_counted_up_to_a_bound(world: World) -> None:
    world.open()
    actor = world.actor("dave")
    with CaptureQueriesContext(connection) as caught:
        notices.counts(actor)
    (query,) = caught
    assert query["sql"].count("LIMIT 1000") == 5  # four states of its own, and the codes of the install


def test_codes_of_the_install_do_not_make_messages_be_read_through(world: World) -> None:
    """Their condition looks at a customer for each code; joined by OR, it was asked of every message."""
    actor = world.actor("dave")
    with CaptureQueriesContext(connection) as caught:
        notices.messages(actor)
        notices.counts(actor)
    for query in caught:
        assert ' IN (SELECT U0."mobile"' not in query["sql"]
        assert query["sql"].count("EXISTS(") == 1


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite walks its word index in the page's order"
)
def test_words_are_cut_to_a_page_before_customers_and_products_are_read(world: World) -> None:
    world.open(description="یخچال سرد نمی‌کند")
    with CaptureQueriesContext(connection) as caught:
        assert len(inbox("alice", state="all", text="یخچال")(world).cases) == 1
    sql = caught[-1]["sql"]
    inner = sql[sql.index(" IN (SELECT ") :]
    assert "LIMIT 51" in inner
    assert "parties_customer" not in inner[: inner.index("LIMIT 51")]


def test_meant_words_are_read_from_their_index(world: World) -> None:
    world.open()
    plan = plans_of(lambda: meant(world.actor("alice"), "یچخال"))[-1]
    assert "word_by_key" in plan or connection.vendor == "postgresql"
    assert "SCAN parties_wordkey" not in plan.replace("SCAN parties_wordkey USING COVERING INDEX", "")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the word index of SQLite")
@pytest.mark.parametrize("text", ["یخچال", "يخچال سرد", "یخچال در"])
def test_sqlite_walks_the_word_index_and_sorts_nothing(world: World, text: str) -> None:
    world.open(description="یخچال سرد نمی‌کند در خانه")
    (plan,) = plans_of(lambda: inbox("alice", state="all", text=text)(world))[-1:]
    first = plan.splitlines()[0]
    assert first.startswith("SCAN cases_searchtext_fts VIRTUAL TABLE INDEX")
    assert not sorts(plan)


def test_two_letters_are_looked_for_in_the_latest_cases_only(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = world.open(now=MORNING - timedelta(days=2), description="در باز نمی‌شود")
    new = world.open(now=MORNING, description="در بسته نمی‌شود", kind="advice")
    (plan,) = plans_of(lambda: inbox("alice", state="all", text="در")(world))[-1:]
    assert goes_by(plan, "case_by_time")
    assert not sorts(plan)
    assert {case.pk for case in inbox("alice", state="all", text="در")(world).cases} == {old.pk, new.pk}
    monkeypatch.setattr(search, "LATEST", 1)
    assert [case.pk for case in inbox("alice", state="all", text="در")(world).cases] == [new.pk]


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
