"""Every fact that is recorded has words in the record of activity, in both languages."""

import re
from typing import Any

import pytest

from sepas.kernel.activity import registry
from sepas.web.office.audit import actors, codes, words
from sepas.web.office.audit.events import EVENTS
from sepas.web.preferences import of_language, reading
from sepas.web.templatetags.reader import say

PERSIAN = re.compile(r"[\u0600-\u06ff]")


def test_every_event_says_what_was_done():
    names = {found.name for found in registry.all_events() if not found.name.startswith("test")}
    assert len(names) > 80
    assert names - set(EVENTS) == set(), "say in audit/events.py what was done"


def test_no_words_are_kept_for_events_that_there_are_not():
    assert set(EVENTS) - {found.name for found in registry.all_events()} == set()


def test_every_subject_is_called_something():
    subjects = {found.subject for found in registry.all_events() if not found.name.startswith("test")}
    assert subjects - set(words.SUBJECTS) == set()


def test_both_languages_are_there():
    for table in (EVENTS, words.SUBJECTS, words.FIELDS, actors.KINDS, actors.ONE, codes.WHY):
        for name, pair in table.items():
            assert PERSIAN.search(pair["fa"]), name
            assert pair["en"], name
            assert not PERSIAN.search(pair["en"]), name


@pytest.mark.parametrize(
    ("data", "persian", "english"),
    [
        ({"why": "registered"}, "گارانتی به نام او ثبت شد", "the guarantee was registered to them"),
        ({"why": "چون خواست"}, "چون خواست", "چون خواست"),
        ({"reason": "waiting_for_part"}, "در انتظار قطعه", "waiting for a part"),
        ({"role": "branch_manager"}, "مدیر شعبه", "Branch manager"),
        ({"product_class": "phone"}, "گوشی همراه", "Mobile phone"),
        ({"scopes": ["cases.view", "cases.open"]}, "دیدن پرونده‌ها، باز کردن پرونده", "See cases, Open cases"),
        ({"changes": {"role": ["agent", "director"]}}, "کارشناس مرکز تماس", "Contact-centre agent"),
        ({"name": "first_reply"}, "نخستین پاسخ", "First answer"),
    ],
)
def test_codes_are_told_in_words(data: dict[str, Any], persian: str, english: str) -> None:
    for language, expected in (("fa", persian), ("en", english)):
        reader = of_language("fa" if language == "fa" else "en")
        with reading(reader):
            told = words.details(data) or [(name, before) for name, before, _after in words.changes(data)]
            assert say(told[0][1]) == expected
