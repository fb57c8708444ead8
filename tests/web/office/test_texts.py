"""The texts of messages in the office: preview while typing, errors with what was typed, nothing lost."""

import pytest

from sepas.notices.models import MessageText
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
ADDRESS = "/office/texts/case_held/"


def once_of(page):
    return page.content.decode().split('name="once" value="')[1].split('"')[0]


def test_the_list_shows_every_message_as_it_is_sent(client, cast):
    page = sign_in(client, "dana").get("/office/texts/", headers=ENGLISH).content.decode()
    assert "Your request 1234-5678-9012 is on hold" in page
    assert "one_time_code" not in page


def test_typing_shows_the_message_and_how_many_sms_it_is(client, cast):
    sent = {"preview": "yes", "body": "{company} " + "آ" * 70}
    answer = sign_in(client, "adam").post(
        f"{ADDRESS}?way=sms-fa", sent, HTTP_HX_REQUEST="true", headers=ENGLISH
    )
    said = answer.content.decode()
    assert "<html" not in said
    assert "2 SMS" in said
    assert not MessageText.objects.unscoped("test").exists()


def test_without_scripts_the_preview_is_a_page_with_what_was_typed(client, cast):
    sent = {"preview": "yes", "body": "{code} hello {reason}"}
    page = sign_in(client, "adam").post(f"{ADDRESS}?way=sms-en", sent, headers=ENGLISH).content.decode()
    assert "1234-5678-9012 hello we are waiting for your answer" in page
    assert "{code} hello {reason}</textarea>" in page


def test_a_wrong_place_is_told_with_the_text_still_there(client, cast):
    key = once_of(sign_in(client, "adam").get(ADDRESS))
    answer = client.post(ADDRESS, {"once": key, "body": "{kod} {reason}"}, headers=ENGLISH)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Line 1: there is no {kod} in this message" in page
    assert "{kod} {reason}</textarea>" in page


def test_a_kept_text_is_shown_as_ones_own(client, cast):
    key = once_of(sign_in(client, "adam").get(ADDRESS))
    assert client.post(ADDRESS, {"once": key, "body": "{code}: {reason}"}).status_code == 303
    assert "your own words" in client.get(ADDRESS, headers=ENGLISH).content.decode()


def test_whoever_may_not_word_them_reads_why(client, cast):
    page = sign_in(client, "bob").get(ADDRESS, headers=ENGLISH).content.decode()
    assert "Word the messages that customers get" in page
    assert "disabled" in page
