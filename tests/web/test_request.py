"""Asking for service: one page of words, only the questions needed, then a code and promised dates."""

import io
from datetime import date

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sepas.assets.models import Unit
from sepas.cases.models import Attachment, Case
from sepas.kernel import clock
from sepas.kernel.activity.models import Event
from sepas.kernel.ids import show_code
from sepas.warranty.actions.issue_cards import issue_card
from sepas.web.sessions import MOBILE
from tests.assets.made import make_model, make_unit

pytestmark = pytest.mark.django_db
ALL = "the test looks at everything"


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def fridge(cast) -> Unit:
    return make_unit(make_model(cast.sard), "SR-1405-0007", owner=cast.maryam, sold_by=cast.tehran)


def cases() -> list[Case]:
    return list(Case.objects.unscoped(ALL).select_related("customer", "unit", "organisation").order_by("pk"))


def begin(client, **form):
    given = {"kind": "guarantee_repair", "about": "SR-1405-0007", "description": "یخچال سرد نمی‌کند"}
    return client.post("/request/", given | form)


def send(client, **form):
    key = client.get("/request/confirm/").content.decode().split('name="once" value="')[1].split('"')[0]
    return client.post("/request/confirm/", {"once": key, "mobile": "09121110001"} | form), key


def sign_in(client, mobile: str) -> None:
    session = client.session
    session[MOBILE] = mobile
    session.save()


def test_a_known_serial_number_leads_straight_to_what_happened(client, fridge):
    response = begin(client)
    assert (response.status_code, response["Location"]) == (303, "/request/questions/")
    assert 'value="fresh"' in client.get("/request/questions/").content.decode()


def test_questions_come_one_at_a_time_until_enough(client, fridge):
    begin(client)
    client.post("/request/questions/", {"situation": "fresh"})
    question = client.get("/request/questions/").context["question"]
    client.post("/request/questions/", {"fact": question.fact, "unknown": "1"})
    following = client.get("/request/questions/")
    assert following.status_code == 303 or following.context["question"].fact != question.fact
    assert client.post("/request/questions/", {"enough": "1"})["Location"] == "/request/confirm/"


def test_sending_opens_the_case_with_decision_and_promises_and_shows_its_page(client, fridge):
    begin(client)
    client.post("/request/questions/", {"situation": "fresh"})
    client.post("/request/questions/", {"enough": "1"})
    response, _key = send(client, name="مریم")
    [case] = cases()
    assert response["Location"] == f"/t/{case.secret}/?new=1"
    assert (case.kind, case.unit, case.customer.mobile) == ("guarantee_repair", fridge, "+989121110001")
    assert case.facts["days_in_repair"] == 0
    assert case.decision is not None
    page = client.get(response["Location"])
    assert page.status_code == 200
    assert page.context["tracking"].promises


def test_a_repair_that_nobody_else_pays_is_told_so_before_it_is_sent(client, cast):
    old = date(2018, 3, 21)
    make_unit(make_model(cast.sard), "SR-1397-0001", owner=cast.maryam, sold_on=old, delivered_on=old)
    begin(client, about="SR-1397-0001")
    client.post("/request/questions/", {"situation": "fresh"})
    client.post("/request/questions/", {"enough": "1"})
    assert client.get("/request/confirm/").context["at_own_cost"] is True
    send(client)
    [case] = cases()
    assert case.kind == "paid_repair"


def test_sending_twice_opens_one_case_and_leads_to_the_same_page(client, fridge):
    begin(client, kind="advice")
    response, key = send(client)
    again = client.post("/request/confirm/", {"once": key, "mobile": "09121110001"})
    assert again["Location"] == response["Location"]
    assert len(cases()) == 1


def test_a_wish_for_an_appointment_comes_with_the_request(client, fridge):
    begin(client)
    client.post("/request/questions/", {"enough": "1"})
    body = client.get("/request/confirm/").content.decode()
    day = body.split('name="days" value="')[1].split('"')[0]
    response, _key = send(client, days=[day], parts=["morning"])
    assert response.status_code == 303
    (case,) = cases()
    assert case.preference == {"days": [day], "parts": ["morning"]}
    names = list(Event.objects.of("case", case.pk).values_list("name", flat=True))
    assert names == ["case.opened", "case.appointment_preferred"]


def test_a_wish_that_cannot_be_is_explained_and_nothing_is_opened(client, fridge):
    begin(client)
    client.post("/request/questions/", {"enough": "1"})
    response, _key = send(client, days=["2020-01-01"])
    body = response.content.decode()
    assert response.status_code == 422
    assert "شعبه در یکی از این روزها کار نمی‌کند" in body
    assert 'name="days" value="' in body
    assert cases() == []


@pytest.mark.parametrize("kind", ["complaint", "advice"])
def test_what_nobody_comes_for_asks_for_no_day(client, fridge, kind):
    begin(client, kind=kind)
    client.post("/request/questions/", {"enough": "1"})
    assert 'name="days"' not in client.get("/request/confirm/").content.decode()


def test_a_wrong_number_is_explained_and_nothing_is_opened(client, fridge):
    begin(client, kind="advice")
    response, _key = send(client, mobile="02188776655", name="مریم")
    assert response.status_code == 422
    assert "mobile" in response.context["errors"]
    assert 'value="مریم"' in response.content.decode()
    assert cases() == []


def test_somebody_else_may_ask_for_a_unit_and_the_case_stays_theirs(client, fridge, cast):
    begin(client, kind="advice")
    send(client, mobile="09351234567")
    [case] = cases()
    assert case.customer.mobile == "+989351234567"
    fridge.refresh_from_db()
    assert fridge.owner == cast.maryam


