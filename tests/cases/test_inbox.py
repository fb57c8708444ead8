"""The inbox: filters, pages, counts and words, each in one query however many cases there are."""

import sys
from datetime import timedelta

import pytest
from django.db import connection

from sepas.cases import search
from sepas.cases.actions.open import open_case
from sepas.cases.models import Case, SearchText
from sepas.cases.promises.tick import tick
from sepas.cases.queries import cases_of_customer, counts, inbox
from sepas.kernel.errors import Invalid
from tests.cases.verbs import say
from tests.cases.world import MORNING, World, at, no_offers, offer


def codes(world: World, who: str = "carol", **filters: object) -> list[str]:
    now = filters.pop("now", MORNING)
    return [case.code for case in inbox(world.actor(who), now=now, **filters).cases]


def test_the_newest_come_first_and_closed_ones_not_at_all(world: World) -> None:
    first, second, third = (world.open(now=MORNING + timedelta(minutes=n)) for n in range(3))
    say(world, "resolve", second)
    assert codes(world) == [third.code, first.code]
    assert codes(world, state="resolved") == [second.code]
    assert codes(world, state="all") == [third.code, second.code, first.code]
    assert codes(world, state="new") == [third.code, first.code]


def test_each_sees_what_is_theirs(world: World) -> None:
    tehran, east, isfahan = (
        world.open(branch=getattr(world.cast, name), now=MORNING + timedelta(minutes=n))
        for n, name in enumerate(("tehran", "tehran_east", "isfahan"))
    )
    open_case(
        world.actor("guest"),
        organisation=world.cast.rival,
        kind="advice",
        description="؟",
        mobile="09350000009",
        now=MORNING,
    )
    assert codes(world, "alice") == [isfahan.code, east.code, tehran.code]
    assert codes(world, "carol") == [east.code, tehran.code]
    assert codes(world, "isa") == [isfahan.code]
    assert codes(world, "reza") == codes(world, "guest") == []
    assert len(codes(world, "mallory")) == 1
    say(world, "assign", tehran, assignee="bob")
    assert tehran.code in codes(world, "bob")


def test_filters(world: World) -> None:
    repair = world.open(unit=world.phone)
    complaint = world.open(kind="complaint", branch=world.cast.isfahan, now=MORNING + timedelta(minutes=1))
    say(world, "assign", repair, assignee="carol")
    assert codes(world, "alice", kind="complaint") == [complaint.code]
    assert codes(world, "alice", branch=world.cast.isfahan.pk) == [complaint.code]
    assert codes(world, "carol", assignee="me") == [repair.code]
    assert codes(world, "alice", assignee=world.cast.carol.pk) == [repair.code]
    assert codes(world, "alice", assignee="nobody") == [complaint.code]


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"kind": "wish"},
        {"due": "soon"},
        {"assignee": "x"},
        {"page": "!!"},
        {"page": "WzFd"},
    ],
)
def test_a_filter_without_meaning_is_told(world: World, wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid) as caught:
        inbox(world.actor("carol"), now=MORNING, **wrong)
    assert set(caught.value.fields) == set(wrong)


def test_what_is_due(world: World) -> None:
    no_offers(world.sard)
    offer(world.sard, "first_reply", 4, "hour")
    late = world.open(now=at("2026-11-21", "01:00"))
    risky = world.open(now=at("2026-11-21", "03:00"))
    today = world.open(now=at("2026-11-21", "06:00"))
    offer(world.sard, "first_reply", 30, "hour")
    world.open(now=at("2026-11-21", "06:00"))
    now = at("2026-11-21", "06:30")
    # Late is late, whether the clock was there yet or not.
    assert codes(world, due="late", now=now) == [late.code]
    tick(now)
    assert codes(world, due="late", now=now) == [late.code]
    assert codes(world, due="at_risk", now=now) == [risky.code]
    assert codes(world, due="today", now=now, end_of_day=at("2026-11-21", "20:30")) == [
        risky.code,
        today.code,
    ]
    say(world, "reply", Case.objects.unscoped("test").get(pk=late.pk), "alice", now=now)
    assert codes(world, due="late", now=now) == []


