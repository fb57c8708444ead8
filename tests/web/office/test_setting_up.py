"""The way from an empty company to the first case, told from what is there; and the company's own page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sepas.cli.main import main
from sepas.flows.setting_up import OPTIONAL, STEPS, SettingUp, setting_up
from sepas.kernel.activity.models import Event
from sepas.parties.actors import actor_for_user
from sepas.parties.models import Organisation, Role, Staff, User
from tests.cast import HOURS, make_branch, make_organisation, make_staff
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def new(cast):
    organisation = make_organisation("fresh", "تازه")
    return make_staff(organisation, "nika", "نیکا نادری", Role.ADMINISTRATOR)


def test_an_empty_company_has_everything_before_it(new):
    found = setting_up(actor_for_user(new.user))
    assert (found.done, found.next, found.complete) == (frozenset(), "identity", False)


def test_a_step_is_done_when_the_thing_is_there(new, settings):
    make_branch(new.organisation, "first", "نخست", hours={})
    assert setting_up(actor_for_user(new.user)).done == frozenset()
    make_branch(new.organisation, "second", "دوم", hours=HOURS)
    make_staff(new.organisation, "omid", "امید")
    Organisation.objects.unscoped("test").filter(pk=new.organisation_id).update(phone="+982188000000")
    settings.SEPAS_SMS_URL, settings.SEPAS_NOTICES_OUTBOX = "https://sms.example/send", False
    found = setting_up(actor_for_user(new.user))
    assert found.done == {"identity", "branch", "colleague", "sender"}
    assert found.next == "model"


def test_the_steps_of_a_company_are_told_by_one_query(client, new):
    with CaptureQueriesContext(connection) as asked:
        setting_up(actor_for_user(new.user))
    assert len(asked) == 2  # who it is, and what is there


def test_the_page_counts_what_is_done_and_leads_to_the_next_step(client, new):
    page = sign_in(client, new).get("/office/setup/", headers=ENGLISH)
    assert [step["name"] for step in page.context["setup"]["steps"]] == list(STEPS)
    assert "0 of 7 steps" in page.content.decode()
    assert 'href="/office/organisation/"' in page.content.decode()


def test_the_desk_reminds_only_those_who_set_up(client, new):
    make_staff(new.organisation, "omid", "امید", Role.AGENT)
    assert (
        "Your company is being set up" in sign_in(client, new).get("/desk/", headers=ENGLISH).content.decode()
    )
    assert "being set up" not in sign_in(client, "omid").get("/desk/", headers=ENGLISH).content.decode()


def test_the_desk_stops_reminding_when_only_what_is_optional_is_missing(client, new):
    assert SettingUp(frozenset(STEPS) - OPTIONAL).complete
    assert not SettingUp(frozenset(STEPS) - {"case"}).complete
    assert SettingUp(frozenset(STEPS) - OPTIONAL - {"case"}).next == "case"


def test_the_page_says_which_step_is_optional(client, new):
    page = sign_in(client, new).get("/office/setup/", headers=ENGLISH).content.decode()
    assert page.count(">optional<") == len(OPTIONAL) == 1


def test_the_organisation_is_edited_and_the_change_is_a_fact(client, world):
    page = sign_in(client, "adam").get("/office/organisation/")
    key = page.content.decode().split('name="once" value="')[1].split('"')[0]
    sent = {"once": key, "name_fa": "سردسازان تازه", "phone": "02188000000", "calendar": "gregorian"}
    assert client.post("/office/organisation/", sent).status_code == 303
    told = Event.objects.filter(name="organisation.edited").get().data["changes"]
    assert told["name_fa"] == ["سردسازان نمونه", "سردسازان تازه"]
    assert told["calendar"] == ["jalali", "gregorian"]


def test_a_wrong_time_zone_is_told_and_nothing_is_kept(client, world):
    page = sign_in(client, "adam").get("/office/organisation/")
    key = page.content.decode().split('name="once" value="')[1].split('"')[0]
    answer = client.post(
        "/office/organisation/",
        {"once": key, "name_fa": "دیگر", "time_zone": "Asia/Nowhere"},
        headers=ENGLISH,
    )
    assert answer.status_code == 422
    assert "There is no such time zone" in answer.content.decode()
    assert not Event.objects.filter(name="organisation.edited").exists()


def test_the_first_company_is_made_by_a_command_with_a_password_shown_once(db, capsys):
    assert main(["organisation", "create", "pars", "--name", "پارس", "--admin", "nasrin"]) == 0
    said = capsys.readouterr().out
    password = said.split("one-time password ")[1].split()[0]
    user = User.objects.get(username="nasrin")
    assert user.check_password(password)
    assert user.one_time_until is not None
    actor = actor_for_user(user)
    assert actor is not None
    assert actor.may("tokens.edit")


def test_a_second_company_is_made_only_when_it_is_meant(cast, capsys):
    assert main(["organisation", "create", "pars", "--name", "پارس", "--admin", "nasrin"]) == 1
    assert "Nothing was created" in capsys.readouterr().out
    assert not User.objects.filter(username="nasrin").exists()
    assert main(["organisation", "create", "pars", "--name", "پارس", "--admin", "nasrin", "--another"]) == 0


def test_a_username_that_is_taken_leaves_no_company_behind(cast, capsys):
    assert main(["organisation", "create", "pars", "--name", "پارس", "--admin", "adam", "--another"]) == 1
    assert not Organisation.objects.unscoped("test").filter(slug="pars").exists()
    assert Staff.objects.unscoped("test").filter(user__username="adam").count() == 1