def test_no_step_tells_who_owns_the_unit(client, fridge, cast):
    begin(client)
    client.post("/request/questions/", {"situation": "fresh"})
    client.post("/request/questions/", {"enough": "1"})
    for address in ("/request/questions/", "/request/confirm/"):
        body = client.get(address, follow=True).content.decode()
        assert cast.maryam.name not in body
        assert "1110001" not in body


def test_words_are_needed_and_the_form_comes_back_as_it_was(client, fridge):
    response = begin(client, description=" ", about="SR-1405-0007")
    assert response.status_code == 422
    assert "description" in response.context["errors"]
    assert 'value="SR-1405-0007"' in response.content.decode()


def test_a_complaint_needs_no_serial_number(client, cast):
    response = begin(client, kind="complaint", about="", description="جواب تلفن را نمی‌دهند")
    assert response["Location"] == "/request/which/"
    chosen = client.post("/request/which/", {"organisation": str(cast.sard.pk)})
    assert chosen["Location"] == "/request/confirm/"
    send(client)
    [case] = cases()
    assert (case.kind, case.unit, case.organisation) == ("complaint", None, cast.sard)


def test_an_unknown_serial_number_is_no_dead_end(client, cast):
    begin(client, about="NOT-ON-FILE")
    page = client.get("/request/which/").content.decode()
    assert "NOT-ON-FILE" in page
    wrong = client.post("/request/which/", {"organisation": "", "product_class": ""})
    assert wrong.status_code == 422
    assert set(wrong.context["errors"]) == {"organisation", "product_class"}
    right = client.post("/request/which/", {"organisation": str(cast.sard.pk), "product_class": "tv"})
    assert right["Location"] == "/request/questions/"


def test_a_mobile_number_shows_no_units_before_its_code(client, fridge, cast):
    begin(client, about="۰۹۱۲۱۱۱۰۰۰۱")
    page = client.get("/request/which/").content.decode()
    assert "یخچال نمونه" not in page
    assert 'action="/me/code/"' in page


def test_a_signed_in_customer_chooses_among_their_own_units(client, fridge, cast):
    sign_in(client, cast.maryam.mobile)
    assert f'name="unit" value="{fridge.pk}"' in client.get("/request/").content.decode()
    begin(client, about="", unit=str(fridge.pk), kind="maintenance")
    send(client, mobile="")
    [case] = cases()
    assert (case.unit, case.customer) == (fridge, cast.maryam)


def test_nobody_chooses_a_unit_of_somebody_else_by_its_number(client, fridge, cast):
    sign_in(client, cast.reza.mobile)
    begin(client, about="", unit=str(fridge.pk), kind="maintenance")
    assert client.post("/request/which/", {"unit": str(fridge.pk)}).status_code == 422


def picture() -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(buffer, "JPEG")
    return SimpleUploadedFile("label.jpg", buffer.getvalue(), content_type="image/jpeg")


def test_photos_come_along_and_the_draft_leaves_nothing_behind(client, fridge):
    begin(client, kind="advice", files=[picture()])
    [kept] = client.session["request_draft"]["files"]
    send(client)
    [attachment] = Attachment.objects.unscoped(ALL)
    assert attachment.case == cases()[0]
    assert not default_storage.exists(kept["path"])
    assert "request_draft" not in client.session


def test_a_file_that_is_no_photo_is_refused_at_once(client, fridge):
    response = begin(client, files=[SimpleUploadedFile("x.exe", b"MZ\x00", content_type="image/jpeg")])
    assert response.status_code == 422
    assert "files" in response.context["errors"]


@pytest.mark.parametrize("step", ["which", "questions", "confirm"])
def test_a_step_without_a_beginning_leads_to_the_beginning(client, step):
    response = client.get(f"/request/{step}/")
    assert (response.status_code, response["Location"]) == (303, "/request/")


@pytest.mark.parametrize(
    "kind",
    ["guarantee_repair", "paid_repair", "installation", "maintenance", "advice", "parts_order", "training",
     "return", "suggestion", "criticism", "complaint"],
)  # fmt: skip
def test_every_kind_can_be_asked_for(client, fridge, kind):
    begin(client, kind=kind)
    client.post("/request/questions/", {"situation": "fresh"})
    client.post("/request/questions/", {"enough": "1"})
    response, _key = send(client)
    assert response.status_code == 303
    assert [case.kind for case in cases()] == [kind]


def test_the_questions_page_costs_a_fixed_number_of_queries(client, fridge, django_assert_max_num_queries):
    begin(client)
    client.post("/request/questions/", {"situation": "fresh"})
    client.get("/request/questions/")
    with django_assert_max_num_queries(6):
        client.get("/request/questions/")


def test_a_second_sending_under_another_key_leads_to_the_first(client, fridge):
    begin(client, kind="advice")
    send(client)
    begin(client, kind="advice")
    client.cookies["reader"] = "en..."
    response, _key = send(client)
    [case] = cases()
    body = response.content.decode()
    assert response.status_code == 409
    assert "We have this request already" in body
    assert f'href="/track/?code={case.code}"' in body
    assert show_code(case.code, "-") in body


def test_the_code_of_a_guarantee_card_leads_to_its_unit(client, fridge, cast):
    code = issue_card(cast.actor_of("adam"), unit=fridge, now=clock.now()).code
    begin(client, about=code)
    assert client.session["request_draft"]["unit_id"] == fridge.pk


def test_photos_of_a_request_that_is_refused_do_not_stay(client, fridge, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    begin(client, files=[picture()])
    client.post("/request/questions/", {"enough": "1"})
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert len(before) == 1
    response, _key = send(client, days=["2020-01-01"])
    assert response.status_code == 422
    assert cases() == []
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == before
