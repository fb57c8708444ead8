"""Cases are found by what was said in them; notes by staff only; what is erased or moved away is found no more."""

import importlib
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from sepas.cases import search
from sepas.cases.actions.erase import erase_words
from sepas.cases.actions.merge import merge_cases
from sepas.cases.actions.split import split_case
from sepas.cases.actions.unmerge import unmerge_cases
from sepas.cases.lifecycle import State
from sepas.cases.models import Case, Post, SearchText
from sepas.cases.queries.found import cases_found, cases_meant
from sepas.cases.queries.inbox import Group, inbox
from sepas.kernel.slips import sound
from sepas.kernel.text import fold
from sepas.parties.models import WordKey
from sepas.parties.words import meant
from tests.cases.verbs import say
from tests.cases.world import MORNING, World, fresh
from tests.speed.plans import plans_of, sorts

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=2)


def found(world: World, text: str, who: str = "alice") -> set[int]:
    return {case.pk for case in cases_found(world.actor(who), text).cases}


def listed(world: World, text: str, who: str = "alice") -> set[int]:
    return {case.pk for case in inbox(world.actor(who), now=LATER, state=Group.ALL, text=text).cases}


def index_holds(word: str) -> bool:
    """Whether the texts or the word index of SQLite still have the word anywhere."""
    kept = SearchText.objects.unscoped("test").filter(said__contains=word).exists()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(search.FTS_QUERY, [f'"{word}"'])
            return kept or cursor.fetchone() is not None
    return kept


def test_what_customer_and_staff_say_to_each_other_is_found_in_any_spelling(world: World) -> None:
    case, other = world.open(), world.open(now=LATER)
    say(world, "reply", case, "maryam", body="از موتور صدای زوزه می‌آید", now=LATER)
    say(world, "reply", case, "alice", body="كمپرسور را عوض می‌كنيم", now=LATER)
    for text in ("زوزه", "صداي زوزه مي\u200cايد", "کمپرسور", "کمپرس", "یخچال زوزه کمپرسور"):
        assert found(world, text) == listed(world, text) == {case.pk}, text
    assert found(world, "زوزه ناموجود") == set()
    assert other.pk in found(world, "یخچال")


def test_it_is_told_whether_a_case_was_found_only_by_what_was_said(world: World) -> None:
    case = world.open()
    say(world, "reply", case, "maryam", body="صدای زوزه می‌آید", now=LATER)
    by_itself = {
        text: [each.by_itself for each in cases_found(world.actor("alice"), text).cases]
        for text in ("یخچال", "زوزه", "یخچال زوزه")
    }
    assert by_itself == {"یخچال": [True], "زوزه": [False], "یخچال زوزه": [False]}


def test_notes_are_found_by_staff_and_never_by_the_customer(world: World) -> None:
    case = world.open()
    say(world, "reply", case, "alice", body="مشتری مشکوک به تقلب است", internal=True, now=LATER)
    assert found(world, "مشکوک") == listed(world, "مشکوک") == {case.pk}
    for who in ("maryam", "reza", "isa", "mallory"):
        assert found(world, "مشکوک", who) == listed(world, "مشکوک", who) == set(), who
    # A word of the case and one of a note: the customer's own case must not give the note away.
    assert found(world, "یخچال", "maryam") == {case.pk}
    assert found(world, "یخچال مشکوک", "maryam") == set()
    assert found(world, "مش یخچال مشکوک", "maryam") == set()


def test_short_words_beside_long_ones_do_not_tell_notes_either(world: World) -> None:
    case = world.open()
    say(world, "reply", case, "alice", body="کد q7", internal=True, now=LATER)
    assert found(world, "یخچال q7") == {case.pk}
    assert found(world, "یخچال q7", "maryam") == set()


def test_words_go_with_the_posts_that_are_merged_unmerged_and_split(world: World) -> None:
    survivor, duplicate = world.open(), world.open(now=MORNING + timedelta(hours=1))
    say(world, "reply", duplicate, "maryam", body="صدای زوزه می‌آید", now=LATER)
    alice = world.actor("alice")
    merge_cases(alice, duplicate=fresh(duplicate), survivor=fresh(survivor), now=LATER)
    assert found(world, "زوزه") == {survivor.pk}
    unmerge_cases(alice, duplicate=fresh(duplicate), now=LATER)
    assert found(world, "زوزه") == {duplicate.pk}
    post = Post.objects.unscoped("test").get(case=duplicate)
    new = split_case(
        alice,
        case=fresh(duplicate),
        kind="advice",
        description="صدا",
        posts=[post.pk],
        now=LATER,
    )
    assert found(world, "زوزه") == {new.pk}


def test_erased_words_leave_the_index(world: World) -> None:
    case = world.open()
    say(world, "reply", case, "maryam", body="صدای زوزه می‌آید", now=LATER)
    say(world, "reply", case, "alice", body="مشتری مشکوک است", internal=True, now=LATER)
    assert index_holds("زوزه")
    Case.objects.unscoped("test").filter(pk=case.pk).update(state=State.CLOSED, is_open=False)
    assert erase_words(world.actor("dave"), customer=world.maryam, now=LATER) == 1
    assert not index_holds("زوزه")
    assert not index_holds("مشکوک")
    assert found(world, "زوزه") == found(world, "مشکوک") == set()


