"""The page of a case, its history in the reader's language, and the customer's tracking page."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sepas.cases import queries
from sepas.cases.lifecycle import HoldReason, Kind
from sepas.cases.promises.moments import RECORDED_BY_PROGRESS
from sepas.cases.promises.tick import tick
from sepas.cases.queries.one import link_holder
from sepas.cases.queries.sentences import HOLDS, KINDS, MOMENTS, SENTENCES
from sepas.kernel.activity.registry import all_events
from sepas.kernel.errors import NotFound
from tests.cases.verbs import say
from tests.cases.world import MORNING, World, at, fresh, no_offers

PAGE = 7
TRACKING = 5


def busy(world: World, posts: int):
    case = world.open(unit=world.phone)
    say(world, "progress", case, moment="device_received", now=at("2026-11-22", "08:00"))
    for n in range(posts):
        world.open(unit=world.phone, now=MORNING + timedelta(minutes=n))
        say(world, "reply", case, "alice", body=f"{n}", now=at("2026-11-22", "09:00") + timedelta(minutes=n))
    tick(at("2026-12-10"))
    return fresh(case)


@pytest.mark.parametrize("posts", [1, 30])
def test_the_page_costs_the_same_for_a_long_case(world: World, django_assert_num_queries, posts: int) -> None:
    case, carol = busy(world, posts), world.actor("carol")
    with django_assert_num_queries(PAGE):
        page = queries.page(carol, case, now=at("2026-12-10"))
    assert len(page.posts) == posts
    assert len(page.unit_history) == min(posts, 20)
    with django_assert_num_queries(0):
        assert page.case.customer.name == "مریم محمدی"
        assert page.case.unit.model.name_fa == "گوشی سرد"
        assert page.case.branch.name_fa == "شعبهٔ تهران"
    assert {right.remedy for right in page.rights} == {"loaner", "guarantee_extension"}
    assert [name for name, answer in page.verbs if not answer] == ["resume", "reopen", "close"]
    assert page.decision is not None
    assert page.decision["lines"]["parts"]["outcome"] == "covered"
    assert page.decision["trace"]


@pytest.mark.parametrize("posts", [1, 30])
def test_the_tracking_page_costs_the_same(world: World, django_assert_num_queries, posts: int) -> None:
    _actor, case = queries.case_by_secret(busy(world, posts).secret)
    with django_assert_num_queries(TRACKING):
        found = queries.tracking(link_holder(case), case, now=at("2026-12-10"))
    assert len(found.posts) == posts


def test_the_page_of_a_stranger_is_none(world: World) -> None:
    case = world.open()
    for who in ("reza", "guest", "isa", "mallory"):
        with pytest.raises(NotFound):
            queries.page(world.actor(who), case, now=MORNING)
        with pytest.raises(NotFound):
            queries.tracking(world.actor(who), case, now=MORNING)


def test_every_fact_of_a_case_has_a_sentence() -> None:
    assert {event.name for event in all_events() if event.subject == "case"} == set(SENTENCES)
    assert set(KINDS) == set(Kind)
    assert set(HOLDS) == set(HoldReason)
    assert set(MOMENTS) == set(RECORDED_BY_PROGRESS)


def test_the_customer_is_not_told_what_is_internal(world: World) -> None:
    case = world.open(unit=world.phone)
    say(world, "triage", case, note="مشتری بداخلاق")
    say(world, "assign", case, assignee="bob")
    say(world, "reply", case, "alice", body="یادداشت", internal=True)
    say(world, "hold", case, reason="waiting_for_part", note="پول نداده")
    staff = queries.timeline(world.actor("carol"), case)
    public = queries.timeline(world.actor("maryam"), case)
    assert [entry.event for entry in staff] == [
        "case.opened", "case.triaged", "case.assigned", "case.replied", "case.held",
    ]  # fmt: skip
    assert [entry.event for entry in public] == ["case.opened", "case.triaged", "case.assigned", "case.held"]
    everything = " ".join(entry.text + entry.detail + entry.who for entry in public)
    for hidden in ("بداخلاق", "بابک", "پول", "کارین", "الهام"):
        assert hidden not in everything
    assert "بابک بهرامی" in staff[2].text
    assert {entry.who for entry in public} == {"مریم محمدی", "سردسازان نمونه"}


def test_the_agent_is_told_that_the_law_runs_on(world: World) -> None:
    case = world.open(unit=world.phone)
    say(world, "progress", case, moment="device_received")
    say(world, "hold", case, reason="waiting_for_part")
    held = queries.timeline(world.actor("carol"), case)[-1]
    assert "مهلت قانونی" in held.detail
    assert "«تعمیر»" in held.detail


def test_the_history_is_told_in_the_readers_language_and_calendar(world: World) -> None:
    case = busy(world, 0)
    persian = queries.timeline(world.actor("maryam"), case)
    english = queries.timeline(replace(world.actor("maryam"), language="en"), case)
    assert len(persian) == len(english)
    assert persian[0].text == "درخواست «تعمیر با گارانتی» ثبت شد."
    assert persian[0].detail.splitlines()[0] == "نخستین پاسخ: تا یکشنبه ۱ آذر ۱۴۰۵، ساعت ۱۷:۰۰"
    assert english[0].text == "The request was received: repair under guarantee."
    assert english[0].detail.splitlines()[0] == "First answer: by Sunday 22 November 2026, 17:00"
    late = persian[-1]
    assert (late.event, late.tone) == ("promise.breached", "bad")
    assert late.text == "مهلت «تعمیر» گذشت (پایان دوشنبه ۱۶ آذر ۱۴۰۵)."
    assert late.detail.startswith("حق شما از این پس: ")
    assert english[-1].detail.startswith("From now on you may claim: ")
    assert not any(
        "\u06f0" <= letter <= "\u06f9" for entry in english for letter in entry.text + entry.detail
    )


def test_a_changed_decision_is_explained_to_both(world: World) -> None:
    case = world.open(unit=world.phone)
    say(world, "inspect", case, findings={"defect_cause": "misuse"}, note="ضربه")
    persian = queries.timeline(world.actor("maryam"), case)[-1]
    english = queries.timeline(replace(world.actor("maryam"), language="en"), case)[-1]
    assert persian.event == english.event == "case.decided"
    assert persian.detail
    assert english.detail
    assert persian.detail != english.detail
    assert "ضربه" not in persian.detail


NEXT = {
    "new": (
        (),
        "درخواست شما رسید و به‌زودی بررسی می‌شود. قول بعدی: «نخستین پاسخ» تا یکشنبه ۱ آذر ۱۴۰۵، ساعت ۱۷:۰۰.",
    ),
    "held": (
        (("hold", {"reason": "waiting_for_customer"}),),
        "منتظر پاسخ شما هستیم. با پاسخ شما کار ادامه پیدا می‌کند.",
    ),
    "resolved": (
        (("resolve", {}),),
        "کار انجام شده است. اگر مشکل برطرف نشده، تا شنبه ۷ آذر ۱۴۰۵، ساعت ۱۰:۰۰ همین درخواست را دوباره باز کنید؛ "
        "وگرنه خودبه‌خود بسته می‌شود.",
    ),
    "closed": (
        (("resolve", {}), ("close", {})),
        "این درخواست بسته شده است. اگر کار دیگری دارید، درخواست تازه‌ای ثبت کنید.",
    ),
}


@pytest.mark.parametrize("state", NEXT)
def test_what_happens_next_is_said_plainly(world: World, state: str) -> None:
    steps, expected = NEXT[state]
    case = world.open(unit=world.phone)
    for verb, inputs in steps:
        say(world, verb, case, **inputs)
    assert queries.tracking(world.actor("maryam"), fresh(case), now=MORNING).next_step == expected


def test_tracking_tells_dates_rights_and_what_one_may_do(world: World) -> None:
    no_offers(world.sard)
    case = busy(world, 0)
    found = queries.tracking(link_holder(case), case, now=at("2026-12-10"))
    (repair,) = found.promises
    assert (repair.title, repair.state, repair.standing) == ("تعمیر", "breached", "دیر شده")
    assert {right.title for right in found.rights} == {"جایگزین موقت", "تمدید گارانتی"}
    assert "دیر شده است" in found.next_step
    assert not found.waiting_for_you
    assert {verb for verb, answer in found.verbs.items() if answer} == {"reply", "answer", "escalate"}