@pytest.mark.parametrize("due", ["", "today"])
def test_pages_follow_one_another_without_gap_or_double(world: World, due: str) -> None:
    made = [world.open(now=MORNING + timedelta(minutes=n // 3)).code for n in range(10)]
    seen: list[str] = []
    page = ""
    for _ in range(4):
        found = inbox(
            world.actor("carol"), now=MORNING, due=due, page=page, size=3, end_of_day=at("2026-12-30")
        )
        seen += [case.code for case in found.cases]
        page = found.next
    assert page == ""
    assert sorted(seen) == sorted(made)
    if not due:
        assert seen[0] == made[-1]


def test_a_page_stays_in_place_when_cases_come_in(world: World) -> None:
    made = [world.open(now=MORNING + timedelta(minutes=n)).code for n in range(4)]
    first = inbox(world.actor("carol"), now=MORNING, size=2)
    world.open(now=MORNING + timedelta(hours=1))
    second = inbox(world.actor("carol"), now=MORNING, size=2, page=first.next)
    assert [case.code for case in second.cases] == [made[1], made[0]]


def test_counts(world: World) -> None:
    no_offers(world.sard)
    offer(world.sard, "first_reply", 4, "hour")
    mine = world.open(now=at("2026-11-21", "01:00"))
    world.open(now=at("2026-11-21", "06:00"))
    held, resolved, closed = (world.open(now=at("2026-11-21", "06:00")) for _ in range(3))
    world.open(now=at("2026-11-21", "06:00"), branch=world.cast.isfahan)
    say(world, "assign", mine, assignee="carol")
    say(world, "hold", held)
    for case in (resolved, closed):
        say(world, "resolve", case)
    say(world, "close", closed)
    assert counts(world.actor("carol"), now=at("2026-11-21", "06:30")) == {
        "open": 3,
        "new": 1,
        "triaged": 0,
        "in_progress": 1,
        "on_hold": 1,
        "late": 1,
        "today": 2,
        "at_risk": 0,
        "mine": 1,
        "nobody": 2,
        "resolved": 1,
        "asleep": 0,
        "forgotten": 0,
    }
    assert counts(world.actor("guest"), now=MORNING)["open"] == 0


@pytest.mark.parametrize("rows", [1, 50])
def test_queries_do_not_grow_with_rows(world: World, django_assert_num_queries, rows: int) -> None:
    for n in range(rows):
        world.open(unit=world.phone, now=MORNING + timedelta(seconds=n))
    carol, maryam = world.actor("carol"), world.actor("maryam")
    with django_assert_num_queries(1):
        inbox(carol, now=MORNING)
    with django_assert_num_queries(1):
        for case in inbox(carol, now=MORNING, text="سرد").cases:
            assert case.assignee is None
            assert (case.branch, case.customer, case.unit) == (world.tehran, world.maryam, world.phone)
            assert case.unit.model.name_fa == "گوشی سرد"
    with django_assert_num_queries(1):
        counts(carol, now=MORNING)
    with django_assert_num_queries(1):
        for case in cases_of_customer(maryam):
            assert case.organisation == world.sard
            assert case.unit.model.name_fa == "گوشی سرد"


@pytest.mark.parametrize(
    "words",
    [
        "یخچال",
        "يخچال",
        "يخچال سرد",
        "سرد نمی‌کند",
        "نمیکند",
        "چال",
        "مریم",
        "محمدي",
        "09121110001",
        "۰۹۱۲۱۱۱۰۰۰۱",
        "0912 111 0001",
        "+98 912 111 0001",
        "1110001",
        "srd-500-0001",
        "SRD 500 0001",
        "Sard 500",
        "مر",
    ],
)
def test_found_by(world: World, words: str) -> None:
    case = world.open(unit=world.fridge)
    world.open("reza", mobile="", description="گوشی روشن نمی‌شود", unit=world.phone, branch=world.tehran)
    assert codes(world, text=words) == [case.code]


@pytest.mark.parametrize("words", ["ماشین", "یخچال گوشی", "0999", '"', "*", "x OR y", "' --"])
def test_not_found_by(world: World, words: str) -> None:
    case = world.open(unit=world.fridge)
    found = codes(world, text=words)
    assert found == ([case.code] if not search.words(words) else [])


def test_found_by_its_code_in_groups_and_persian_digits(world: World) -> None:
    case = world.open()
    world.open()
    grouped = f"{case.code[:4]} {case.code[4:8]} {case.code[8:]}"
    for text in (
        case.code,
        grouped,
        grouped.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
        case.code[-5:],
    ):
        assert codes(world, text=text) == [case.code]


def test_words_never_lead_into_another_organisation(world: World) -> None:
    world.open(unit=world.fridge)
    assert codes(world, "mallory", text="یخچال") == []


def test_what_changes_is_found_by_its_new_words(world: World) -> None:
    case = world.open(unit=world.fridge)
    case.description = "سماور جوش نمی‌آید"
    search.renew(case, customer=case.customer, unit=None)
    assert codes(world, text="سماور") == [case.code]
    assert codes(world, text="یخچال") == []
    SearchText.objects.unscoped("test").filter(case=case).delete()
    assert codes(world, text="سماور") == []


def test_what_is_found_comes_with_the_last_entered_first_page_by_page(world: World) -> None:
    made = [world.open(unit=world.fridge, now=MORNING + timedelta(minutes=n)).code for n in range(5)]
    world.open("reza", mobile="", description="گوشی", branch=world.tehran)
    found: list[str] = []
    page = ""
    while True:
        part = inbox(world.actor("alice"), now=MORNING, text="یخچال سر", page=page, size=2)
        found += [case.code for case in part.cases]
        page = part.next
        if not page:
            break
    assert found == made[::-1]


def test_counts_stop_where_they_say_nothing_more(world: World, monkeypatch) -> None:
    for n in range(4):
        world.open(unit=world.fridge, now=MORNING + timedelta(minutes=n))
    monkeypatch.setattr(sys.modules[counts.__module__], "MOST_COUNTED", 3)
    found = counts(world.actor("alice"), now=MORNING)
    assert (found["open"], found["nobody"], found["mine"]) == (3, 3, 0)


def test_search_goes_by_the_index(world: World) -> None:
    world.open()
    cases = search.narrow(Case.objects.visible_to(world.actor("alice")), "یخچال")
    if connection.vendor == "sqlite":
        assert "VIRTUAL TABLE INDEX" in cases.explain()
        assert "cases_searchtext_fts" in str(cases.query)
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = 'cases_searchtext_trigrams'")
            assert cursor.fetchone()
        texts = SearchText.objects.unscoped("test").filter(text__contains="یخچال")
        assert "cases_searchtext_trigrams" in texts.explain()
