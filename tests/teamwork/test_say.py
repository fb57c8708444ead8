"""Answers wait, are taken back, go out exactly once, and are not sent over somebody else's."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.close import close_case
from sepas.cases.actions.merge import merge_cases
from sepas.cases.actions.reopen import reopen_case
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.actions.resolve import resolve_case
from sepas.cases.models import Attachment, Post
from sepas.kernel import epoch
from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Conflict, Invalid, NotFound, Refused
from sepas.kernel.outbox.work import run_pending
from sepas.parties.models import SpecialDay
from sepas.teamwork import queries
from sepas.teamwork.actions.canned import keep_canned_reply
from sepas.teamwork.actions.drafts import keep_draft
from sepas.teamwork.actions.say import say_in_case, take_back
from sepas.teamwork.models import Draft, Notification, WaitingFile, WaitingReply
from sepas.teamwork.publish import publish_due
from tests.cases.world import fresh
from tests.cast import NOW

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 a page"


def posts(case):
    return [post.body for post in Post.objects.unscoped("test").filter(case=case).order_by("pk")]


def test_an_answer_waits_twenty_seconds_and_is_then_said_once(world, seconds):
    case = world.open()
    waiting = say_in_case(world.actor("alice"), case=case, body="فردا می‌آییم", now=NOW)
    assert isinstance(waiting, WaitingReply)
    assert waiting.due_at == NOW + timedelta(seconds=20)
    assert publish_due(NOW + timedelta(seconds=19)) == 0
    assert posts(case) == []
    assert publish_due(NOW + timedelta(seconds=20)) == 1
    assert publish_due(NOW + timedelta(seconds=21)) == 0
    assert posts(case) == ["فردا می‌آییم"]
    said = Post.objects.unscoped("test").get(case=case)
    assert said.author_name == world.staff("alice").name_fa
    assert Event.objects.filter(name="case.replied", subject_id=case.pk).count() == 1


def test_an_answer_that_was_taken_back_is_never_said_and_is_a_draft_again(world, seconds):
    case, alice = world.open(), world.actor("alice")
    waiting = say_in_case(alice, case=case, body="فردا می‌آییم", now=NOW)
    take_back(alice, waiting=waiting, now=NOW + timedelta(seconds=5))
    assert publish_due(NOW + timedelta(hours=1)) == 0
    assert posts(case) == []
    assert queries.desk(alice, case, now=NOW).draft == "فردا می‌آییم"
    assert Event.objects.filter(name="reply.taken_back", subject_id=waiting.pk).count() == 1


def test_what_went_out_cannot_be_taken_back(world, seconds):
    case, alice = world.open(), world.actor("alice")
    waiting = say_in_case(alice, case=case, body="فردا", now=NOW)
    stale = WaitingReply.objects.unscoped("test").select_related("case__customer").get(pk=waiting.pk)
    publish_due(NOW + timedelta(minutes=1))
    with pytest.raises(Conflict):
        take_back(alice, waiting=stale, now=NOW + timedelta(minutes=1))
    fresh = queries.waiting_reply(alice, case, waiting.pk)
    with pytest.raises(Conflict) as told:
        take_back(alice, waiting=fresh, now=NOW + timedelta(minutes=1))
    assert told.value.code == "gone_already"
    assert posts(case) == ["فردا"]


def test_a_colleague_does_not_take_it_back_a_manager_does(world, seconds):
    case = assign_case(world.actor("carol"), case=world.open(), assignee=world.staff("bob"), now=NOW)
    waiting = say_in_case(world.actor("alice"), case=case, body="فردا", now=NOW)
    with pytest.raises(Refused) as told:
        take_back(world.actor("bob"), waiting=waiting, now=NOW)
    assert told.value.code == "not_yours"
    assert WaitingReply.objects.unscoped("test").get().state == "waiting"
    take_back(world.actor("carol"), waiting=waiting, now=NOW)
    assert WaitingReply.objects.unscoped("test").get().state == "taken_back"
    assert Draft.objects.unscoped("test").get().author_id == world.staff("alice").pk


def test_a_scheduled_answer_goes_out_with_its_files_at_its_moment(world):
    case = world.open()
    at = NOW + timedelta(days=1)
    file = SimpleUploadedFile("راهنما.pdf", PDF, "application/pdf")
    say_in_case(world.actor("alice"), case=case, body="راهنما", files=[file], at=at, now=NOW)
    assert publish_due(at - timedelta(seconds=1)) == 0
    assert publish_due(at) == 1
    kept = Attachment.objects.unscoped("test").get(case=case)
    assert (kept.name, kept.size, kept.post_id) == (
        "راهنما.pdf",
        len(PDF),
        Post.objects.unscoped("test").get().pk,
    )
    assert not WaitingFile.objects.unscoped("test").exists()


@pytest.mark.parametrize("at", [NOW, NOW - timedelta(minutes=1), NOW + timedelta(days=61)])
def test_a_moment_that_is_over_or_too_far_is_refused(world, at):
    case = world.open()
    with pytest.raises(Invalid) as told:
        say_in_case(world.actor("alice"), case=case, body="سلام", at=at, now=NOW)
    assert set(told.value.fields) == {"at"}
    assert not WaitingReply.objects.unscoped("test").exists()


def test_an_answer_whose_case_was_closed_meanwhile_fails_and_its_author_is_told(world):
    case, alice = world.open(), world.actor("alice")
    say_in_case(alice, case=case, body="فردا", at=NOW + timedelta(hours=2), now=NOW)
    resolved = resolve_case(
        world.actor("carol"), case=case, resolution="درست شد", now=NOW + timedelta(hours=1)
    )
    close_case(world.actor("carol"), case=resolved, now=NOW + timedelta(hours=1))
    assert publish_due(NOW + timedelta(hours=2)) == 1
    assert publish_due(NOW + timedelta(hours=3)) == 0
    assert posts(case) == []
    failed = WaitingReply.objects.unscoped("test").get()
    assert failed.state == "failed"
    assert failed.error
    told = Notification.objects.visible_to(alice).get()
    assert (told.reason, told.case_id) == ("not_sent", case.pk)


def test_an_answer_over_a_newer_one_of_a_colleague_is_held_back(world):
    case, alice = world.open(), world.actor("alice")
    first = reply_to_case(world.actor("carol"), case=case, body="امروز می‌آییم", now=NOW)
    case.refresh_from_db()
    with pytest.raises(Conflict) as told:
        say_in_case(alice, case=case, body="فردا می‌آییم", seen=0, now=NOW)
    assert (told.value.code, told.value.data["seen"]) == ("answered_meanwhile", first.pk)
    assert posts(case) == ["امروز می‌آییم"]
    say_in_case(alice, case=case, body="فردا می‌آییم", seen=first.pk, now=NOW)
    assert posts(case) == ["امروز می‌آییم", "فردا می‌آییم"]


def test_a_note_of_a_colleague_holds_nothing_back(world):
    case = world.open()
    reply_to_case(world.actor("carol"), case=case, body="مشتری عجله دارد", internal=True, now=NOW)
    case.refresh_from_db()
    say_in_case(world.actor("alice"), case=case, body="فردا می‌آییم", seen=0, now=NOW)
    assert posts(case)[-1] == "فردا می‌آییم"


def test_an_answer_that_a_colleague_is_just_sending_warns_too(world, seconds):
    case = world.open()
    say_in_case(world.actor("carol"), case=case, body="امروز", seen=0, now=NOW)
    with pytest.raises(Conflict) as told:
        say_in_case(world.actor("alice"), case=case, body="فردا", seen=0, now=NOW)
    assert told.value.code == "answered_meanwhile"


def test_sending_forgets_the_draft_and_counts_the_ready_text(world):
    case, alice = world.open(), world.actor("alice")
    kept = keep_canned_reply(alice, title="فردا", body_fa="فردا", now=NOW)
    keep_draft(alice, case=case, body="فردا", now=NOW)
    say_in_case(alice, case=case, body="فردا", canned=kept.pk, now=NOW)
    assert queries.desk(alice, case, now=NOW).draft == ""
    assert queries.canned_reply(alice, kept.pk).used == 1


def test_whoever_may_not_answer_leaves_nothing_behind(world, seconds):
    case = world.open()
    with pytest.raises(NotFound):
        say_in_case(world.actor("isa"), case=case, body="سلام", now=NOW)
    assert not WaitingReply.objects.unscoped("test").exists()


FRIDAY = datetime(2026, 11, 27, 6, 30, tzinfo=UTC)
"""Ten o'clock in Tehran, when the branch is closed all day; it opens on Saturday at half past eight."""
OPENING = datetime(2026, 11, 28, 5, 0, tzinfo=UTC)


