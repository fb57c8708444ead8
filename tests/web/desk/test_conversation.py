"""The reply box: nothing typed is lost, nothing is sent over somebody else's answer, and it can wait."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from persiantools.jdatetime import JalaliDate

from sepas.cases.actions.reply import reply_to_case
from sepas.cases.models import Post
from sepas.teamwork.actions.canned import keep_canned_reply
from sepas.teamwork.models import CannedReply, Draft, WaitingReply
from sepas.web.once import new_key
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
TEHRAN = ZoneInfo("Asia/Tehran")
ENGLISH = {"accept-language": "en"}


def send(client, case, **more):
    form = {"once": new_key(), "body": "فردا می‌آییم", "internal": "no", "seen": "0"} | more
    return client.post(f"/desk/cases/{case.code}/reply", form, headers=ENGLISH)


def test_over_a_newer_answer_the_form_comes_back_with_the_words_and_the_newer_answer(client, world, now):
    case = world.open(now=now)
    newer = reply_to_case(world.actor("carol"), case=case, body="امروز می‌آییم", now=now)
    alice = sign_in(client, "alice")
    answer = send(alice, case)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "wrote in this case while you were writing" in page
    assert "فردا می‌آییم" in page
    assert "امروز می‌آییم" in page
    assert f'name="seen" id="seen" value="{newer.pk}"' in page
    assert Post.objects.unscoped("test").count() == 1
    assert send(alice, case, seen=str(newer.pk)).status_code in {302, 303}
    assert Post.objects.unscoped("test").count() == 2


def test_an_answer_that_waits_is_shown_with_a_button_that_takes_it_back(client, world, now, settings):
    settings.SEPAS_UNDO_SECONDS = 20
    case = world.open(now=now)
    alice = sign_in(client, "alice")
    page = alice.get(send(alice, case)["Location"], headers=ENGLISH).content.decode()
    waiting = WaitingReply.objects.unscoped("test").get()
    address = f"/desk/cases/{case.code}/waiting/{waiting.pk}/cancellation"
    assert f'action="{address}"' in page
    assert "The answer goes out in a few seconds. Until then it can be taken back." in page
    page = alice.get(
        alice.post(address, {"once": new_key()}, headers=ENGLISH)["Location"], headers=ENGLISH
    ).content.decode()
    assert "The answer was taken back" in page
    assert "فردا می‌آییم</textarea>" in page
    assert not Post.objects.unscoped("test").exists()


def test_half_a_moment_is_told_and_the_words_stay(client, world, now):
    case = world.open(now=now)
    answer = send(sign_in(client, "alice"), case, when="later", at_hour="09:00")
    assert answer.status_code == 422
    assert "Choose the day and the hour" in answer.content.decode()
    assert "فردا می‌آییم</textarea>" in answer.content.decode()


def test_a_chosen_day_puts_the_answer_off_to_that_hour_there(client, world, now):
    case = world.open(now=now)
    later = {"at_day": "1", "at_month": "1", "at_year": "1400"}
    assert send(sign_in(client, "alice"), case, when="later", at_hour="09:00", **later).status_code == 422
    assert not WaitingReply.objects.unscoped("test").exists()


def test_a_ready_text_is_read_in_the_box_before_it_is_sent_and_counted_after(client, world, now):
    case = world.open(now=now)
    kept = keep_canned_reply(world.actor("alice"), title="سلام", body_fa="سلام {مشتری}", now=now)
    alice = sign_in(client, "alice")
    assert f"?canned={kept.pk}#reply" in alice.get(f"/desk/cases/{case.code}/ready/").content.decode()
    page = alice.get(f"/desk/cases/{case.code}/?canned={kept.pk}").content.decode()
    assert "سلام مریم محمدی</textarea>" in page
    assert f'id="canned" value="{kept.pk}"' in page
    send(alice, case, body="سلام مریم محمدی", canned=str(kept.pk))
    assert CannedReply.objects.unscoped("test").get().used == 1


def test_a_draft_is_kept_and_there_again_when_the_page_is_opened(client, world, now):
    case = world.open(now=now)
    alice = sign_in(client, "alice")
    kept = alice.post(f"/desk/cases/{case.code}/draft", {"body": "فردا می"}, headers={"hx-request": "true"})
    assert kept.status_code == 200
    assert Draft.objects.unscoped("test").get().body == "فردا می"
    assert "فردا می</textarea>" in alice.get(f"/desk/cases/{case.code}/").content.decode()


def test_the_history_can_be_narrowed_to_what_was_said(client, world, now):
    case = world.open(now=now)
    reply_to_case(world.actor("alice"), case=case, body="فردا", now=now)
    shown = sign_in(client, "alice").get(f"/desk/cases/{case.code}/?show=talk").context["timeline"]
    assert {entry.event for entry in shown} == {"case.opened", "case.replied"}


def friday(now):
    """The next Friday but one, when the branch is closed, as the menus send it."""
    day = (now + timedelta(days=(4 - now.weekday()) % 7 + 7)).date()
    jalali = JalaliDate(day)
    return {"at_day": str(jalali.day), "at_month": str(jalali.month), "at_year": str(jalali.year)}


def test_a_closed_branch_is_asked_about_and_the_next_opening_offered(client, world, now):
    case = world.open(now=now)
    alice = sign_in(client, "alice")
    form = {
        "body": "فردا می‌آییم",
        "internal": "no",
        "seen": "0",
        "when": "later",
        "at_hour": "09:00",
    } | friday(now)
    address = f"/desk/cases/{case.code}/reply"
    answer = alice.post(address, form | {"once": new_key()})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "در این زمان شعبه تعطیل است" in page
    assert "فردا می‌آییم</textarea>" in page
    assert f'<option value="{form["at_day"]}" selected>' in page
    opens = re.search(r'name="opening" value="([^"]+)"', page)[1]
    assert not WaitingReply.objects.unscoped("test").exists()
    assert (
        alice.post(address, form | {"once": new_key(), "when": "opening", "opening": "never"}).status_code
        == 422
    )
    assert alice.post(
        address, form | {"once": new_key(), "when": "opening", "opening": opens, "outside": "yes"}
    ).status_code in {302, 303}
    waiting = WaitingReply.objects.unscoped("test").get()
    assert (waiting.due_at, waiting.scheduled) == (datetime.fromisoformat(opens), True)
    assert waiting.due_at.astimezone(TEHRAN).strftime("%a %H:%M") == "Sat 08:30"


def test_whoever_insists_sends_at_the_closed_hour(client, world, now):
    case = world.open(now=now)
    alice = sign_in(client, "alice")
    form = {"body": "سلام", "internal": "no", "seen": "0", "when": "later", "at_hour": "09:00"} | friday(now)
    sent = alice.post(f"/desk/cases/{case.code}/reply", form | {"once": new_key(), "outside": "yes"})
    assert sent.status_code in {302, 303}
    due = WaitingReply.objects.unscoped("test").get().due_at
    assert due.astimezone(TEHRAN).strftime("%a %H:%M") == "Fri 09:00"
