"""A guarantee is ended: no new purchases, nothing lost for those who have it."""

from datetime import date, timedelta

import pytest

from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Conflict, Invalid, NotFound, Refused
from sepas.warranty.actions.decide import decide, replay
from sepas.warranty.actions.end_guarantee import end_guarantee
from sepas.warranty.models import Decision, Guarantee
from sepas.warranty.queries import preview
from tests.assets.made import again, make_model, make_unit
from tests.cast import NOW, Cast
from tests.warranty.made import TODAY, gold, make_guarantee

LATE = date(2029, 6, 1)


def kept() -> Guarantee:
    return Guarantee.objects.unscoped("test").get()


def test_who_bought_by_the_last_day_keeps_it_and_later_buyers_have_the_law(cast: Cast) -> None:
    model = make_model(cast.sard)
    row = make_guarantee(cast.sard, gold(months=60), (model,))
    before = again(make_unit(model, "1", sold_on=TODAY))
    after = again(make_unit(model, "2", sold_on=TODAY + timedelta(days=1)))
    assert preview(after, {}, as_of=LATE).lines["parts"].pack == "sard.gold"
    end_guarantee(cast.actor_of("dana"), guarantee=row, why="مدل  تازه", now=NOW)
    assert preview(before, {}, as_of=LATE).lines["parts"].pack == "sard.gold"
    assert preview(after, {}, as_of=LATE).lines["parts"].pack != "sard.gold"
    event = Event.objects.get(name="guarantee.ended")
    assert event.data == {
        "guarantee_id": row.pk, "pack": "sard.gold", "version": "1", "last_day": "2026-11-21", "why": "مدل تازه",
    }  # fmt: skip


def test_a_later_day_can_be_chosen_but_not_one_that_has_passed(cast: Cast) -> None:
    row = make_guarantee(cast.sard)
    with pytest.raises(Invalid) as raised:
        end_guarantee(cast.actor_of("dana"), guarantee=row, last_day=TODAY - timedelta(days=1), now=NOW)
    assert list(raised.value.fields) == ["last_day"]
    assert kept().ended_on is None
    end_guarantee(cast.actor_of("dana"), guarantee=row, last_day=date(2027, 3, 20), now=NOW)
    assert kept().document["valid"]["to"] == "2027-03-20"


def test_it_is_not_ended_before_it_begins(cast: Cast) -> None:
    row = make_guarantee(cast.sard, gold(valid_from=date(2027, 3, 21)))
    with pytest.raises(Invalid):
        end_guarantee(cast.actor_of("dana"), guarantee=row, now=NOW)
    assert kept().ended_on is None


def test_it_ends_once(cast: Cast) -> None:
    row = make_guarantee(cast.sard)
    end_guarantee(cast.actor_of("dana"), guarantee=row, now=NOW)
    with pytest.raises(Conflict) as raised:
        end_guarantee(cast.actor_of("dana"), guarantee=row, last_day=date(2027, 1, 1), now=NOW)
    assert raised.value.code == "already_ended"
    assert (kept().ended_on, Event.objects.count()) == (TODAY, 1)


@pytest.mark.parametrize(
    ("name", "refusal"), [("alice", Refused), ("bob", Refused), ("maryam", NotFound), ("mallory", NotFound)]
)
def test_who_may_not_promise_ends_nothing(cast: Cast, name: str, refusal: type[Exception]) -> None:
    row = make_guarantee(cast.sard)
    with pytest.raises(refusal):
        end_guarantee(cast.actor_of(name), guarantee=row, now=NOW)
    assert (kept().ended_on, Event.objects.count()) == (None, 0)


def test_a_decision_kept_before_the_end_is_made_again_as_it_was(cast: Cast) -> None:
    model = make_model(cast.sard)
    row = make_guarantee(cast.sard, gold(months=60))
    unit = again(make_unit(model, "1", sold_on=TODAY))
    decision = decide(
        cast.actor_of("dana"),
        organisation=cast.sard,
        unit=unit,
        answers={"defect_cause": "inherent"},
        as_of=LATE,
        now=NOW,
    )
    assert again_made(decision) == "sard.gold"
    end_guarantee(cast.actor_of("dana"), guarantee=row, now=NOW + timedelta(days=2))
    assert again_made(decision) == "sard.gold"


def again_made(decision: Decision) -> str | None:
    return replay(decision).lines["parts"].pack