def test_a_moment_outside_the_branch_s_hours_is_asked_about_with_the_next_opening(world):
    case, alice = world.open(), world.actor("alice")
    for at, opens in (
        (FRIDAY, OPENING),
        (NOW + timedelta(hours=2, minutes=30), NOW + timedelta(hours=3, minutes=30)),  # the break at noon
        (
            datetime(2026, 11, 25, 13, 30, tzinfo=UTC),
            datetime(2026, 11, 26, 5, 0, tzinfo=UTC),
        ),  # closing time
    ):
        with pytest.raises(Conflict) as told:
            say_in_case(alice, case=case, body="سلام", at=at, ask_hours=True, now=NOW)
        assert (told.value.code, told.value.data["opens"]) == ("outside_hours", opens.isoformat())
    assert not WaitingReply.objects.unscoped("test").exists()
    for at in (OPENING, NOW + timedelta(hours=1)):
        say_in_case(alice, case=case, body="سلام", at=at, ask_hours=True, now=NOW)
    say_in_case(alice, case=case, body="سلام", at=FRIDAY, now=NOW)
    assert WaitingReply.objects.unscoped("test").count() == 3


def test_a_branch_that_never_opens_offers_no_opening(world):
    case = world.open()
    SpecialDay.objects.unscoped("test").bulk_create(
        SpecialDay(organisation=world.sard, day=NOW.date() + timedelta(days=n), title="تعطیل")
        for n in range(120)
    )
    epoch.turn(world.sard.pk)
    with pytest.raises(Conflict) as told:
        say_in_case(
            world.actor("alice"), case=case, body="سلام", at=NOW + timedelta(days=1), ask_hours=True, now=NOW
        )
    assert told.value.data == {"opens": None}


