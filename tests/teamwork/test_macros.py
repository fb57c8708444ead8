"""Macros do several verbs in one go: each under its own policy, all of them or none, told in the timeline."""

from datetime import timedelta

import pytest

from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.models import Post, Snooze
from sepas.cases.queries.page import page
from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused
from sepas.teamwork import queries
from sepas.teamwork.actions.macros import keep_macro, preview, remove_macro, run_macro
from sepas.teamwork.models import Macro
from tests.cases.world import World, facts_of, fresh
from tests.cast import NOW

pytestmark = pytest.mark.django_db
UNTIL = NOW + timedelta(days=3)
WAIT = {
    "title": "عکس بخواه",
    "take": True,
    "body_fa": "سلام {مشتری}، لطفاً عکس برچسب را بفرستید.",
    "note": "منتظر عکس",
    "then": "hold",
    "reason": "waiting_for_customer",
    "aside": "3d",
}


def keep(world: World, who: str = "carol", **more) -> Macro:
    return keep_macro(world.actor(who), now=NOW, **WAIT | more)


def run(world: World, case, macro, who: str = "carol", **more):
    actor = world.actor(who)
    promises = queries.promises_of(actor, case)
    return run_macro(actor, case=fresh(case), macro=macro, promises=promises, until=UNTIL, now=NOW, **more)


def steps(world: World, case, macro, who: str = "carol"):
    actor = world.actor(who)
    found = preview(actor, fresh(case), macro, queries.promises_of(actor, case), until=UNTIL, now=NOW)
    return [(step.verb, bool(step.answer)) for step in found]


def posts(case):
    return list(
        Post.objects.unscoped("test").filter(case=case).order_by("pk").values_list("body", "internal")
    )


def test_all_of_it_is_done_in_its_order_and_told(world: World) -> None:
    case, macro = world.open(), keep(world)
    assert steps(world, case, macro) == [
        ("claim", True), ("reply", True), ("note", True), ("hold", True), ("snooze", True),
    ]  # fmt: skip
    run(world, case, macro)
    after = fresh(case)
    assert (after.assignee_id, after.state, after.hold_reason) == (
        world.cast.carol.pk,
        "on_hold",
        "waiting_for_customer",
    )
    assert posts(case) == [
        (f"سلام {world.maryam.name}، لطفاً عکس برچسب را بفرستید.", False),
        ("منتظر عکس", True),
    ]
    snooze = Snooze.objects.unscoped("test").get()
    assert (snooze.staff_id, snooze.until) == (world.cast.carol.pk, UNTIL)
    assert facts_of(case)[1:] == [
        "case.macro_run", "case.assigned", "case.replied", "promise.met", "case.replied", "case.held", "case.snoozed",
    ]  # fmt: skip
    assert Macro.objects.unscoped("test").get().used == 1
    told = [entry.text for entry in page(world.actor("carol"), after, now=NOW).timeline]
    assert any("عکس بخواه" in text for text in told)
    told = [entry.text for entry in page(world.actor("maryam"), after, now=NOW).timeline]
    assert not any("عکس بخواه" in text for text in told)


def test_what_one_refuses_leaves_nothing_of_the_others(world: World) -> None:
    case, macro = world.open(), keep(world, then="close", aside="")
    assert steps(world, case, macro)[-1] == ("close", False)
    version, told = fresh(case).version, facts_of(case)
    with pytest.raises(DomainError):
        run(world, case, macro)
    assert (fresh(case).version, facts_of(case), posts(case)) == (version, told, [])
    assert Macro.objects.unscoped("test").get().used == 0


def test_each_verb_is_under_the_policy_of_whoever_runs_it(world: World) -> None:
    case, macro = world.open(), keep(world, personal=False)
    assign_case(world.actor("carol"), case=case, assignee=world.cast.alice, now=NOW)
    with pytest.raises(Refused) as refused:
        run(world, case, macro, "bob")
    assert refused.value.code == "taken"
    mine = keep(world, "bob", take=False)
    assert steps(world, case, mine, "bob")[0] == ("reply", False)
    with pytest.raises(Refused):
        run(world, case, mine, "bob")
    assert posts(case) == []


