"""A simulated database is what the actions would have written."""

import sqlite3
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import connection

from sepas.cases.models import Case, SearchText
from sepas.cli.simulation import spread, stamp, words
from sepas.cli.simulation.audit import audit
from sepas.cli.simulation.fill import fill
from sepas.cli.simulation.patterns import MINTED
from sepas.kernel.activity.models import Event
from sepas.kernel.ids import read_code
from sepas.parties.models import Customer

NOT_WRITTEN_BY_STORIES = {
    "cases.Attachment", "cases.Rating", "cases.ShareLink", "teamwork.Draft", "teamwork.Presence",
    "teamwork.WaitingReply", "cases.Snooze", "cases.CaseLink", "cases.Merge", "cases.Appointment",
}  # fmt: skip
NOW = datetime(2026, 11, 21, 6, 30, tzinfo=UTC)


@pytest.fixture
def filled(transactional_db: None) -> list[str]:
    said: list[str] = []
    assert fill(60, seed=7, patterns=6, now=NOW, say=said.append) >= 60
    return said


def test_bulk_written_cases_tell_again_as_the_actions_tell_them(filled: list[str]) -> None:
    said: list[str] = []
    assert audit(12, seed=1, say=said.append) == []
    assert said[-1].endswith("0 differences")


def test_the_audit_sees_what_was_tampered_with(filled: list[str]) -> None:
    last = Case.objects.unscoped("test").order_by("-pk")[0]
    Case.objects.unscoped("test").filter(state=last.state).update(version=77)
    SearchText.objects.unscoped("test").update(text="nothing")
    found = audit(12, seed=1, say=lambda _: None)
    assert any("case.version" in flaw for flaw in found)
    assert any("search text" in flaw for flaw in found)


def test_every_copy_is_somebody_elses(filled: list[str]) -> None:
    codes = list(Case.objects.unscoped("test").values_list("code", flat=True))
    assert len(set(codes)) == len(codes) >= 60
    assert all(read_code(code) == code for code in codes)
    mobiles = list(Customer.objects.unscoped("test").values_list("mobile", flat=True))
    assert len(set(mobiles)) == len(mobiles)
    assert Event.objects.filter(name="case.opened").count() == len(codes)


def test_copies_of_a_story_do_not_share_their_moments(filled: list[str]) -> None:
    moments = list(Case.objects.unscoped("test").values_list("opened_at", flat=True))
    assert len(set(moments)) == len(moments)
    facts = list(Event.objects.filter(name="case.opened").order_by().values_list("at", flat=True))
    assert sorted(facts) == sorted(moments)


def test_a_story_moves_within_its_minute_and_no_further() -> None:
    whole = [spread.tail(steps) for steps in (spread.EARLIEST, 0, spread.LATEST)]
    assert whole[1] == spread.TAIL
    assert "00.000" < whole[0] < whole[1] < whole[2] < "60"


def test_every_table_that_hangs_from_a_case_is_written_or_known_to_stay_empty() -> None:
    """Whoever adds a table to cases says here whether a story writes it: else copies would lack its rows."""
    hanging = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Case and model not in MINTED
    }
    assert hanging == NOT_WRITTEN_BY_STORIES


def test_the_short_way_to_a_search_text_gives_the_same() -> None:
    assert all(stamp.agrees(number) for number in range(0, 90_000, 4_999))


def test_names_and_words_repeat_late() -> None:
    assert len({words.name_of(number) for number in range(2000)}) > 1800
    assert len({words.mobile_of(number) for number in range(50_000)}) == 50_000


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite's journal")
def test_a_database_that_somebody_else_has_open_is_filled_all_the_same(transactional_db: None) -> None:
    other = sqlite3.connect(connection.settings_dict["NAME"])
    try:
        other.execute("SELECT count(*) FROM cases_case").fetchone()
        assert fill(20, seed=7, patterns=2, now=NOW, say=lambda _: None) >= 20
        assert other.execute("SELECT count(*) FROM cases_case").fetchone()[0] >= 20
    finally:
        other.close()
