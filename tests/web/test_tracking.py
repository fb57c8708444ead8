"""The page of one case: found by code and number, opened by its secret link, with what its owner can do."""

import io
from copy import copy

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.actions.resolve import resolve_case
from sepas.cases.models import Attachment, Case, Post, Promise, PromiseState
from sepas.kernel import clock
from sepas.kernel.ids import show_code
from sepas.kernel.text import to_persian_digits
from tests.cases.world import World, fresh, make_world

pytestmark = pytest.mark.django_db
ALL = "the test looks at everything"


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def world(cast) -> World:
    return make_world(cast)


@pytest.fixture
def case(world) -> Case:
    return world.open(unit=world.fridge, now=clock.now())


def link(case: Case, tail: str = "") -> str:
    return f"/t/{case.secret}/{tail}"


def key(client, case: Case) -> str:
    return client.get(link(case)).content.decode().split('name="once" value="')[1].split('"')[0]


def say(client, case: Case, tail: str, **form):
    return client.post(link(case, tail), {"once": key(client, case)} | form)


def resolved(world: World, case: Case) -> Case:
    now = clock.now()
    assign_case(world.actor("alice"), case=fresh(case), assignee=world.staff("bob"), now=now)
    return resolve_case(world.actor("bob"), case=fresh(case), resolution="کمپرسور عوض شد", now=now)


def test_code_and_last_four_digits_lead_to_the_secret_link(client, case):
    typed = to_persian_digits(show_code(case.code)).replace(" ", "-")
    response = client.post("/track/", {"code": f" {typed} ", "last": "۰۰۰۱"})
    assert (response.status_code, response["Location"]) == (303, link(case))


@pytest.mark.parametrize(
    ("code", "last", "field"), [("", "0001", "code"), ("123", "0001", "code"), (None, "9999", "last")]
)
def test_a_wrong_code_or_number_is_explained(client, case, code, last, field):
    response = client.post("/track/", {"code": case.code if code is None else code, "last": last})
    assert response.status_code == 422
    assert list(response.context["errors"]) == [field]
    assert case.secret not in response.content.decode()


def test_a_slip_in_a_code_is_told_from_a_code_that_is_too_short(client, case):
    slip = case.code[:-1] + str((int(case.code[-1]) + 1) % 10)
    told = [
        client.post("/track/", {"code": code, "last": "0001"}).context["errors"]["code"]
        for code in (slip, "123")
    ]
    assert told[0].startswith("یک رقم این کد درست نیست.")
    assert told[1].startswith("کد پیگیری دوازده رقم دارد.")


@pytest.mark.parametrize(
    ("code", "last"),
    [("کد: {}", "۰۰۰۱"), ("T-{}", " 0001 "), ("درخواست شما با کد {} ثبت شد. ۳ روز", "۰۹۱۲ ۱۱۱ ۰۰۰۱")],
)
def test_code_and_number_are_read_as_people_write_them(client, case, code, last):
    shown = to_persian_digits(show_code(case.code, "-"))
    response = client.post("/track/", {"code": code.format(shown), "last": last})
    assert (response.status_code, response["Location"]) == (303, link(case))


def test_guessing_the_four_digits_is_stopped_even_for_who_then_knows_them(client, case):
    for guess in range(6):
        client.post("/track/", {"code": case.code, "last": f"{guess:04}"})
    assert client.post("/track/", {"code": case.code, "last": "0001"}).status_code == 429


def test_the_page_shows_code_promises_decision_and_timeline(client, case):
    response = client.get(link(case, "?new=1"))
    body = response.content.decode()
    assert to_persian_digits(show_code(case.code)) in body
    assert response.context["tracking"].promises
    assert response.context["decision"].lines
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]


def test_promises_that_are_over_are_folded_when_they_are_many(client, world, case):
    promise = Promise.objects.unscoped(ALL).filter(case=case).first()
    copies = [copy(promise) for _ in range(6)]
    for number, each in enumerate(copies):
        each.pk, each.name, each.state = None, f"over{number}", PromiseState.MET
    Promise.objects.bulk_create(copies[:4])
    few = client.get(link(case)).context
    assert (len(few["promises"]), few["promises_over"]) == (len(few["tracking"].promises), [])
    Promise.objects.bulk_create(copies[4:])
    many = client.get(link(case))
    assert len(many.context["promises_over"]) == 6
    assert all(each.state != PromiseState.MET for each in many.context["promises"])
    assert "۶ قول که تمام شده" in many.content.decode()


