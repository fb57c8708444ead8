"""Persian as a Persian speaker writes it: complete letters, and every value in its place."""

import re

import polib
import pytest
from django.conf import settings

CATALOGUE = polib.pofile(str(settings.ROOT / "sepas" / "locale" / "fa" / "LC_MESSAGES" / "django.po"))
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
ENTRIES = [entry for entry in CATALOGUE if not entry.obsolete and entry.translated()]


def texts(entry: polib.POEntry) -> list[str]:
    return [text for text in (entry.msgstr, *entry.msgstr_plural.values()) if text]


def test_there_are_translations():
    assert len(ENTRIES) > 300


@pytest.mark.parametrize("wrong", ["ي", "ك", " ‌", "‌ ", "ه ی ", " می ", " ها "])
def test_letters_and_half_spaces_are_persian(wrong):
    assert [text for entry in ENTRIES for text in texts(entry) if wrong in text] == []


def test_every_value_of_a_text_is_in_its_translation():
    faults = [
        entry.msgid
        for entry in ENTRIES
        for text in texts(entry)
        if set(PLACES.findall(text)) != set(PLACES.findall(entry.msgid_plural or entry.msgid))
    ]
    assert faults == []


def test_nothing_is_guessed():
    assert [entry.msgid for entry in CATALOGUE if entry.fuzzy] == []
