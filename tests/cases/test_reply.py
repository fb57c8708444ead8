"""Saying something in a case."""

import pytest

from sepas.cases.models import Post, PromiseState
from sepas.kernel.errors import Invalid
from tests.cases.verbs import say
from tests.cases.world import World, at, facts_of, fresh, last, promise_of


def test_the_first_answer_of_staff_keeps_the_promise_to_answer(world: World) -> None:
    case = world.open(unit=world.phone)
    post = say(
        world, "reply", case, "alice", body="سلام، عکس پلاک را بفرستید.", now=at("2026-11-21", "09:00")
    )
    assert (post.author_kind, post.author_name, post.internal) == ("staff", "الهام احمدی", False)
    promise = promise_of(case, "first_reply")
    assert (promise.state, promise.met_at) == (PromiseState.MET, at("2026-11-21", "09:00"))
    assert case.next_due_at == fresh(case).next_due_at == at("2026-11-29", "13:30")
    assert facts_of(case)[1:] == ["case.replied", "promise.met"]
    assert last(case, "promise.met") == {
        "promise_id": promise.pk,
        "name": "first_reply",
        "source": "organisation",
        "title": {"fa": "نخستین پاسخ", "en": "First answer"},
        "late": False,
        "due_at": "2026-11-22T13:30:00+00:00",
    }


@pytest.mark.parametrize(("who", "internal"), [("maryam", False), ("alice", True)])
def test_the_customers_words_and_internal_notes_do_not(world: World, who: str, internal: bool) -> None:
    case = world.open()
    say(world, "reply", case, who, internal=internal)
    assert promise_of(case, "first_reply").state == PromiseState.RUNNING
    assert facts_of(case) == ["case.opened", "case.replied"]


def test_an_answer_that_comes_late_records_the_breach_first(world: World) -> None:
    case = world.open()
    say(world, "reply", case, "alice", now=at("2026-11-22", "13:31"))
    promise = promise_of(case, "first_reply")
    assert (promise.state, promise.breached_at) == (PromiseState.MET_LATE, at("2026-11-22", "13:30"))
    assert facts_of(case) == ["case.opened", "promise.breached", "case.replied", "promise.met"]
    assert last(case, "promise.met")["late"] is True
    assert fresh(case).breached is False


def test_at_the_due_moment_itself_it_is_in_time(world: World) -> None:
    case = world.open()
    say(world, "reply", case, "alice", now=at("2026-11-22", "13:30"))
    assert promise_of(case, "first_reply").state == PromiseState.MET


def test_the_customers_answer_resumes_a_case_that_waited_for_it(world: World) -> None:
    case = world.open()
    say(world, "hold", case, reason="waiting_for_customer", now=at("2026-11-21", "08:00"))
    say(world, "reply", case, "maryam", now=at("2026-11-22", "08:00"))
    kept = fresh(case)
    assert (kept.state, kept.hold_reason) == ("in_progress", "")
    assert kept.holds == [["waiting_for_customer", "2026-11-21T08:00:00+00:00", "2026-11-22T08:00:00+00:00"]]
    assert facts_of(case)[-2:] == ["case.replied", "case.resumed"]


def test_the_customers_answer_leaves_a_case_that_waits_for_a_part(world: World) -> None:
    case = world.open()
    say(world, "hold", case, reason="waiting_for_part")
    say(world, "reply", case, "maryam")
    assert fresh(case).state == "on_hold"


@pytest.mark.parametrize("body", ["", "   ", "\u200c \n"])
def test_nothing_is_not_a_message(world: World, body: str) -> None:
    case = world.open()
    with pytest.raises(Invalid) as caught:
        say(world, "reply", case, "maryam", body=body)
    assert set(caught.value.fields) == {"body"}
    assert not Post.objects.unscoped("test").exists()


def test_a_text_too_long_is_told(world: World) -> None:
    case = world.open()
    with pytest.raises(Invalid) as caught:
        say(world, "reply", case, "maryam", body="آ" * 5001)
    assert caught.value.data == {"max_length": 5000}


def test_the_public_never_sees_internal_posts(world: World) -> None:
    case = world.open()
    say(world, "reply", case, "alice", body="مشتری عصبانی است", internal=True)
    say(world, "reply", case, "alice", body="سلام")
    assert [post.body for post in Post.objects.visible_to(world.actor("maryam"))] == ["سلام"]
    assert Post.objects.visible_to(world.actor("carol")).count() == 2
