"""Decisions that are kept, and what is told when one takes the place of another."""

from datetime import date, timedelta

import pytest

from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Invalid, NotFound, Refused
from sepas.warranty.actions.decide import decide
from sepas.warranty.models import Decision
from tests.assets.made import SOLD, again, make_model, make_unit
from tests.cast import NOW, Cast
from tests.warranty.made import TODAY, gold, make_guarantee


def fridge(cast: Cast, **more: object):
    return again(make_unit(make_model(cast.sard), **{"sold_on": SOLD, **more}))


def test_a_decision_is_kept_with_its_facts_and_told(cast: Cast) -> None:
    unit, guarantee = fridge(cast), make_guarantee(cast.sard)
    kept = decide(
        cast.actor_of("guest"), organisation=cast.sard, unit=unit, answers={"event_date": "2026-11-01"},
        as_of=TODAY, now=NOW, made_by="portal",
    )  # fmt: skip
    row = Decision.objects.unscoped("test").get()
    assert row.record["facts"] == {
        "product_class": "refrigerator",
        "purchase_date": "2026-03-21",
        "event_date": "2026-11-01",
    }
    assert row.record == kept.record
    assert (row.guarantees, row.as_of, row.made_by, row.change) == ([guarantee.pk], TODAY, "portal", {})
    event = Event.objects.get()
    assert (event.name, event.subject_id) == ("decision.made", row.pk)
    assert event.data["lines"]["parts"] == "covered"
    assert event.data["result_hash"] == row.result_hash


def test_a_finding_that_takes_cover_away_is_named_as_the_cause_in_both_languages(cast: Cast) -> None:
    unit, dave = fridge(cast), cast.actor_of("dave")
    first = decide(dave, organisation=cast.sard, unit=unit, answers={}, as_of=TODAY, now=NOW)
    assert first.record["result"]["lines"]["parts"][0] == "covered"
    second = decide(
        dave, organisation=cast.sard, unit=unit, answers={"defect_cause": "misuse"}, as_of=TODAY, now=NOW,
        supersedes=first,
    )  # fmt: skip
    assert second.supersedes == first
    parts = next(item for item in second.change["lines"] if item["name"] == "parts")
    assert (parts["before"]["outcome"], parts["after"]["outcome"]) == ("covered", "not_covered")
    assert parts["because"] == [{"kind": "fact", "name": "defect_cause"}]
    assert [fact["name"] for fact in second.change["facts"]] == ["defect_cause"]
    assert second.change["text"]["fa"].startswith(
        "قطعه، دستمزد، ایاب‌وذهاب تعمیرکار و عیب‌یابی: پیش‌تر «رایگان است» بود و حالا «پوشش ندارد»؛ "
        "چون «علت ایراد: استفادهٔ نادرست». "
    )
    assert second.change["text"]["en"].startswith(
        "Parts, Labour, Technician's travel and Diagnosis: was “Covered” and is now “Not covered”, "
        "because of “Cause of the fault: Misuse”. "
    )
    event = Event.objects.get(name="decision.changed")
    assert (event.subject_id, event.data["supersedes_id"]) == (second.pk, first.pk)
    assert event.data["change"] == second.change


def test_of_two_new_facts_only_the_one_that_matters_is_the_cause(cast: Cast) -> None:
    unit, dave = fridge(cast), cast.actor_of("dave")
    first = decide(dave, organisation=cast.sard, unit=unit, answers={}, as_of=TODAY, now=NOW)
    answers = {"defect_cause": "misuse", "within_city": True}
    second = decide(
        dave, organisation=cast.sard, unit=unit, answers=answers, as_of=TODAY, now=NOW, supersedes=first
    )
    assert {fact["name"] for fact in second.change["facts"]} == {"defect_cause", "within_city"}
    parts = next(item for item in second.change["lines"] if item["name"] == "parts")
    assert parts["because"] == [{"kind": "fact", "name": "defect_cause"}]


def test_a_new_guarantee_is_named_as_the_cause(cast: Cast) -> None:
    unit, dave = fridge(cast, sold_on=date(2025, 4, 1)), cast.actor_of("dave")
    late = date(2027, 12, 1)
    first = decide(dave, organisation=cast.sard, unit=unit, answers={}, as_of=late, now=NOW)
    make_guarantee(cast.sard, gold(months=48))
    second = decide(
        dave, organisation=cast.sard, unit=unit, answers={}, as_of=late, now=NOW, supersedes=first
    )
    assert second.change["packs"] == [{"name": "sard.gold", "before": None, "after": "1"}]
    parts = next(item for item in second.change["lines"] if item["name"] == "parts")
    assert (parts["after"]["outcome"], parts["because"]) == (
        "covered",
        [{"kind": "pack", "name": "sard.gold"}],
    )
    assert "متن تازهٔ مقررات یا ضمانت‌نامه" in second.change["text"]["fa"]


