"""Appointments as customers and staff meet them: the card on the tracking page, the calendar file, the desk's forms."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache

from sepas.cases.actions.appoint import Wanted, make_appointment
from sepas.cases.actions.share import share_case
from sepas.cases.models import Appointment, Case, Post
from sepas.cases.queries.one import link_holder
from sepas.kernel import clock
from sepas.parties.actions.organisations import edit_organisation
from sepas.service_levels.queries import calendar_of
from sepas.service_levels.worktime import working_spans
from sepas.teamwork.actions.take_time import technicians
from sepas.web.sessions import MOBILE
from tests.cases.world import World, fresh, make_world

pytestmark = pytest.mark.django_db
ALL = "the test looks at everything"
OFFER = {
    "id": 1,
    "version": 0,
    "kind": "installation",
    "name": {"fa": "نصب", "en": "Installation"},
    "way": "at_home",
    "price": {"kind": "free", "amount": None, "currency": "IRR"},
    "duration": {"amount": 45, "unit": "minute"},
    "prepare": {"fa": "", "en": ""},
    "promised_on": None,
}


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


@pytest.fixture
def world(cast) -> World:
    return make_world(cast)


@pytest.fixture
def case(world) -> Case:
    return world.open(unit=world.fridge, now=clock.now())


def window(world: World, days: int = 2) -> tuple[datetime, datetime]:
    calendar = calendar_of(world.tehran)
    day = calendar.add_working_days(calendar.local_day(clock.now()), days)
    begin = working_spans(day, calendar)[0][0]
    return begin, begin + timedelta(hours=1)


def appointed(world: World, case: Case, **more) -> Appointment:
    wanted = Wanted(*window(world), **more)
    return make_appointment(world.actor("carol"), case=fresh(case), wanted=wanted, now=clock.now())


def link(case: Case, tail: str = "") -> str:
    return f"/t/{case.secret}/{tail}"


def say(client, page: str, address: str, **form):
    key = client.get(page).content.decode().split('name="once" value="')[1].split('"')[0]
    return client.post(address, {"once": key} | form)


def test_the_customer_sees_it_and_agrees(client, world, case):
    assert "قرار مراجعه" not in client.get(link(case)).content.decode()
    appointed(world, case, fixed=False)
    body = client.get(link(case)).content.decode()
    assert "قرار مراجعه" in body
    assert "بله، مناسب است" in body
    assert "تکنسین پیش شما می‌آید." in body
    assert say(client, link(case), link(case, "agreement/")).status_code == 303
    assert fresh(case).appointment.state == "confirmed"
    assert "بله، مناسب است" not in client.get(link(case)).content.decode()


def test_another_time_needs_a_reason_and_nothing_typed_is_lost(client, world, case):
    appointed(world, case)
    response = say(client, link(case), link(case, "another-time/"), why="", parts=["nonsense"])
    assert response.status_code == 422
    assert {"why", "parts"} <= set(response.context["errors"])
    assert fresh(case).appointment.state == "fixed"
    assert say(client, link(case), link(case, "another-time/"), why="سر کارم").status_code == 303
    assert fresh(case).appointment.state == "declined"
    assert Post.objects.unscoped(ALL).get(case=case).body == "سر کارم"
    assert "سر کارم" in client.get(link(case)).content.decode()


def test_whoever_looks_on_reads_the_time_but_no_reason_and_can_do_nothing(client, world, case):
    appointed(world, case)
    say(client, link(case), link(case, "cancelling/"), why="همسایه مریض است")
    shared = share_case(link_holder(fresh(case)), case=fresh(case), now=clock.now())
    body = client.get(f"/s/{shared.secret}/").content.decode()
    assert "لغو شد" in body
    assert "همسایه" not in body


def test_the_calendar_file_says_when_in_short_lines(client, world, case):
    assert client.get(link(case, "appointment.ics")).status_code == 404
    made = appointed(world, case)
    response = client.get(link(case, "appointment.ics"))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    lines = response.content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert all(len(line) <= 75 for line in lines)
    assert f"DTSTART:{made.begins_at:%Y%m%dT%H%M%SZ}".encode() in lines
    text = response.content.replace(b"\r\n ", b"").decode()
    assert f"SUMMARY:سردسازان نمونه، {case.get_kind_display()}" in text
    assert "STATUS:CONFIRMED" in text
    assert f"/t/{case.secret}/" in text
    assert world.maryam.mobile not in text


def desk_form(world: World, days: int = 2) -> dict[str, str]:
    zone = calendar_of(world.tehran).zone
    begin, end = (each.astimezone(zone) for each in window(world, days))
    return {
        "day": begin.date().isoformat(),
        "from": f"{begin:%H:%M}",
        "to": f"{end:%H:%M}",
        "meeting": "home",
    }


def test_the_desk_appoints_warns_of_two_places_and_lists_it(client, world, case):
    client.force_login(world.cast.carol.user)
    client.cookies["reader"] = "en..."
    page, bob = f"/desk/cases/{case.code}/", str(world.cast.bob.pk)
    assert say(client, page, f"{page}appointment", **desk_form(world), technician=bob).status_code == 303
    assert fresh(case).appointment.technician == world.cast.bob
    other = world.open("reza", mobile=world.cast.reza.mobile, now=clock.now())
    second = f"/desk/cases/{other.code}/"
    response = say(client, second, f"{second}appointment", **desk_form(world), technician=bob)
    assert response.status_code == 409
    assert 'name="anyway"' in response.content.decode()
    assert fresh(other).appointment is None
    response = say(client, second, f"{second}appointment", **desk_form(world), technician=bob, anyway="yes")
    assert response.status_code == 303
    body = client.get("/desk/appointments/").content.decode()
    assert case.code in body.replace(" ", "").replace("\u2009", "") or case.code[:4] in body
    assert body.count("chip-calm") >= 2
    assert client.get("/desk/appointments/", {"state": "nonsense"}).status_code == 422


def test_wrong_input_comes_back_with_the_form(client, world, case):
    client.force_login(world.cast.carol.user)
    client.cookies["reader"] = "en..."
    page = f"/desk/cases/{case.code}/"
    response = say(client, page, f"{page}appointment", **desk_form(world) | {"from": "03:00", "to": "noon"})
    assert response.status_code == 422
    assert set(response.context["errors"]) == {"to"}
    response = say(client, page, f"{page}appointment", **desk_form(world) | {"from": "06:00", "to": "06:30"})
    assert set(response.context["errors"]) == {"begins_at"}
    assert not Appointment.objects.unscoped(ALL).exists()


def test_the_pages_cost_as_many_queries_with_one_as_without(client, world, case, django_assert_num_queries):
    appointed(world, case, technician=world.staff("bob"))
    client.get(link(case))
    with django_assert_num_queries(8):
        client.get(link(case))


def test_a_free_time_fills_the_form_and_can_be_kept(client, world, case):
    client.force_login(world.cast.carol.user)
    client.cookies["reader"] = "en..."
    page, bob = f"/desk/cases/{case.code}/", world.cast.bob
    assert f'href="{page}appointment/free/' in client.get(page).content.decode()
    response = client.get(f"{page}appointment/free/", {"who": bob.pk, "minutes": "60"})
    assert [one["first"] for _day, times in response.context["days"] for one in times] == [bob] * 12
    lengths = response.context["lengths"]
    assert (lengths[60], lengths[90], lengths[120]) == ("1 hour", "90 minutes", "2 hours")
    chosen = response.context["days"][1][1][0]
    begin = chosen["begin"]
    end = begin + timedelta(hours=1)
    assert f"<strong>{begin:%H:%M} to {end:%H:%M}</strong>" in response.content.decode()
    filled = client.get(chosen["address"].removesuffix("#appointment"))
    form = filled.context["appointment_form"]
    assert (form["day"], form["from"], form["to"]) == (
        begin.date(),
        f"{begin:%H:%M}",
        f"{end:%H:%M}",
    )
    assert form["technician"] == str(bob.pk)
    assert {form["from"], form["to"]} <= set(filled.context["appointment_times"])
    assert fresh(case).appointment is None
    make_appointment(
        world.actor("carol"),
        case=fresh(case),
        wanted=Wanted(begin, end, technician=bob),
        now=clock.now(),
    )
    other = world.open("reza", mobile=world.cast.reza.mobile, now=clock.now())
    response = client.get(f"/desk/cases/{other.code}/appointment/free/", {"who": bob.pk, "minutes": "60"})
    assert begin not in [one["begin"] for _day, times in response.context["days"] for one in times]


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_timeline_names_the_technician_in_the_readers_language(client, world, case, language):
    bob = world.staff("bob")
    appointed(world, case, technician=bob)
    client.force_login(world.cast.carol.user)
    client.cookies["reader"] = f"{language}..."
    page = client.get(f"/desk/cases/{case.code}/").content.decode()
    said = {"fa": f"تکنسین: {bob.name_fa}", "en": f"Technician: {bob.name_en}"}
    assert said[language] in page


@pytest.mark.parametrize(
    "asked",
    [
        {"begin": "yesterday", "end": "x"},
        {"begin": "2026-01-01T10:00", "end": "2026-01-01T11:00"},
        {"begin": "2026-01-01T11:00+00:00", "end": "2026-01-01T10:00+00:00"},
    ],
)
def test_an_address_that_holds_no_time_shows_the_usual_form(client, world, case, asked):
    client.force_login(world.cast.carol.user)
    response = client.get(f"/desk/cases/{case.code}/", asked)
    assert response.status_code == 200
    assert response.context["appointment_form"]["from"] == "10:00"
    assert not response.context["appointment_chosen"]


@pytest.fixture
def open_to_customers(world) -> World:
    edit_organisation(world.actor("adam"), organisation=world.sard, customers_choose=True, now=clock.now())
    return world


def test_the_customer_takes_a_free_time_without_javascript(client, open_to_customers, case):
    body = client.get(link(case)).content.decode()
    assert "همین زمان را می‌خواهم" in body
    assert "خودم به شعبه می‌آورم" in body
    begin, _end = window(open_to_customers, 1)
    assert begin.isoformat() in body
    form = {"begins_at": begin.isoformat(), "meeting": "branch"}
    assert say(client, link(case), link(case, "time/"), **form).status_code == 303
    made = fresh(case).appointment
    assert (made.begins_at, made.state, made.meeting) == (begin, "confirmed", "branch")
    body = client.get(link(case)).content.decode()
    assert "این زمان را برداشتید" in body
    assert "انتخاب زمانی دیگر" in body


def test_a_time_that_somebody_else_took_is_told_with_those_left(client, open_to_customers, case):
    world = open_to_customers
    begin, end = window(world, 1)
    for person in technicians(case):
        elsewhere = world.open(now=clock.now())
        wanted = Wanted(begin, end, technician=person)
        make_appointment(world.actor("carol"), case=elsewhere, wanted=wanted, now=clock.now())
    response = say(client, link(case), link(case, "time/"), begins_at=begin.isoformat())
    assert response.status_code == 409
    body = response.content.decode()
    assert "همین حالا کس دیگری این زمان را گرفت" in body
    assert "همین زمان را می‌خواهم" in body
    assert f'value="{begin.isoformat()}"' not in body
    assert fresh(case).appointment is None
    for nothing in ("", "tomorrow", "2026-11-23T10:00"):
        response = say(client, link(case), link(case, "time/"), begins_at=nothing)
        assert response.status_code == 422
        assert "یکی از زمان‌های آزاد را انتخاب کنید." in response.content.decode()


def test_where_the_company_does_not_let_them_nothing_is_offered(client, world, case):
    assert "همین زمان را می‌خواهم" not in client.get(link(case)).content.decode()
    begin, _end = window(world, 1)
    assert say(client, link(case), link(case, "time/"), begins_at=begin.isoformat()).status_code == 403
    assert fresh(case).appointment is None


def test_the_customers_own_page_leads_to_the_free_times(client, open_to_customers, case):
    session = client.session
    session[MOBILE] = open_to_customers.maryam.mobile
    session.save()
    shown = "انتخاب زمان</span>"
    assert shown in client.get("/me/").content.decode()
    say(client, link(case), link(case, "time/"), begins_at=window(open_to_customers, 1)[0].isoformat())
    assert shown not in client.get("/me/").content.decode()


def test_the_office_says_whether_customers_choose(client, world):
    client.force_login(world.cast.adam.user)
    page = "/office/organisation/"
    shown = {"customers_choose_shown": "1"}
    assert say(client, page, page, **shown, customers_choose="yes").status_code == 303
    world.sard.refresh_from_db()
    assert world.sard.customers_choose
    assert say(client, page, page).status_code == 303
    world.sard.refresh_from_db()
    assert world.sard.customers_choose
    assert say(client, page, page, **shown).status_code == 303
    world.sard.refresh_from_db()
    assert not world.sard.customers_choose


def test_the_desk_proposes_free_times_as_long_as_the_service(client, world, case):
    Case.objects.unscoped(ALL).filter(pk=case.pk).update(offer=OFFER)
    client.force_login(world.cast.carol.user)
    response = client.get(f"/desk/cases/{case.code}/appointment/free/")
    assert response.context["minutes"] == 45
    assert 45 in response.context["lengths"]
    assert client.get(f"/desk/cases/{case.code}/appointment/free/?minutes=60").context["minutes"] == 60