def test_a_step_is_judged_in_the_state_that_the_one_before_it_leaves(world: World) -> None:
    case, macro = world.open(), keep(world, take=True, body_fa="", note="", then="triage", aside="")
    # Taking it puts it to work, so it is not looked at any more.
    assert steps(world, case, macro) == [("claim", True), ("triage", False)]
    with pytest.raises(Refused):
        run(world, case, macro)
    assert fresh(case).assignee_id is None


def test_what_is_ones_own_is_not_taken_again_and_nothing_at_all_is_told(world: World) -> None:
    case, macro = world.open(), keep(world, body_fa="", note="", then="", aside="")
    run(world, case, macro)
    assert steps(world, case, macro) == []
    with pytest.raises(Conflict) as told:
        run(world, case, macro)
    assert told.value.code == "nothing_to_do"


def test_the_answer_may_be_changed_and_is_not_sent_over_a_newer_one(world: World) -> None:
    case, macro = world.open(), keep(world)
    reply_to_case(world.actor("alice"), case=fresh(case), body="امروز می‌آییم", now=NOW)
    with pytest.raises(Conflict) as told:
        run(world, case, macro, seen=0)
    assert told.value.code == "answered_meanwhile"
    assert fresh(case).state == "new"
    with pytest.raises(Invalid):
        run(world, case, macro, body=" ")
    assert len(posts(case)) == 1
    run(world, case, macro, body="عکس بفرستید لطفاً")
    assert ("عکس بفرستید لطفاً", False) in posts(case)


def test_a_customer_of_the_other_language_reads_it_in_theirs(world: World) -> None:
    type(world.maryam).objects.unscoped("test").filter(pk=world.maryam.pk).update(language="en")
    case, macro = world.open(), keep(world, body_en="Hello {customer}", note="")
    run(world, case, macro)
    assert posts(case)[0][0].startswith("Hello ")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 61}, "title"),
        ({"body_fa": "سلام {نام‌ناشناس}"}, "body_fa"),
        ({"then": "explode"}, "then"),
        ({"reason": "whatever"}, "reason"),
        ({"aside": "forever"}, "aside"),
        ({"take": False, "body_fa": "", "note": "", "then": "", "aside": ""}, "title"),
    ],
)
def test_a_macro_that_cannot_be_is_told_at_its_field(world: World, wrong, field) -> None:
    with pytest.raises(Invalid) as told:
        keep(world, **wrong)
    assert field in told.value.fields
    assert not Macro.objects.unscoped("test").exists()


def test_ones_own_are_seen_by_nobody_else_and_shared_ones_changed_by_managers(world: World) -> None:
    mine, shared = keep(world, "alice"), keep(world, title="همه", personal=False)
    assert {row.title for row in queries.macros(world.actor("alice"))} == {"عکس بخواه", "همه"}
    assert {row.title for row in queries.macros(world.actor("carol"))} == {"همه"}
    assert queries.macros(world.actor("mallory")) == []
    with pytest.raises(NotFound):
        queries.macro(world.actor("carol"), mine.pk)
    with pytest.raises(Refused):
        keep(world, "alice", kept=shared, title="دیگر")
    with pytest.raises(Refused):
        keep(world, "alice", personal=False)
    with pytest.raises(NotFound):
        remove_macro(world.actor("mallory"), kept=shared, now=NOW)
    assert Macro.objects.unscoped("test").get(pk=shared.pk).title == "همه"
    keep(world, kept=shared, title="همگان")
    remove_macro(world.actor("carol"), kept=shared, now=NOW)
    told = Event.objects.filter(subject_type="macro", subject_id=shared.pk).order_by("pk")
    assert list(told.values_list("name", flat=True)) == ["macro.kept", "macro.kept", "macro.removed"]