def test_a_later_day_is_a_cause_of_its_own(cast: Cast) -> None:
    unit, dave = fridge(cast), cast.actor_of("dave")
    first = decide(dave, organisation=cast.sard, unit=unit, answers={}, as_of=TODAY, now=NOW)
    second = decide(
        dave, organisation=cast.sard, unit=unit, answers={}, as_of=date(2028, 6, 1), now=NOW + timedelta(days=1),
        supersedes=first,
    )  # fmt: skip
    parts = next(item for item in second.change["lines"] if item["name"] == "parts")
    assert parts["because"] == [{"kind": "fact", "name": "as_of"}]
    assert "«تاریخ تصمیم: ۱۲ خرداد ۱۴۰۷»" in second.change["text"]["fa"]
    assert "“Date of the decision: 1 June 2028”" in second.change["text"]["en"]


def test_the_same_question_again_is_the_same_decision(cast: Cast) -> None:
    unit, dave = fridge(cast), cast.actor_of("dave")
    first = decide(
        dave, organisation=cast.sard, unit=unit, answers={"second_hand": None}, as_of=TODAY, now=NOW
    )
    again_ = decide(
        dave, organisation=cast.sard, unit=unit, answers={}, as_of=TODAY, now=NOW, supersedes=first
    )
    assert again_ == first
    assert (Decision.objects.unscoped("test").count(), Event.objects.count()) == (1, 1)


@pytest.mark.parametrize(("name", "refusal"), [("mallory", NotFound)])
def test_staff_without_the_right_keep_no_decision(cast: Cast, name: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        decide(
            cast.actor_of(name), organisation=cast.sard, unit=fridge(cast), answers={}, as_of=TODAY, now=NOW
        )
    assert (Decision.objects.unscoped("test").count(), Event.objects.count()) == (0, 0)


def test_a_token_without_the_scope_is_refused(cast: Cast) -> None:
    from sepas.kernel.actor import Actor, Kind

    with pytest.raises(Refused):
        decide(
            Actor(Kind.TOKEN, 1, cast.sard.pk),
            organisation=cast.sard,
            unit=None,
            answers={},
            as_of=TODAY,
            now=NOW,
        )


def test_things_of_another_house_and_impossible_facts_are_turned_down(cast: Cast) -> None:
    dave, theirs = cast.actor_of("dave"), again(make_unit(make_model(cast.rival)))
    with pytest.raises(Invalid) as raised:
        decide(dave, organisation=cast.sard, unit=theirs, answers={}, as_of=TODAY, now=NOW)
    assert list(raised.value.fields) == ["unit"]
    with pytest.raises(Invalid) as raised:
        decide(dave, organisation=cast.sard, unit=None, answers={"odometer": -1}, as_of=TODAY, now=NOW)
    assert list(raised.value.fields) == ["odometer"]
    assert Decision.objects.unscoped("test").count() == 0


def test_keeping_one_costs_a_fixed_number_of_queries(cast: Cast, django_assert_num_queries) -> None:
    unit, dave = fridge(cast), cast.actor_of("dave")
    make_guarantee(cast.sard)
    decide(dave, organisation=cast.sard, unit=unit, answers={}, as_of=TODAY, now=NOW)
    # guarantees, registration; savepoint, decision, the subject's last event, event, release
    with django_assert_num_queries(4):
        decide(dave, organisation=cast.sard, unit=unit, answers={"second_hand": False}, as_of=TODAY, now=NOW)


def test_what_was_not_sure_and_is_not_now_goes_unsaid(cast: Cast) -> None:
    unit, dave = fridge(cast), cast.actor_of("dave")
    first = decide(dave, organisation=cast.sard, unit=unit, answers={}, as_of=TODAY, now=NOW)
    second = decide(
        dave, organisation=cast.sard, unit=unit, answers={"defect_cause": "misuse"}, as_of=TODAY, now=NOW,
        supersedes=first,
    )  # fmt: skip
    unsure = [
        item["title"]["en"]
        for item in second.change["remedies"]
        if item["after"] is None and {one["status"] for one in item["before"]["each"]} == {"needs_facts"}
    ]
    assert unsure
    assert not any(f"{title}: no longer applies" in second.change["text"]["en"] for title in unsure)