def test_a_long_conversation_is_found_by_its_latest_words(world: World, monkeypatch) -> None:
    monkeypatch.setattr(search, "MOST_SAID", 20)
    case = world.open()
    for word in ("نخستین", "دومین", "سومین", "چهارمین"):
        say(world, "reply", case, "maryam", body=word, now=LATER)
    assert found(world, "چهارمین") == {case.pk}
    assert found(world, "نخستین") == set()
    search.renew_said(case.pk)
    kept = SearchText.objects.unscoped("test").get(case=case).said
    assert kept == fold("نخستین دومین سومین چهارمین")[-20:]
    assert found(world, "چهارمین") == {case.pk}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the word index of SQLite")
@pytest.mark.parametrize("who", ["alice", "maryam", "bob"])
def test_sqlite_walks_the_one_word_index_and_sorts_nothing(world: World, who: str) -> None:
    case = world.open()
    say(world, "reply", case, "maryam", body="صدای زوزه می‌آید", now=LATER)
    (plan,) = plans_of(lambda: listed(world, "صدای زوزه", who))[-1:]
    assert plan.splitlines()[0].startswith("SCAN cases_searchtext_fts VIRTUAL TABLE INDEX")
    assert "SCAN cases_case" not in plan
    assert not sorts(plan)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="the word index of PostgreSQL")
def test_postgresql_finds_rare_words_by_trigrams_of_all_columns(world: World) -> None:
    world.open()
    texts = SearchText.objects.unscoped("test").filter(search._holds("زیردریایی", True)).values("case_id")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        sql, params = texts.query.sql_with_params()
        cursor.execute(f"EXPLAIN {sql}", params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    for index in ("trigrams", "said_trigrams", "notes_trigrams"):
        assert f"cases_searchtext_{index}" in plan


def test_what_was_said_before_there_was_an_index_is_entered_by_the_migration(world: World) -> None:
    case, other, silent = world.open(), world.open(), world.open()
    say(world, "reply", case, "maryam", body="صدای زوزه می‌آید", now=LATER)
    say(world, "reply", case, "alice", body="مشکوک", internal=True, now=LATER)
    say(world, "reply", other, "maryam", body="بوی سوختگی", now=LATER)
    rows = SearchText.objects.unscoped("test")
    kept = dict(rows.values_list("case_id", "said"))
    rows.update(said="", notes="")
    assert found(world, "زوزه") == set()
    migration = importlib.import_module("sepas.cases.migrations.0008_words_of_conversations")
    migration.fill(MigrationLoader(connection).project_state().apps, None)
    assert {pk: said.strip() for pk, said in kept.items()} == dict(rows.values_list("case_id", "said"))
    assert rows.get(case=silent.pk).notes == ""
    assert found(world, "مشکوک") == {case.pk}
    assert found(world, "سوختگی") == {other.pk}


def test_a_word_that_was_said_is_meant_by_one_with_a_slip(world: World) -> None:
    case = world.open()
    say(world, "reply", case, body="ترموستات را عوض کردید؟")
    say(world, "reply", fresh(case), body="زنگ زد و داد کشید", internal=True)
    actor = world.actor("alice")
    for typed, told in (("ترموستت", "ترموستات"), ("کشیید", "کشید")):
        assert not cases_found(actor, typed).cases
        near = cases_meant(actor, meant(actor, typed), typed)
        assert ([each.pk for each in near.cases], near.meant) == ([case.pk], fold(told))


def test_a_post_teaches_its_words_once_however_long_the_conversation_is(world: World) -> None:
    case = world.open()
    for _ in range(3):
        say(world, "reply", fresh(case), body="ترموستات ۱۲۳۴ و")
    rows = WordKey.objects.unscoped("test").filter(organisation=world.cast.sard)
    taught = rows.filter(word=fold("ترموستات")).values_list("key", flat=True)
    heard = sound(fold("ترموستات"))
    shorter = {heard[:place] + heard[place + 1 :] for place in range(len(heard))}
    assert sorted(taught) == sorted({heard} | shorter)
    assert not rows.filter(word__in=["1234", "و"]).exists()


def test_conversations_from_before_are_taught_the_latest(world: World, monkeypatch) -> None:
    case = world.open()
    say(world, "reply", case, body="ترموستات")
    say(world, "reply", fresh(case), body="بدعنق", internal=True)
    words = WordKey.objects.unscoped("test").filter(word__in=[fold("ترموستات"), fold("بدعنق")])
    taught = sorted(words.values_list("key", "word"))
    words.delete()
    migration = importlib.import_module("sepas.cases.migrations.0014_teach_conversations")
    monkeypatch.setattr(migration, "PART", 1)
    apps = MigrationLoader(connection).project_state().apps
    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        monkeypatch.setattr(migration, "LATEST", 0)
        migration.teach(apps, editor)
        assert not words.exists()
        monkeypatch.setattr(migration, "LATEST", 2)
        migration.teach(apps, editor)
        migration.teach(apps, editor)
    assert sorted(words.values_list("key", "word")) == taught
