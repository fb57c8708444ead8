"""A simulated database is what the actions would have written."""

from datetime import UTC, datetime

import pytest

from sepas.cases.models import Case, SearchText
from sepas.cli.simulation import stamp, words
from sepas.cli.simulation.audit import audit
from sepas.cli.simulation.fill import fill
from sepas.kernel.activity.models import Event
from sepas.kernel.ids import read_code
from sepas.parties.models import Customer

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


def test_the_short_way_to_a_search_text_gives_the_same() -> None:
    assert all(stamp.agrees(number) for number in range(0, 90_000, 4_999))


def test_names_and_words_repeat_late() -> None:
    assert len({words.name_of(number) for number in range(2000)}) > 1800
    assert len({words.mobile_of(number) for number in range(50_000)}) == 50_000