def test_a_wrong_link_tells_nothing(client, case):
    assert client.get("/t/not-the-secret/").status_code == 404
    assert client.post("/t/not-the-secret/reply/", {"once": "x" * 24, "body": "سلام"}).status_code == 404


def test_the_page_costs_a_fixed_number_of_queries(client, world, case, django_assert_num_queries):
    client.get(link(case))
    with django_assert_num_queries(8):
        client.get(link(case))
    for number in range(5):
        reply_to_case(world.actor("alice"), case=fresh(case), body=f"پیام {number}", now=clock.now())
    with django_assert_num_queries(8):
        client.get(link(case))


def test_a_reply_is_said_once_and_stands_in_the_timeline(client, case):
    once = key(client, case)
    for _time in range(2):
        response = client.post(link(case, "reply/"), {"once": once, "body": "هنوز خراب است"})
        assert response["Location"] == link(case, "#talk")
    assert [post.body for post in Post.objects.unscoped(ALL)] == ["هنوز خراب است"]
    assert "هنوز خراب است" in client.get(link(case)).content.decode()


def test_notes_of_staff_are_not_shown(client, world, case):
    reply_to_case(world.actor("alice"), case=case, body="مشتری عصبانی است", internal=True, now=clock.now())
    assert "عصبانی" not in client.get(link(case)).content.decode()


def test_an_empty_reply_is_refused_in_place(client, case):
    response = say(client, case, "reply/", body="  ")
    assert response.status_code == 422
    assert "body" in response.context["errors"]
    assert Post.objects.unscoped(ALL).count() == 0


def test_a_photo_is_added_and_shown_to_the_link_holder_only(client, world, case):
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(buffer, "JPEG")
    photo = SimpleUploadedFile("label.jpg", buffer.getvalue(), content_type="image/jpeg")
    assert say(client, case, "reply/", body="", files=[photo]).status_code == 303
    [kept] = Attachment.objects.unscoped(ALL)
    shown = client.get(link(case, f"files/{kept.pk}/"))
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert "sandbox" in shown["Content-Security-Policy"]
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    for close in shown._resource_closers:
        close()
    other = world.open(unit=world.phone, now=clock.now())
    assert client.get(link(other, f"files/{kept.pk}/")).status_code == 404


def test_a_resolved_case_is_closed_with_thanks(client, world, case):
    resolved(world, case)
    assert say(client, case, "closure/").status_code == 303
    assert fresh(case).state == "closed"


def test_a_resolved_case_is_reopened_with_a_reason(client, world, case):
    resolved(world, case)
    assert say(client, case, "reopening/", why="").status_code == 422
    assert fresh(case).state == "resolved"
    assert say(client, case, "reopening/", why="باز هم سرد نمی‌کند").status_code == 303
    assert fresh(case).state == "in_progress"


def test_a_case_climbs_the_ladder(client, case):
    assert say(client, case, "escalation/", why="کسی جواب نمی‌دهد").status_code == 303
    assert fresh(case).escalation


def test_closing_an_open_case_is_a_conflict_and_changes_nothing(client, case):
    assert say(client, case, "closure/").status_code == 409
    assert fresh(case).state == "new"


def test_an_open_question_is_answered_on_the_page(client, world):
    case = world.open(unit=None, answers={"product_class": "refrigerator"}, now=clock.now())
    question = client.get(link(case)).context["question"]
    answer = {"answer_day": "1", "answer_month": "1", "answer_year": "1405", "answer": "true"}
    response = say(client, case, "answer/", fact=question.fact, **answer)
    assert response.status_code == 303
    assert question.fact in fresh(case).facts


def test_a_bad_answer_is_explained_beside_the_question(client, world):
    case = world.open(unit=None, answers={"product_class": "refrigerator"}, now=clock.now())
    question = client.get(link(case)).context["question"]
    response = say(client, case, "answer/", fact=question.fact)
    assert response.status_code == 422
    assert question.fact in response.context["errors"]


def test_a_reader_of_english_is_told_in_english(client, case):
    client.cookies["reader"] = "en..."
    body = client.get(link(case)).content.decode()
    assert "Promised dates" in body
    assert "The request was received" in body
