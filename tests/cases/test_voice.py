"""What the customer alone decides: who looks on, how it was, when it would suit them."""

from datetime import timedelta

import pytest

from sepas.cases import queries
from sepas.cases.actions.hold import hold_case
from sepas.cases.actions.prefer import prefer_appointment
from sepas.cases.actions.progress import progress_case
from sepas.cases.actions.rate import rate_case
from sepas.cases.actions.reopen import reopen_case
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.actions.resolve import resolve_case
from sepas.cases.actions.share import share_case, unshare_case
from sepas.cases.models import Attachment, Post, Promise, Rating, Right, ShareLink
from sepas.cases.queries.one import link_holder
from sepas.kernel.errors import Conflict, Invalid, NotFound, Refused
from tests.cases.world import MORNING, World, facts_of, fresh, last

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(hours=2)
ALL = "the test looks at everything"


def resolved(world: World):
    case = world.open(unit=world.fridge)
    return resolve_case(world.actor("adam"), case=case, resolution="برد عوض شد", now=MORNING)


def test_a_viewer_sees_the_case_but_neither_words_nor_files_and_can_do_nothing(world):
    case = world.open()
    link = share_case(link_holder(case), case=case, now=MORNING)
    assert link.secret != case.secret
    viewer, seen = queries.case_by_share(link.secret)
    assert seen == case
    shown = queries.tracking(viewer, seen, now=MORNING)
    assert not any(shown.verbs.values())
    with pytest.raises(Refused) as caught:
        reply_to_case(viewer, case=seen, body="سلام", now=MORNING)
    assert caught.value.code == "view_only"
    for act in (
        lambda: rate_case(viewer, case=seen, score=1, now=MORNING),
        lambda: share_case(viewer, case=seen, now=MORNING),
        lambda: prefer_appointment(viewer, case=seen, days=[], parts=["morning"], now=MORNING),
    ):
        with pytest.raises(Refused):
            act()
    assert facts_of(case) == ["case.opened", "case.shared"]
    assert "secret" not in last(case, "case.shared")


def test_a_viewer_is_not_spoken_to_as_if_they_were_the_customer(world):
    case = world.open()
    reply_to_case(world.actor("adam"), case=case, body="عکس برچسب را بفرستید", now=MORNING)
    hold_case(world.actor("adam"), case=fresh(case), reason="waiting_for_customer", now=MORNING)
    link = share_case(link_holder(case), case=fresh(case), now=MORNING)
    viewer, seen = queries.case_by_share(link.secret)
    told = queries.tracking(viewer, seen, now=MORNING)
    lines = [entry.text for entry in told.timeline]
    assert "پاسخ شرکت" in lines
    assert "کار فعلاً متوقف است: منتظر پاسخ مشتری هستیم." in lines
    assert not any("شما" in text for text in [*lines, told.next_step])
    own = queries.tracking(link_holder(seen), seen, now=MORNING)
    assert "کار فعلاً متوقف است: منتظر پاسخ شما هستیم." in [entry.text for entry in own.timeline]
    assert own.next_step.startswith("منتظر پاسخ شما هستیم")


def test_a_customer_without_a_name_reads_that_it_was_them(world):
    case = world.open()
    type(case.customer).objects.unscoped(ALL).filter(pk=case.customer_id).update(name="")
    case = fresh(case)
    own = queries.tracking(link_holder(case), case, now=MORNING).timeline[0]
    link = share_case(link_holder(case), case=case, now=MORNING)
    viewer, seen = queries.case_by_share(link.secret)
    assert (own.who, queries.tracking(viewer, seen, now=MORNING).timeline[0].who) == ("شما", "مشتری")


def test_a_late_promise_speaks_of_a_right_only_where_there_is_one(world):
    case = world.open(unit=world.fridge)
    promise = Promise.objects.unscoped(ALL).filter(case=case).first()
    Promise.objects.unscoped(ALL).filter(pk=promise.pk).update(state="breached")
    told = queries.tracking(link_holder(case), fresh(case), now=LATER).next_step
    assert (" دیر شده است." in told, "حقی که این تأخیر" in told) == (True, False)
    right = Right(
        case=case, promise=promise, remedy="loaner", source="law", title={"fa": "جایگزین"}, unlocked_at=LATER
    )
    right.save()
    told = queries.tracking(link_holder(case), fresh(case), now=LATER).next_step
    assert "حقی که این تأخیر به شما می‌دهد پایین‌تر نوشته شده است." in told


def test_a_link_that_was_taken_back_serves_no_longer(world):
    case = world.open()
    link = share_case(link_holder(case), case=case, now=MORNING)
    unshare_case(link_holder(case), case=case, link_id=link.pk, now=MORNING)
    unshare_case(link_holder(case), case=case, link_id=link.pk, now=MORNING)
    with pytest.raises(NotFound):
        queries.case_by_share(link.secret)
    assert facts_of(case) == ["case.opened", "case.shared", "case.unshared"]


def test_links_of_another_case_are_not_there_and_five_are_enough(world):
    case, other = world.open(), world.open("reza", mobile=world.cast.reza.mobile)
    link = share_case(link_holder(case), case=case, now=MORNING)
    with pytest.raises(NotFound):
        unshare_case(link_holder(other), case=other, link_id=link.pk, now=MORNING)
    for _number in range(4):
        share_case(link_holder(case), case=case, now=MORNING)
    with pytest.raises(Conflict) as caught:
        share_case(link_holder(case), case=case, now=MORNING)
    assert caught.value.code == "too_many_links"
    assert not ShareLink.objects.visible_to(world.actor("adam")).exists()


