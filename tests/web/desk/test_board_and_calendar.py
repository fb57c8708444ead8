"""The work by state and by due day: bounded, counted, and moved by the verbs that everybody uses."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sepas.cases.lifecycle import State
from sepas.parties.models import SpecialDay
from tests.web.desk.rows import code_in, make_case, sign_in

pytestmark = pytest.mark.django_db


def test_each_state_has_its_column_and_each_card_the_moves_that_are_allowed(client, cast, now):
    new = make_case(cast, now=now)
    held = make_case(cast, now=now, state=State.ON_HOLD, hold_reason="waiting_for_part")
    columns = sign_in(client, "carol").get("/desk/board/").context["columns"]
    cards = {column["state"].value: column["cards"] for column in columns}
    assert [card.case.pk for card in cards["new"]] == [new.pk]
    assert {(verb, to) for verb, _label, to in cards["new"][0].moves} == {
        ("triage", "triaged"), ("assign", "in_progress"), ("hold", "on_hold"),
    }  # fmt: skip
    assert [(verb, to) for verb, _label, to in cards["on_hold"][0].moves] == [("resume", "in_progress")]
    assert held.pk == cards["on_hold"][0].case.pk


def test_a_column_is_bounded_and_goes_on_by_itself(client, cast, now):
    cases = [make_case(cast, now=now, opened=timedelta(minutes=n)) for n in range(22)]
    sign_in(client, "carol")
    column = client.get("/desk/board/").context["columns"][0]
    assert (len(column["cards"]), column["number"]) == (20, 22)
    rest = client.get("/desk/board/", {"page_new": column["next"]}).context["columns"][0]
    assert [card.case.pk for card in rest["cards"]] == [case.pk for case in cases[20:]]


def test_the_board_costs_the_same_for_one_case_and_for_many(client, cast, now):
    sign_in(client, "carol")
    numbers = []
    for some in (1, 15):
        for _ in range(some):
            make_case(cast, now=now)
        with CaptureQueriesContext(connection) as caught:
            client.get("/desk/board/")
        numbers.append(len(caught))
    assert numbers == [4 + 1 + 5] * 2  # signed in, and her branches; counts; five columns


def test_a_day_counts_its_due_cases_and_opens_them(client, cast, now):
    case = make_case(cast, now=now, next_due_at=now + timedelta(minutes=1))
    other = make_case(cast, now=now, next_due_at=now + timedelta(days=3))
    sign_in(client, "carol")
    cells = [cell for week in client.get("/desk/calendar/?span=week").context["weeks"] for cell in week]
    assert len(cells) == 7
    (today,) = [cell for cell in cells if cell.today]
    assert today.due == 1
    page = client.get(
        "/desk/", {"due_from": today.day.isoformat(), "due_to": today.day.isoformat()}
    ).content.decode()
    assert code_in(page, case)
    assert not code_in(page, other)


def test_the_month_is_that_of_the_readers_calendar_and_shows_closed_days(client, cast, now):
    SpecialDay.objects.create(
        organisation=cast.sard, branch=cast.tehran, day="2026-11-24", title="انبارگردانی", intervals=[]
    )
    sign_in(client, "carol")
    response = client.get("/desk/calendar/?at=2026-11-22", headers={"accept-language": "fa"})
    assert response.context["title"] == ("آذر", 1405)
    cells = {cell.day.isoformat(): cell for week in response.context["weeks"] for cell in week}
    assert (cells["2026-11-22"].number, cells["2026-11-21"].inside) == (1, False)
    assert (cells["2026-11-24"].closed, cells["2026-11-27"].closed, cells["2026-11-25"].closed) == (
        True,
        True,
        False,
    )
    english = client.get("/desk/calendar/?at=2026-11-22", headers={"accept-language": "en"})
    assert english.context["title"] == ("November", 2026)


def test_a_month_is_counted_in_one_query(client, cast, now):
    sign_in(client, "carol")
    with CaptureQueriesContext(connection) as caught:
        client.get("/desk/calendar/")
    counted = [query for query in caught if "AS counted" in query["sql"]]
    assert len(counted) == 1
    assert len(caught) <= 4 + 6
    assert client.get("/desk/calendar/?at=nonsense").status_code == 422
