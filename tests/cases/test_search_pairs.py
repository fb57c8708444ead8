"""The Persian search probe: what people type is found, however it is spelt, slipped or keyed."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sepas.cases import search
from sepas.cases.models import Case, SearchText
from sepas.cases.queries.found import cases_found, cases_meant
from sepas.parties import words_index
from sepas.parties.models import WordKey
from sepas.parties.words import meant
from tests.cases.world import World

PAIRS = [
    tuple(part.strip() for part in line.split(" | "))
    for line in (Path(__file__).parent / "search_pairs.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


def test_there_are_enough_pairs() -> None:
    assert len(PAIRS) >= 60
    assert all(len(pair) == 2 and pair[0] != pair[1] for pair in PAIRS)


def test_every_pair_is_found(world: World) -> None:
    """A hundred per cent, and on a first page of ten, with all the others beside it."""
    first = world.open(description="نخستین")
    stored = {}
    for text, _typed in PAIRS:
        case = Case.objects.unscoped("test").get(pk=first.pk)
        case.pk, case.code, case.secret, case.description = (
            None,
            f"9{len(stored):011}",
            f"s{len(stored)}",
            text,
        )
        case.save(force_insert=True)
        search.add(case, customer=world.cast.maryam, unit=None)
        stored[text] = case.pk
    actor = world.actor("alice")
    missed = []
    for text, typed in PAIRS:
        found = cases_found(actor, typed)
        if not found.cases:
            found = cases_meant(actor, meant(actor, typed), typed)
        if stored[text] not in {case.pk for case in found.cases}:
            missed.append((text, typed, found.meant))
    assert missed == []


def test_what_is_nothing_like_it_is_not_found(world: World) -> None:
    world.open(description="یخچال سرد نمی‌کند")
    actor = world.actor("alice")
    for typed in ("زیردریایی", "هواپیما", "قالیچه", "xyzzy"):
        assert not cases_found(actor, typed).cases
        assert not cases_meant(actor, meant(actor, typed), typed).cases, typed


def test_a_near_find_says_what_was_taken_for_it(world: World) -> None:
    case = world.open(description="یخچال سرد نمی‌کند")
    actor = world.actor("alice")
    assert not cases_found(actor, "یچخال").cases
    found = cases_meant(actor, meant(actor, "یچخال"), "یچخال")
    assert ([each.pk for each in found.cases], found.meant) == ([case.pk], "یخچال")


def test_a_code_with_one_slip_is_found(world: World) -> None:
    case = world.open()
    actor = world.actor("alice")
    wrong = case.code[:5] + str((int(case.code[5]) + 1) % 10) + case.code[6:]
    for typed in (wrong, case.code[:-1], case.code[1] + case.code[0] + case.code[2:]):
        if typed != case.code and not cases_found(actor, typed).cases:
            assert cases_meant(actor, meant(actor, typed), typed).meant == case.code


def test_words_of_another_organisation_are_never_meant(world: World) -> None:
    world.open(description="یخچال سرد نمی‌کند")
    assert [reading.text for reading in meant(world.actor("alice"), "یچخال")][:1] == ["یخچال"]
    assert "یخچال" not in " ".join(reading.text for reading in meant(world.actor("mallory"), "یچخال"))


def test_what_is_meant_takes_one_query_and_each_reading_one(world: World) -> None:
    world.open(description="یخچال سرد نمی‌کند")
    actor = world.actor("alice")
    words_index.settle()
    with CaptureQueriesContext(connection) as caught:
        readings = meant(actor, "یچخال سدر")
    assert len(caught) == 1
    with CaptureQueriesContext(connection) as caught:
        assert cases_meant(actor, readings, "یچخال سدر").cases
    assert len(caught) == 1


def test_a_changed_text_teaches_its_new_words(world: World) -> None:
    case = world.open(description="یخچال سرد نمی‌کند")
    case.description = "زعفران"
    search.renew(case, customer=world.cast.maryam, unit=None)
    words_index.settle()
    assert (
        WordKey.objects.unscoped("test")
        .filter(organisation=world.cast.sard, word="زعفران", key="زافران")
        .exists()
    )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite teaches many rows at once")
def test_words_are_taught_many_rows_at_once_and_before_they_are_looked_for(world: World) -> None:
    def waits() -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT case_id FROM cases_searchtext_untaught ORDER BY case_id")
            return [pk for (pk,) in cursor.fetchall()]

    def known() -> bool:
        return WordKey.objects.unscoped("test").filter(organisation=world.cast.sard, word="زعفران").exists()

    words_index.settle()
    first = world.open(description="زعفران")
    gone = world.open(description="پریسکوپ")
    assert (waits(), known()) == ([first.pk, gone.pk], False)
    SearchText.objects.unscoped("test").filter(case=gone).delete()
    actor = world.actor("alice")
    with CaptureQueriesContext(connection) as caught:
        assert meant(actor, "زغفران")[0].text == "زعفران"
    assert len(caught) == 2 + 2 * len(words_index.SOURCES) + 2  # asked twice, taught, within a transaction
    assert (waits(), known()) == ([], True)
    assert not WordKey.objects.unscoped("test").filter(word="پریسکوپ").exists()

    WordKey.objects.unscoped("test").all().delete()
    case = Case.objects.unscoped("test").get(pk=first.pk)
    for number in range(words_index.TOGETHER):
        assert (len(waits()), known()) == (number, False)
        case.pk, case.code, case.secret = None, f"9{number:011}", f"s{number}"
        case.save(force_insert=True)
        search.add(case, customer=world.cast.maryam, unit=None)
    assert (waits(), known()) == ([], True)


@pytest.mark.parametrize("table", ["parties_customer", "cases_searchtext"])
def test_the_triggers_that_teach_words_are_there(world: World, table: str) -> None:
    """SQLite loses them when Django rebuilds their table: that migration calls `words_index.drop` before and
    `create` after.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{table}%"]
            )
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass", [table])
        names = {row[0] for row in cursor.fetchall()}
    assert {f"{table}_words_added", f"{table}_words_changed"} <= names
    assert connection.vendor != "sqlite" or f"{table}_words_taught" in names
    if connection.vendor == "sqlite" and table == "parties_customer":
        assert {f"{table}_fts_{what}" for what in ("added", "removed", "changed")} <= names
