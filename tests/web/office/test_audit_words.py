"""Every fact that is recorded has words in the record of activity, in both languages."""

import re

from sepas.kernel.activity import registry
from sepas.web.office.audit import actors, words
from sepas.web.office.audit.events import EVENTS

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
    for table in (EVENTS, words.SUBJECTS, words.FIELDS, actors.KINDS, actors.ONE):
        for name, pair in table.items():
            assert PERSIAN.search(pair["fa"]), name
            assert pair["en"], name
            assert not PERSIAN.search(pair["en"]), name
