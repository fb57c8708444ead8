"""The same moment, two clients: no second effect, nobody gets an error they cannot understand."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection

from sepas.kernel.activity.models import Event
from sepas.kernel.actor import GUEST
from sepas.warranty.actions.decide import decide
from sepas.warranty.actions.guarantees import publish_guarantee
from sepas.warranty.actions.register import register_guarantee
from sepas.warranty.actions.review import review_registration
from sepas.warranty.models import Guarantee
from sepas.warranty.queries import registration
from tests.assets.made import SOLD, make_model, make_unit
from tests.cast import MARYAM, NOW, REZA, Cast
from tests.warranty.made import all_registrations, gold, make_registration


def at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run all calls in threads that start together; results or errors, in the calls' order."""
    gate, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            gate.wait(timeout=10)
            results[place] = call()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


@pytest.mark.parametrize("round_", range(3))
def test_one_customer_tapping_twice_has_one_registration(committed_cast: Cast, round_: int) -> None:
    make_unit(make_model(committed_cast.sard), sold_on=SOLD)

    def tap() -> int:
        return register_guarantee(GUEST, serial="SR-1405-0007", mobile="09350000001", now=NOW).pk

    first, second, third = at_once([tap, tap, tap])
    assert first == second == third == all_registrations()[0].pk
    assert len(all_registrations()) == 1
    assert Event.objects.filter(name="guarantee.registered").count() == 1


@pytest.mark.parametrize("round_", range(3))
def test_of_two_people_one_is_active_and_the_other_disputed(committed_cast: Cast, round_: int) -> None:
    make_unit(make_model(committed_cast.sard), sold_on=SOLD)

    def tap(mobile: str) -> Callable[[], str]:
        return lambda: register_guarantee(GUEST, serial="SR-1405-0007", mobile=mobile, now=NOW).state

    states = at_once([tap(MARYAM), tap(REZA)])
    assert sorted(map(str, states)) == ["active", "disputed"]
    active, disputed = sorted(all_registrations(), key=lambda row: row.state)
    told = Event.objects.get(name="registration.disputed")
    assert told.data["present_owner_id"] == active.customer_id != disputed.customer_id
    assert Event.objects.filter(name="guarantee.registered").count() == 1


def test_two_reviewers_decide_once(committed_cast: Cast) -> None:
    cast = committed_cast
    unit = make_unit(make_model(cast.sard), sold_on=SOLD, owner=cast.maryam)
    make_registration(unit, cast.maryam)
    disputed = make_registration(unit, cast.reza, state="disputed", reason="duplicate")
    dana, dave = cast.actor_of("dana"), cast.actor_of("dave")
    mine, theirs = registration(dana, disputed.pk), registration(dave, disputed.pk)
    results = at_once(
        [
            lambda: review_registration(dana, registration=mine, accept=True, why="فاکتور", now=NOW).state,
            lambda: (
                review_registration(
                    dave, registration=theirs, accept=False, why="فاکتور ندارد", now=NOW
                ).state
            ),
        ]
    )
    decided = [result for result in results if isinstance(result, str)]
    assert len(decided) == 1
    assert [getattr(result, "code", "") for result in results if not isinstance(result, str)] == ["stale"]
    assert [row.state for row in all_registrations()].count("active") == 1
    assert Event.objects.filter(name="registration.reviewed").count() == 1


def test_one_version_is_published_once(committed_cast: Cast) -> None:
    cast = committed_cast
    dana = cast.actor_of("dana")

    def publish() -> int:
        return publish_guarantee(dana, organisation=cast.sard, document=gold(), product_models=[], now=NOW).pk

    first, second = at_once([publish, publish])
    assert first == second == Guarantee.objects.unscoped("test").get().pk
    assert Event.objects.filter(name="guarantee.published").count() == 1


def test_decisions_at_one_moment_compile_and_keep_without_error(committed_cast: Cast) -> None:
    cast = committed_cast
    dave = cast.actor_of("dave")

    def one() -> str:
        return decide(
            dave,
            organisation=cast.sard,
            unit=None,
            answers={"product_class": "tv"},
            as_of=NOW.date(),
            now=NOW,
        ).result_hash

    assert len(set(at_once([one, one, one]))) == 1
