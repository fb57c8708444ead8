"""Mentions reach who may see the case; drafts and presence show colleagues who else is there."""

from datetime import timedelta

import pytest

from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.models import Post
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.kernel.outbox.work import run_pending
from sepas.teamwork import queries
from sepas.teamwork.actions.drafts import keep_draft
from sepas.teamwork.actions.notifications import mark_read
from sepas.teamwork.actions.presence import FRESH, be_present, forget_presence
from sepas.teamwork.actions.say import say_in_case
from sepas.teamwork.mentions import mentioned
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def run(now=NOW):
    run_pending(now)


def told(world, name):
    rows, _older = queries.notifications(world.actor(name))
    return [(row.reason, row.case_id) for row in rows]


def test_a_mention_in_a_note_is_told_once_to_that_colleague_alone(world):
    case, carol = world.open(), world.staff("carol")
    body = f"@{carol.name_fa} لطفاً نگاه کنید، @{carol.name_fa}!"
    say_in_case(world.actor("alice"), case=case, body=body, internal=True, now=NOW)
    run()
    assert told(world, "carol") == [("mentioned", case.pk)]
    assert told(world, "alice") == []
    assert queries.unread(world.actor("carol")) == 1


def test_a_mention_of_somebody_who_may_not_see_the_case_is_refused_with_the_reason(world):
    case, isa = world.open(), world.staff("isa")
    with pytest.raises(Invalid) as wrong:
        say_in_case(world.actor("alice"), case=case, body=f"@{isa.name_fa} ببین", internal=True, now=NOW)
    assert wrong.value.code == "mention_refused"
    assert isa.name_fa in str(wrong.value.fields["body"])
    assert not Post.objects.unscoped("test").filter(case=case).exists()


def test_a_mention_that_came_by_another_door_does_not_reach_who_may_not_see(world):
    case, isa = world.open(), world.staff("isa")
    reply_to_case(world.actor("alice"), case=case, body=f"@{isa.name_fa} ببین", internal=True, now=NOW)
    run()
    assert told(world, "isa") == []


def test_an_address_is_no_mention_and_a_sign_in_name_is_one(world):
    alice, carol = world.actor("alice"), world.staff("carol")
    assert mentioned(alice, f"write to info@{carol.user.username}.ir") == []
    assert [person.pk for person in mentioned(alice, f"(@{carol.user.username})")] == [carol.pk]
    assert mentioned(alice, f"@{carol.user.username}x") == []


def test_nobody_of_another_company_is_mentioned(world):
    assert mentioned(world.actor("alice"), f"@{world.staff('mallory').name_fa}") == []


def test_the_assignee_hears_of_the_case_and_of_what_its_customer_writes(world):
    case = assign_case(world.actor("carol"), case=world.open(), assignee=world.staff("bob"), now=NOW)
    reply_to_case(world.actor("maryam"), case=case, body="کی می‌آیید؟", now=NOW)
    run()
    assert sorted(told(world, "bob")) == [("assigned", case.pk), ("customer_wrote", case.pk)]
    run()
    assert len(told(world, "bob")) == 2


def test_taking_a_case_oneself_is_no_news(world):
    assign_case(world.actor("carol"), case=world.open(), assignee=world.staff("carol"), now=NOW)
    run()
    assert told(world, "carol") == []


def test_reading_one_leaves_the_others_and_nobody_reads_for_somebody_else(world):
    for _ in range(2):
        assign_case(world.actor("carol"), case=world.open(), assignee=world.staff("bob"), now=NOW)
    run()
    bob = world.actor("bob")
    rows, _older = queries.notifications(bob)
    assert mark_read(world.actor("carol"), pk=rows[0].pk, now=NOW) == 0
    assert mark_read(bob, pk=rows[0].pk, now=NOW) == 1
    assert queries.unread(bob) == 1
    assert mark_read(bob, now=NOW) == 1
    assert queries.unread(bob) == 0


def test_drafts_are_kept_per_person_and_shown_to_colleagues(world):
    case, now = world.open(), clock.now()
    keep_draft(world.actor("alice"), case=case, body="فردا", now=now)
    keep_draft(world.actor("alice"), case=case, body="فردا می", now=now)
    assert queries.desk(world.actor("alice"), case, now=now).draft == "فردا می"
    assert queries.company(world.actor("alice"), case, now=now) == []
    seen = queries.company(world.actor("carol"), case, now=now)
    assert [(each.name_fa, each.doing) for each in seen] == [(world.staff("alice").name_fa, "draft")]
    keep_draft(world.actor("alice"), case=case, body=" ", now=now)
    assert queries.company(world.actor("carol"), case, now=now) == []


def test_presence_fades_and_whoever_answers_comes_first(world):
    case, now = world.open(), clock.now()
    be_present(world.actor("carol"), case=case, answering=False, now=now)
    be_present(world.actor("dave"), case=case, answering=True, now=now)
    be_present(world.actor("dave"), case=case, answering=True, now=now)
    seen = queries.company(world.actor("alice"), case, now=now)
    assert [each.doing for each in seen] == ["answering", "looking"]
    assert queries.company(world.actor("alice"), case, now=now + FRESH) == []
    assert forget_presence(now + timedelta(minutes=30)) == 0
    assert forget_presence(now + timedelta(hours=2)) == 2


def test_the_desk_of_a_case_costs_three_queries(world, django_assert_num_queries):
    case, alice = world.open(), world.actor("alice")
    with django_assert_num_queries(3):
        queries.desk(alice, case, now=NOW)