def closed_with_an_answer_waiting(world, draft: str = ""):
    case, alice = world.open(), world.actor("alice")
    at = NOW + timedelta(hours=2)
    say_in_case(alice, case=case, body="فردا می‌آییم", at=at, now=NOW)
    if draft:
        keep_draft(alice, case=case, body=draft, now=NOW)
    carol = world.actor("carol")
    resolved = resolve_case(carol, case=case, resolution="درست شد", now=NOW + timedelta(minutes=30))
    return close_case(carol, case=resolved, now=NOW + timedelta(minutes=40))


def test_closing_returns_a_waiting_answer_to_its_author_as_a_draft_at_once(world):
    case = closed_with_an_answer_waiting(world)
    run_pending(NOW + timedelta(hours=1))
    failed = WaitingReply.objects.unscoped("test").get()
    assert (failed.state, posts(case)) == ("failed", [])
    told = Notification.objects.visible_to(world.actor("alice")).get(reason="not_sent")
    assert told.at == NOW + timedelta(minutes=40)
    assert queries.desk(world.actor("alice"), case, now=NOW).draft == "فردا می‌آییم"
    assert publish_due(NOW + timedelta(hours=3)) == 0
    run_pending(NOW + timedelta(hours=1))
    assert Notification.objects.visible_to(world.actor("alice")).filter(reason="not_sent").count() == 1
    assert Event.objects.filter(name="reply.not_sent", subject_id=failed.pk).count() == 1


def test_a_draft_that_was_begun_meanwhile_keeps_its_words_too(world):
    case = closed_with_an_answer_waiting(world, draft="و یک چیز دیگر")
    assert publish_due(NOW + timedelta(hours=3)) == 1
    assert queries.desk(world.actor("alice"), case, now=NOW).draft == "و یک چیز دیگر\n\nفردا می‌آییم"


def test_merging_returns_what_waited_in_the_duplicate(world):
    survivor, duplicate = world.open(), world.open()
    alice = world.actor("alice")
    say_in_case(alice, case=duplicate, body="فردا می‌آییم", at=NOW + timedelta(hours=2), now=NOW)
    merge_cases(alice, duplicate=fresh(duplicate), survivor=fresh(survivor), now=NOW + timedelta(hours=1))
    run_pending(NOW + timedelta(hours=1))
    assert WaitingReply.objects.unscoped("test").get().state == "failed"
    assert queries.desk(alice, fresh(duplicate), now=NOW).draft == "فردا می‌آییم"
    assert posts(survivor) == posts(duplicate) == []


def test_a_case_that_is_open_again_by_then_keeps_what_waits(world):
    case = closed_with_an_answer_waiting(world)
    reopen_case(world.actor("carol"), case=case, why="باز هم خراب است", now=NOW + timedelta(minutes=50))
    run_pending(NOW + timedelta(hours=1))
    assert WaitingReply.objects.unscoped("test").get().state == "waiting"
    assert publish_due(NOW + timedelta(hours=2)) == 1
    assert posts(case)[-1] == "فردا می‌آییم"
