"""Each event that a webhook may hear has a name and a sentence in both languages, on the page, in the API and docs."""

import re

import pytest
from django.conf import settings

from sepas.webhooks.payloads import offered
from sepas.webhooks.telling import EVENTS, called
from tests.cast import Cast

PERSIAN = re.compile(r"[\u0600-\u06ff]")


def test_every_event_that_can_be_heard_is_called_something_and_nothing_else_is() -> None:
    names = {name for name in offered() if not name.startswith("test")}
    assert len(names) > 50
    assert set(EVENTS) == names, "say in webhooks/telling.py what it is called and when it is sent"


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_both_languages_are_there(name: str) -> None:
    for text in (EVENTS[name]["name"], EVENTS[name]["when"]):
        assert PERSIAN.search(text["fa"])
        assert re.search("[a-z]", text["en"])
        assert not PERSIAN.search(text["en"])
    assert EVENTS[name]["when"]["fa"].endswith(".")
    assert EVENTS[name]["when"]["en"].endswith(".")


def test_no_two_events_are_called_the_same() -> None:
    for language in ("fa", "en"):
        names = [each["name"][language] for each in EVENTS.values()]
        assert len(set(names)) == len(names)


def test_the_documents_tell_each_event_in_these_words() -> None:
    text = (settings.ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    for name, about in EVENTS.items():
        row = f"| `{name}` | {about['name']['en']} | {about['name']['fa']} | {about['when']['en']} |"
        assert row in text, f"write in docs/api.md: {row}"


@pytest.mark.django_db
def test_the_office_shows_name_and_sentence_beside_the_code(client, cast: Cast) -> None:
    client.force_login(cast.adam.user)
    body = client.get("/office/webhooks/").content.decode()
    client.cookies["reader"] = "en..."
    english = client.get("/office/webhooks/").content.decode()
    for name in ("case.opened", "promise.breached", "case.appointment_chosen"):
        assert name in body
        assert EVENTS[name]["name"]["fa"] in body
        assert EVENTS[name]["when"]["fa"] in body
        assert EVENTS[name]["when"]["en"] in english


def test_a_delivery_is_called_by_its_name() -> None:
    assert called("case.opened") == {"fa": "پروندهٔ تازه", "en": "Case opened"}
    assert called("webhook.test")["en"] == "Test"
    assert called("of.old") == {"fa": "of.old", "en": "of.old"}
