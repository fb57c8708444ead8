"""The page of a case shows everything that one may know, and why a button cannot be pressed."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sepas.cases.actions.hold import hold_case
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.models import Promise
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def get(client, case, status=200, **headers):
    response = client.get(f"/desk/cases/{case.code}/", headers=headers or None)
    assert response.status_code == status, response.content.decode()[-600:]
    return response.content.decode()


def test_it_shows_customer_product_words_decision_and_promises(client, world, now):
    case = world.open(unit=world.fridge, now=now)
    page = get(sign_in(client, "alice"), case)
    for words in ("مریم محمدی", "یخچال فریزر سرد ۵۰۰", "SRD-500-0001", "یخچال سرد نمی‌کند"):
        assert words in page, words
    assert "۰۹۱۲ ۱۱۱ ۰۰۰۱" in page
    for promise in Promise.objects.unscoped("test").filter(case=case):
        assert promise.title["fa"] in page


def test_the_trace_is_read_with_citation_and_how_well_it_is_checked(client, world, now):
    case = world.open(unit=world.fridge, now=now)
    client.cookies["reader"] = "en..."
    response = sign_in(client, "alice").get(f"/desk/cases/{case.code}/")
    shown = response.context["decision"]
    assert shown.held
    page = response.content.decode()
    for entry in shown.held:
        assert entry["cite"]["instrument"]["en"] in page.replace("&#x27;", "'")
    assert "from a secondary source" in page or "checked against the text" in page


def test_every_form_has_an_address_that_exists(client, world, now):
    case = world.open(unit=world.fridge, now=now)
    page = get(sign_in(client, "carol"), case)
    actions = set(re.findall(rf'action="(/desk/cases/{case.code}/[a-z]+)"', page))
    assert {action.rsplit("/", 1)[1] for action in actions} >= {
        "reply", "triage", "assignment", "hold", "resolution", "inspection", "progress", "escalation",
    }  # fmt: skip
    for action in actions:
        assert client.get(action).status_code == 405


def test_a_refused_button_is_disabled_and_says_why(client, world, now):
    case = world.open(now=now)
    page = get(sign_in(client, "alice"), case, **ENGLISH)
    for name, reason in (
        ("inspect", "Findings are recorded by whoever inspects: a technician or manager."),
        ("close", "This is for cases that were resolved."),
        ("resume", "The case is not on hold."),
    ):
        found = re.search(rf'<button[^>]*disabled[^>]*aria-describedby="why-{name}"', page)
        assert found, name
        assert f'id="why-{name}">{reason}' in page
        assert f'action="/desk/cases/{case.code}/{name}' not in page


def test_notes_look_different_from_answers_and_both_from_the_customer(client, world, now):
    case = world.open(now=now)
    reply_to_case(world.actor("alice"), case=case, body="فردا می‌آییم", now=now)
    reply_to_case(world.actor("alice"), case=case, body="مشتری عصبانی است", internal=True, now=now)
    reply_to_case(world.actor("maryam"), case=case, body="منتظرم", now=now)
    posts = sign_in(client, "alice").get(f"/desk/cases/{case.code}/").context["posts"]
    assert [(said.post.body, said.side) for said in posts] == [
        ("فردا می‌آییم", "ours"), ("مشتری عصبانی است", "note"), ("منتظرم", "customer"),
    ]  # fmt: skip


def test_hold_says_which_clocks_stop_and_which_run_on(client, world, now):
    case = world.open(now=now)
    reasons = sign_in(client, "alice").get(f"/desk/cases/{case.code}/").context["hold_reasons"]
    part = next(reason for reason in reasons if reason["value"] == "waiting_for_part")
    assert [title["en"] for title in part["stops"]] == ["Settling the request"]
    assert "first_reply" in [promise.name for promise in part["runs"]]


def test_a_paused_clock_shows_since_when(client, world, now):
    case = world.open(now=now)
    hold_case(world.actor("alice"), case=case, reason="waiting_for_part", now=now)
    clocks = sign_in(client, "alice").get(f"/desk/cases/{case.code}/").context["clocks"]
    paused = next(clock for clock in clocks if clock.promise.name == "resolution")
    assert [(begin, end) for begin, end in paused.pauses] == [(now, None)]
    assert paused.tone == "still"


@pytest.mark.parametrize("who", ["isa", "mallory"])
def test_who_may_not_see_it_is_told_that_there_is_none(client, world, now, who):
    case = world.open(now=now)
    page = get(sign_in(client, who), case, status=404)
    assert "محمدی" not in page


def test_a_code_with_a_wrong_digit_is_not_found(client, world, now):
    case = world.open(now=now)
    wrong = case.code[:-1] + str((int(case.code[-1]) + 1) % 10)
    assert sign_in(client, "alice").get(f"/desk/cases/{wrong}/").status_code == 404


def test_the_sheet_prints_decision_and_promises(client, world, now):
    case = world.open(unit=world.fridge, now=now)
    page = sign_in(client, "bob").get(f"/desk/cases/{case.code}/sheet/").content.decode()
    for words in ("سردسازان نمونه", "SRD-500-0001", "رایگان است"):
        assert words in page


def test_the_earlier_cases_of_the_product_are_listed(client, world, now):
    first = world.open(unit=world.fridge, now=now - timedelta(days=40), description="صدا می‌دهد")
    case = world.open(unit=world.fridge, now=now)
    assert f"/desk/cases/{first.code}/" in get(sign_in(client, "alice"), case)


def test_a_long_history_costs_as_many_queries_as_a_short_one(client, world, now):
    case = world.open(unit=world.fridge, now=now)
    reply_to_case(world.actor("alice"), case=case, body="یک", now=now)
    sign_in(client, "alice")
    get(client, case)
    with CaptureQueriesContext(connection) as short:
        get(client, case)
    for number in range(30):
        reply_to_case(world.actor("alice"), case=case, body=f"پاسخ {number}", now=now)
        world.open(unit=world.fridge, now=now - timedelta(days=number + 1), description=f"بار {number}")
    with CaptureQueriesContext(connection) as long:
        get(client, case)
    assert len(long) == len(short) == 18, [query["sql"][:100] for query in long]
