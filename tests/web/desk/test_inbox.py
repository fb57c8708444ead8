"""The inbox shows the work that one may see, finds it, and costs the same for one case and for fifty."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sepas.cases.lifecycle import Kind, State
from tests.web.desk.rows import code_in, make_case, sign_in

pytestmark = pytest.mark.django_db

INBOX_QUERIES = 8
"""Session, sign-in and roles; what the person set, the page of cases, the saved views, the counts; branches, people and
models to choose from."""


def get(client, query=""):
    response = client.get(f"/desk/{query}")
    assert response.status_code == 200, response.content.decode()[:500]
    return response.content.decode()


def test_a_stranger_is_asked_to_sign_in_and_comes_back(client, cast):
    response = client.get("/desk/?due=late")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/desk/%3Fdue%3Dlate")


def test_a_part_of_a_page_sends_the_whole_page_to_the_sign_in_once_nobody_is_signed_in(client):
    part = client.get(
        "/desk/notifications/count/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/?due=late"},
    )
    assert part["HX-Redirect"] == "/accounts/login/?next=/desk/%3Fdue%3Dlate"
    assert part.content == b""


def test_a_sign_in_without_staff_is_refused_with_the_reason(client, cast):
    from sepas.parties.models import User

    client.force_login(User.objects.create(username="ghost"))
    response = client.get("/desk/", headers={"accept-language": "en"})
    assert response.status_code == 403
    assert "does not belong to a member of staff" in response.content.decode()


def test_alice_sees_every_branch_and_isa_only_isfahan(client, cast, now):
    tehran = make_case(cast, now=now)
    isfahan = make_case(cast, now=now, branch=cast.isfahan, customer=cast.reza)
    page = get(sign_in(client, "alice"))
    assert code_in(page, tehran)
    assert code_in(page, isfahan)
    page = get(sign_in(client, "isa"))
    assert not code_in(page, tehran)
    assert code_in(page, isfahan)


def test_another_organisation_sees_nothing_of_it(client, cast, now):
    case = make_case(cast, now=now)
    page = get(sign_in(client, "mallory"), "?state=all")
    assert not code_in(page, case)
    assert "محمدی" not in page


def test_views_select_and_count(client, cast, now):
    fresh = make_case(cast, now=now)
    mine = make_case(cast, now=now, state=State.IN_PROGRESS, assignee=cast.alice)
    late = make_case(cast, now=now, next_due_at=now - timedelta(hours=1), breached=True)
    risky = make_case(cast, now=now, next_due_at=now + timedelta(days=3), at_risk=True)
    held = make_case(cast, now=now, state=State.ON_HOLD, hold_reason="waiting_for_part")
    done = make_case(cast, now=now, state=State.RESOLVED, resolved_at=now)
    shut = make_case(cast, now=now, state=State.CLOSED, closed_at=now)
    everything = {fresh, mine, late, risky, held, done, shut}
    sign_in(client, "alice")
    expected = {
        "": {fresh, mine, late, risky, held},
        "?assignee=me": {mine},
        "?assignee=nobody": {fresh, late, risky, held},
        "?state=new": {fresh, late, risky},
        "?due=late": {late},
        "?due=at_risk": {risky},
        "?state=on_hold": {held},
        "?state=resolved": {done},
        "?state=all": everything,
    }
    for query, cases in expected.items():
        page = get(client, query)
        assert {case for case in everything if code_in(page, case)} == cases, query
    context = client.get("/desk/").context
    assert {view.name: number for view, number in context["views"]} == {
        "open": 5, "mine": 1, "nobody": 4, "new": 3, "late": 1, "today": 0, "at_risk": 1, "on_hold": 1, "resolved": 1,
        "asleep": 0, "forgotten": 0,
    }  # fmt: skip


def test_filters_narrow_by_kind_branch_and_person(client, cast, now):
    one = make_case(cast, now=now, kind=Kind.COMPLAINT, assignee=cast.bob)
    other = make_case(cast, now=now, branch=cast.isfahan)
    sign_in(client, "alice")
    for query in ("?kind=complaint", f"?branch={cast.tehran.pk}", f"?assignee={cast.bob.pk}"):
        page = get(client, query)
        assert code_in(page, one), query
        assert not code_in(page, other), query


@pytest.mark.parametrize(
    "typed",
    ["مريم", "یخچال سرد", "يخچال", "محمدي", "09121110001", "۰۹۱۲۱۱۱۰۰۰۱", "٠٩١٢١١١٠٠٠١"],
)
def test_search_forgives_the_keyboard(client, cast, now, typed):
    case = make_case(cast, now=now)
    other = make_case(cast, now=now, customer=cast.reza, description="لباسشویی نشتی دارد")
    sign_in(client, "alice")
    page = client.get("/desk/", {"q": typed}).content.decode()
    assert code_in(page, case)
    assert not code_in(page, other)


def test_search_looks_in_closed_cases_too(client, cast, now):
    case = make_case(cast, now=now, state=State.CLOSED, closed_at=now)
    sign_in(client, "alice")
    grouped = f"{case.code[:4]} {case.code[4:8]} {case.code[8:]}"
    assert code_in(client.get("/desk/", {"q": grouped}).content.decode(), case)


def test_the_whole_work_is_reached_page_by_page(client, cast, now):
    cases = [make_case(cast, now=now, opened=timedelta(minutes=number)) for number in range(53)]
    sign_in(client, "alice")
    first = client.get("/desk/")
    assert [case.pk for case in first.context["found"].cases] == [case.pk for case in cases[:50]]
    second = client.get("/desk/", {"page": first.context["found"].next})
    assert [case.pk for case in second.context["found"].cases] == [case.pk for case in cases[50:]]
    assert second.context["found"].next == ""


@pytest.mark.parametrize(
    "query", ["?due=someday", "?kind=gift", "?branch=x", "?assignee=x", "?page=x", "?state=x"]
)
def test_a_filter_without_meaning_is_answered_with_what_to_do(client, cast, query):
    assert sign_in(client, "alice").get(f"/desk/{query}").status_code == 422


def test_htmx_gets_only_the_rows(client, cast, now):
    make_case(cast, now=now)
    page = sign_in(client, "alice").get("/desk/", headers={"hx-request": "true"}).content.decode()
    assert page.strip().startswith('<section id="inbox"')
    assert "<html" not in page


def test_fifty_cases_cost_as_many_queries_as_one(client, cast, now):
    sign_in(client, "alice")
    make_case(cast, now=now, assignee=cast.bob)
    client.get("/desk/")
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/")
    for number in range(49):
        make_case(cast, now=now, opened=timedelta(minutes=number), assignee=cast.bob, branch=cast.isfahan)
    with CaptureQueriesContext(connection) as fifty:
        client.get("/desk/")
    assert len(one) == len(fifty) == INBOX_QUERIES, [query["sql"][:90] for query in one]