def test_a_resolution_is_rated_once_and_the_next_one_again(world):
    case = resolved(world)
    actor = link_holder(case)
    rate_case(actor, case=case, score=2, words="دیر آمدند", now=MORNING)
    with pytest.raises(Conflict):
        rate_case(actor, case=case, score=5, now=MORNING)
    case = reopen_case(actor, case=fresh(case), why="هنوز خراب است", now=LATER)
    with pytest.raises(Refused) as caught:
        rate_case(actor, case=case, score=5, now=MORNING)
    assert caught.value.code == "not_resolved"
    case = resolve_case(world.actor("adam"), case=case, resolution="این بار درست شد", now=LATER)
    rate_case(actor, case=case, score=5, now=MORNING)
    assert list(Rating.objects.unscoped(ALL).order_by("pk").values_list("round", "score")) == [(0, 2), (1, 5)]
    assert last(case, "case.rated") == {"rating_id": Rating.objects.unscoped(ALL).last().pk, "round": 1}


@pytest.mark.parametrize("score", [None, 0, 6])
def test_a_score_is_one_of_five(world, score):
    case = resolved(world)
    with pytest.raises(Invalid) as caught:
        rate_case(link_holder(case), case=case, score=score, now=MORNING)
    assert set(caught.value.fields) == {"score"}
    assert not Rating.objects.unscoped(ALL).exists()


def test_staff_see_sums_from_five_ratings_on_and_only_managers_single_ones(world):
    for score in (1, 5, 5, 4):
        rate_case(link_holder(case := resolved(world)), case=case, score=score, now=MORNING)
    assert queries.sums(world.actor("bob")).shares == []
    rate_case(link_holder(case := resolved(world)), case=case, score=5, now=MORNING)
    found = queries.sums(world.actor("alice"))
    assert (found.number, found.mean) == (5, 4.0)
    assert found.shares == [(5, 3, 60), (4, 1, 20), (3, 0, 0), (2, 0, 0), (1, 1, 20)]
    assert queries.ratings(world.actor("alice")) == ([], None)
    assert queries.ratings(world.actor("isa")) == ([], None)
    assert [row.score for row in queries.ratings(world.actor("carol"))[0]] == [5, 4, 5, 5, 1]
    assert queries.sums(world.actor("mallory")).number == 0
    assert not [entry for entry in queries.timeline(world.actor("adam"), case) if entry.event == "case.rated"]


def test_a_wish_is_kept_for_days_on_which_the_branch_works(world):
    case = world.open()
    days = ["2026-11-24", "2026-11-22"]
    case = prefer_appointment(link_holder(case), case=case, days=days, parts=["morning"], now=MORNING)
    assert fresh(case).preference == {"days": ["2026-11-22", "2026-11-24"], "parts": ["morning"]}
    prefer_appointment(link_holder(case), case=case, days=days, parts=["morning"], now=MORNING)
    assert facts_of(case) == ["case.opened", "case.appointment_preferred"]
    entry = queries.timeline(world.actor("alice"), case)[-1]
    assert entry.detail == "یکشنبه ۱ آذر ۱۴۰۵ یا سه‌شنبه ۳ آذر ۱۴۰۵؛ صبح"
    prefer_appointment(link_holder(case), case=case, days=[], parts=[], now=MORNING)
    assert fresh(case).preference is None


@pytest.mark.parametrize(
    ("days", "parts", "field"),
    [
        (["2026-11-27"], [], "days"),  # a Friday
        (["2026-11-21"], [], "days"),  # today
        (["2027-11-21"], [], "days"),
        (["yesterday"], [], "days"),
        ([], ["midnight"], "parts"),
        (["2026-11-26"], ["evening"], "parts"),  # Thursday morning only
    ],
)
def test_a_wish_that_the_branch_cannot_meet_is_explained(world, days, parts, field):
    case = world.open()
    with pytest.raises(Invalid) as caught:
        prefer_appointment(link_holder(case), case=case, days=days, parts=parts, now=MORNING)
    assert set(caught.value.fields) == {field}
    assert fresh(case).preference is None


def test_a_wish_comes_too_late_once_somebody_has_come(world):
    case = world.open()
    case = progress_case(
        world.actor("adam"), case=case, moment="visit_completed", now=MORNING + timedelta(hours=1)
    )
    with pytest.raises(Refused) as caught:
        prefer_appointment(link_holder(case), case=case, days=["2026-11-24"], parts=[], now=MORNING)
    assert caught.value.code == "appointment_over"


def test_a_name_is_not_kept_with_what_a_link_holder_does(world):
    case = world.open()
    reply_to_case(link_holder(case), case=case, body="سلام", now=MORNING)
    from sepas.kernel.activity.models import Event

    assert set(Event.objects.of("case", case.pk).values_list("actor_name", flat=True)) == {""}
    assert Post.objects.unscoped(ALL).get().author_name == world.maryam.name
    assert not Attachment.objects.unscoped(ALL).exists()
