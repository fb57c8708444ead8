"""Merging two cases, undoing that, and splitting one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sepas.cases.actions.merge import merge_cases
from sepas.cases.actions.split import split_case
from sepas.cases.actions.unmerge import WINDOW, unmerge_cases
from sepas.cases.models import OPEN_PROMISES, Case, Post, Promise
from sepas.cases.promises.tick import tick
from sepas.cases.queries.bonded import brought_beside
from sepas.cases.queries.bonds import merge_preview
from sepas.cases.queries.one import case_by_code, case_by_secret, link_holder
from sepas.cases.queries.tracking import tracking
from sepas.kernel.errors import Conflict, Invalid, NotFound, Refused
from tests.cases.verbs import say
from tests.cases.world import MORNING, World, facts_of, fresh, last

LATER = MORNING + timedelta(hours=2)


def merge(world: World, duplicate: Case, survivor: Case, who: str = "alice", now=LATER) -> Case:
    return merge_cases(world.actor(who), duplicate=fresh(duplicate), survivor=fresh(survivor), now=now)


def owed(case: Case) -> dict[str, Promise]:
    rows = Promise.objects.unscoped("test").filter(case=case, state__in=OPEN_PROMISES)
    return {f"{row.source}:{row.name}": row for row in rows}


def posts(case: Case) -> list[str]:
    return list(Post.objects.unscoped("test").filter(case=case).order_by("pk").values_list("body", flat=True))


def test_the_duplicate_closes_and_its_words_go_on_in_the_survivor(world: World) -> None:
    survivor, duplicate = world.open(), world.open(now=MORNING + timedelta(hours=1))
    say(world, "reply", duplicate, "maryam", body="هنوز خبری نشد", now=LATER)
    merge(world, duplicate, survivor)
    kept = fresh(duplicate)
    assert (kept.state, kept.is_open, kept.merged_into_id, kept.closed_at) == (
        "closed",
        False,
        survivor.pk,
        LATER,
    )
    assert (kept.next_due_at, owed(kept)) == (None, {})
    assert (posts(duplicate), posts(survivor)) == ([], ["هنوز خبری نشد"])
    assert facts_of(duplicate)[-1] == "case.merged"
    assert last(survivor, "case.absorbed")["duplicate_code"] == duplicate.code


def test_of_each_promise_the_one_that_is_due_first_is_kept_whichever_case_made_it(world: World) -> None:
    early, late = world.open(), world.open(now=MORNING + timedelta(days=2))
    wanted = {name: promise.due_at for name, promise in owed(early).items()}
    assert wanted
    assert any(owed(late)[name].due_at > due for name, due in wanted.items())
    merge(world, early, late, now=MORNING + timedelta(days=2))
    assert {name: promise.due_at for name, promise in owed(late).items()} == wanted
    assert fresh(late).next_due_at == min(wanted.values())


def test_a_promise_that_only_the_duplicate_had_comes_along_and_no_decision_takes_it_away(
    world: World,
) -> None:
    survivor = world.open(kind="advice")
    duplicate = world.open(unit=world.phone)
    say(world, "progress", duplicate, moment="device_received")
    only = set(owed(duplicate)) - set(owed(survivor))
    assert only
    merge(world, duplicate, survivor)
    assert only <= set(owed(survivor))
    say(world, "triage", fresh(survivor), kind="guarantee_repair")
    say(world, "answer", fresh(survivor))
    assert only <= set(owed(survivor))


def test_the_code_and_the_link_of_the_duplicate_lead_its_customer_to_the_survivor(world: World) -> None:
    survivor, duplicate = world.open(), world.open()
    merge(world, duplicate, survivor)
    actor, found = case_by_secret(duplicate.secret)
    assert (found.pk, actor.case_id) == (survivor.pk, survivor.pk)
    assert case_by_code(world.actor("maryam"), duplicate.code).pk == survivor.pk
    assert case_by_code(world.actor("alice"), duplicate.code).pk == duplicate.pk


def test_merging_again_changes_nothing_and_a_merged_case_is_not_reopened(world: World) -> None:
    survivor, duplicate = world.open(), world.open()
    merge(world, duplicate, survivor)
    told = facts_of(survivor), facts_of(duplicate)
    merge(world, duplicate, survivor)
    assert (facts_of(survivor), facts_of(duplicate)) == told
    with pytest.raises(Refused) as caught:
        say(world, "reopen", fresh(duplicate))
    assert caught.value.code == "merged"


def test_what_cannot_be_merged_stays_as_it_is(world: World) -> None:
    survivor, duplicate = world.open(), world.open()
    for case, into, error in (
        (duplicate, duplicate, Invalid),
        (duplicate, world.open(mobile=world.cast.reza.mobile, actor="alice"), Refused),
    ):
        with pytest.raises(error):
            merge(world, case, into)
    say(world, "resolve", survivor)
    say(world, "close", survivor)
    with pytest.raises(Invalid):
        merge(world, duplicate, survivor)
    with pytest.raises(NotFound):
        merge(world, duplicate, world.open(), "mallory")
    with pytest.raises(Refused):
        merge(world, duplicate, world.open(), "bob")
    assert fresh(duplicate).state == "new"


def test_cases_of_two_customers_of_one_product_are_merged_by_a_manager_and_show_nobody_the_others_words(
    world: World,
) -> None:
    survivor = world.open(unit=world.phone)
    duplicate = world.open("alice", unit=world.phone, mobile=world.cast.reza.mobile)
    say(world, "reply", duplicate, "reza", body="من هم منتظرم")
    with pytest.raises(Refused):
        merge(world, duplicate, survivor, "alice")
    merge(world, duplicate, survivor, "carol")
    assert (posts(duplicate), posts(survivor)) == (["من هم منتظرم"], [])
    assert case_by_secret(duplicate.secret)[1].pk == duplicate.pk
    with pytest.raises(NotFound):
        case_by_code(world.actor("reza"), survivor.code)
    assert last(duplicate, "case.merged")["same_customer"] is False


def test_the_preview_tells_what_the_merge_does(world: World) -> None:
    survivor, duplicate = world.open(kind="advice"), world.open(unit=world.phone)
    say(world, "reply", duplicate, "maryam", body="خبری نشد")
    found = merge_preview(world.actor("alice"), fresh(duplicate), fresh(survivor))
    assert (bool(found.answer), found.same_customer, found.posts, found.files) == (True, True, 1, 0)
    expected = sorted(promise.name for promise in (*found.brought, *found.kept))
    merge(world, duplicate, survivor)
    assert sorted(promise.name for promise in owed(survivor).values()) == expected


def test_undoing_puts_both_back_exactly(world: World) -> None:
    survivor, duplicate = world.open(), world.open(now=MORNING - timedelta(hours=1))
    say(world, "reply", duplicate, "maryam", body="خبری نشد")
    say(world, "hold", fresh(duplicate), reason="waiting_for_customer", now=MORNING)

    def picture(case: Case) -> object:
        row = fresh(case)
        promises = Promise.objects.unscoped("test").filter(case=case).order_by("pk")
        return (
            [row.state, row.hold_reason, row.holds, row.is_open, row.next_due_at, row.merged_into_id],
            [
                (each.pk, each.state, each.due_at, each.pauses, each.tick_at, each.brought)
                for each in promises
            ],
            posts(case),
        )

    before = picture(survivor), picture(duplicate)
    merge(world, duplicate, survivor)
    assert (picture(survivor), picture(duplicate)) != before
    unmerge_cases(world.actor("alice"), duplicate=fresh(duplicate), now=LATER)
    assert (picture(survivor), picture(duplicate)) == before
    assert facts_of(duplicate)[-1] == facts_of(survivor)[-1] == "case.unmerged"
    unmerge_cases(world.actor("alice"), duplicate=fresh(duplicate), now=LATER)
    assert facts_of(duplicate).count("case.unmerged") == 1
    merge(world, duplicate, survivor)
    assert fresh(duplicate).merged_into_id == survivor.pk


def test_a_merge_is_not_undone_after_a_day_nor_when_something_happened_since(world: World) -> None:
    survivor, duplicate = world.open(), world.open()
    merge(world, duplicate, survivor)
    with pytest.raises(Conflict) as late:
        unmerge_cases(
            world.actor("alice"), duplicate=fresh(duplicate), now=LATER + WINDOW + timedelta(seconds=1)
        )
    assert late.value.code == "unmerge_over"
    say(world, "reply", fresh(survivor), "alice", now=LATER)
    with pytest.raises(Conflict) as since:
        unmerge_cases(world.actor("alice"), duplicate=fresh(duplicate), now=LATER)
    assert since.value.code == "happened_since"
    assert fresh(duplicate).merged_into_id == survivor.pk


def test_the_clock_finds_what_a_merge_brought_late_in_the_survivor(world: World) -> None:
    survivor, duplicate = world.open(kind="advice"), world.open(unit=world.phone)
    merge(world, duplicate, survivor)
    tick(MORNING + timedelta(days=90))
    names = facts_of(survivor)
    assert "promise.breached" in names
    assert "promise.breached" not in facts_of(duplicate)


def test_a_part_becomes_a_case_whose_clocks_count_from_when_it_was_written(world: World) -> None:
    case = world.open()
    say(world, "reply", case, "maryam", body="تلویزیون هم خراب است", now=MORNING + timedelta(hours=1))
    post = Post.objects.unscoped("test").get(case=case)
    new = split_case(
        world.actor("alice"),
        case=fresh(case),
        kind="paid_repair",
        description="تلویزیون روشن نمی‌شود",
        posts=[post.pk],
        now=MORNING + timedelta(days=1),
    )
    kept = fresh(new)
    assert kept.code != case.code
    assert (kept.opened_at, kept.customer_id, kept.branch_id) == (
        MORNING + timedelta(hours=1),
        case.customer_id,
        case.branch_id,
    )
    assert {promise.started_at for promise in owed(new).values()} == {MORNING + timedelta(hours=1)}
    assert kept.decision_id is not None
    assert (posts(case), posts(new)) == ([], ["تلویزیون هم خراب است"])
    assert last(case, "case.split")["new_code"] == new.code
    assert last(new, "case.opened")["split_from"] == case.code
    assert facts_of(new) == ["case.opened", "case.linked"]


def test_an_answer_given_since_counts_for_the_new_case(world: World) -> None:
    case = world.open()
    say(world, "reply", case, "maryam", body="تلویزیون هم خراب است", now=MORNING)
    say(world, "reply", fresh(case), "alice", body="فردا می‌آییم", now=LATER)
    post = Post.objects.unscoped("test").filter(case=case).first()
    assert post is not None
    new = split_case(
        world.actor("alice"), case=fresh(case), kind="advice", description="دومی", posts=[post.pk], now=LATER
    )
    assert "organisation:first_reply" not in owed(new)


def test_a_split_needs_something_and_a_sentence_and_the_right(world: World) -> None:
    case = world.open()
    with pytest.raises(Invalid) as caught:
        split_case(world.actor("alice"), case=case, kind="x", description=" ", now=MORNING)
    assert set(caught.value.fields) == {"kind", "description", "posts"}
    with pytest.raises(Invalid):
        split_case(
            world.actor("alice"), case=case, kind="advice", description="دومی", posts=[99], now=MORNING
        )
    with pytest.raises(Refused):
        split_case(world.actor("bob"), case=case, kind="advice", description="دومی", posts=[1], now=MORNING)
    assert Case.objects.unscoped("test").count() == 1


def test_a_promise_that_was_brought_beside_one_that_is_kept_says_whose_it_is(world: World) -> None:
    survivor, duplicate = world.open(), world.open()
    say(world, "reply", survivor, "alice", body="فردا می‌آییم", now=LATER)
    merge(world, duplicate, survivor)
    own, brought = sorted(
        Promise.objects.unscoped("test").filter(case=survivor, name="first_reply"),
        key=lambda row: row.brought,
    )
    assert brought_beside([own, brought]) == {brought.pk}
    assert brought_beside([brought]) == frozenset()
    for language, words in (("fa", "(درخواست ادغام‌شده)"), ("en", "(of the merged request)")):
        case = fresh(survivor)
        shown = tracking(replace(link_holder(case), language=language), case, now=LATER)
        titles = [each.title for each in shown.promises]
        assert len(titles) == len(set(titles))
        assert [words in title for title in titles].count(True) == 1
