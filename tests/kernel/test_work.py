from datetime import timedelta

import pytest
from django.db import transaction

from sepas.kernel.activity.models import Event
from sepas.kernel.actor import Actor, Grant, Kind
from sepas.kernel.errors import IllegalMove, NotFound, Refused
from sepas.kernel.models import Delivery, OnceKey
from sepas.kernel.outbox import work
from sepas.kernel.outbox.claim import LEASE, claim
from sepas.kernel.outbox.queries import Backlog, backlog, dead_deliveries
from sepas.kernel.outbox.replay import replay
from sepas.kernel.outbox.work import MAX_ATTEMPTS, backoff, run, run_pending
from tests.kernel.facts import NOON, KettleBoiled, boil, reacting

pytestmark = pytest.mark.django_db


def pour(fact, event):
    """A database effect that cannot be done twice without showing."""
    OnceKey.objects.create(scope="poured", key=str(fact.pk), fingerprint=str(event.litres), at=fact.at)


def spill(fact, event):
    pour(fact, event)
    raise RuntimeError("spilled")


def poured() -> list[int]:
    return sorted(int(key) for key in OnceKey.objects.filter(scope="poured").values_list("key", flat=True))


def manager(organisation=7, permission="deliveries.replay") -> Actor:
    return Actor(Kind.STAFF, 1, organisation, "Sara", (Grant(frozenset({permission, "deliveries.view"})),))


def test_a_reaction_runs_once_with_its_fact_and_event_and_the_delivery_is_done():
    seen = []
    with reacting(lambda fact, event: seen.append((fact.pk, event))):
        fact = boil(litres=2)
        assert run_pending(NOON) == 1
        assert run_pending(NOON) == 0
    assert seen == [(fact.pk, KettleBoiled(2))]
    row = Delivery.objects.get()
    assert (row.state, row.done_at, row.lease, row.attempts, row.error) == ("done", NOON, "", 0, "")


def test_nothing_runs_before_it_is_due():
    with reacting(pour):
        boil(at=NOON)
        assert run_pending(NOON - timedelta(seconds=1)) == 0
        assert poured() == []
        assert run_pending(NOON) == 1


def test_what_a_reaction_brings_about_runs_in_the_same_call():
    with reacting(lambda fact, event: boil(organisation=7) if event.litres < 4 else None, "test.more"):
        boil(litres=4)
        assert run_pending(NOON) == 1
    with reacting(
        lambda fact, event: boil(litres=event.litres + 1) if event.litres < 4 else None, "test.more"
    ):
        boil(litres=1)
        assert run_pending(NOON) == 4


def test_the_limit_is_kept():
    with reacting(pour):
        for _ in range(13):
            boil()
        assert run_pending(NOON, limit=12) == 12
        assert len(poured()) == 12


def test_a_failed_reaction_leaves_nothing_behind_and_is_put_off_with_its_error():
    with reacting(spill):
        boil()
        assert run_pending(NOON) == 0
    assert poured() == []
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.lease) == ("pending", 1, "")
    assert row.error.endswith("RuntimeError: spilled\n")
    assert NOON + timedelta(seconds=5) <= row.available_at <= NOON + timedelta(seconds=10)


def test_one_failure_does_not_stop_the_others():
    with reacting(lambda fact, event: spill(fact, event) if event.litres == 3 else pour(fact, event)):
        facts = [boil(litres=litres) for litres in (1, 3, 2)]
        assert run_pending(NOON) == 2
    assert poured() == [facts[0].pk, facts[2].pk]


def test_after_the_last_try_it_is_dead_with_its_error():
    with reacting(spill):
        boil()
        now = NOON
        for _ in range(MAX_ATTEMPTS + 3):
            run_pending(now)
            now += timedelta(hours=7)
    row = Delivery.objects.get()
    assert (row.state, row.attempts) == ("dead", MAX_ATTEMPTS)
    assert "RuntimeError: spilled" in row.error


@pytest.mark.parametrize(
    ("attempts", "least", "most"),
    [(1, 5, 10), (2, 10, 20), (5, 80, 160), (12, 10240, 20480), (13, 10800, 21600)],
)
def test_waits_double_up_to_six_hours_and_half_is_chance(attempts, least, most):
    waits = {backoff(attempts).total_seconds() for _ in range(50)}
    assert least <= min(waits)
    assert max(waits) <= most
    assert len(waits) > 1


def test_a_reaction_that_this_version_does_not_know_is_dead_at_once_and_says_so():
    with reacting(pour):
        boil()
    assert run_pending(NOON) == 0
    row = Delivery.objects.get()
    assert row.state == "dead"
    assert row.error == "no reaction is called 'test.pour' in this version of the product"


def test_two_claims_never_share_a_delivery():
    with reacting(pour):
        for _ in range(25):
            boil()
        first, second, third = claim(NOON), claim(NOON), claim(NOON)
    assert [len(first), len(second), len(third)] == [10, 10, 5]
    assert len({row.pk for row in (*first, *second, *third)}) == 25


def test_a_claimed_delivery_comes_back_when_its_lease_runs_out_alone_and_counted():
    with reacting(pour):
        for _ in range(3):
            boil()
        first = claim(NOON)
        assert claim(NOON + LEASE - timedelta(seconds=1)) == []
        again = claim(NOON + LEASE)
        assert [row.pk for row in again] == [first[0].pk]
        assert (first[0].attempts, again[0].attempts) == (0, 1)


def test_whoever_lost_the_lease_changes_nothing():
    with reacting(pour):
        fact = boil()
        late = claim(NOON)[0]
        soon = claim(NOON + LEASE)[0]
        assert run(late, NOON) is False
        assert poured() == []
        assert run(soon, NOON + LEASE) is True
        assert run(late, NOON) is False
    assert poured() == [fact.pk]


def test_a_lost_lease_does_not_count_as_a_failure_either():
    with reacting(spill):
        boil()
        late = claim(NOON)[0]
        soon = claim(NOON + LEASE)[0]
        run(late, NOON)
    row = Delivery.objects.get()
    assert (row.lease, row.error, row.attempts) == (soon.lease, "", 1)


def test_a_reaction_that_keeps_killing_its_worker_ends_as_dead():
    with reacting(pour):
        boil()
        now = NOON
        for _ in range(MAX_ATTEMPTS):
            assert len(claim(now)) == 1
            now += LEASE
        assert run_pending(now) == 0
    row = Delivery.objects.get()
    assert row.state == "dead"
    assert row.error == "its worker stopped 12 times while this was running"
    assert poured() == []


def test_facts_of_one_subject_reach_one_reaction_in_order_even_across_workers():
    with reacting(pour):
        first, second, other = boil(900_001), boil(900_001), boil(900_002)
        assert [row.event_id for row in claim(NOON)] == [first.pk, other.pk]
        assert claim(NOON) == []
        assert run_pending(NOON) == 0
        now = NOON + LEASE
        assert run_pending(now) == 3
    assert poured() == [first.pk, second.pk, other.pk]


def test_an_earlier_fact_that_is_dead_no_longer_holds_back_the_later_one():
    with reacting(lambda fact, event: spill(fact, event) if event.litres == 3 else pour(fact, event)):
        boil(900_003, litres=3)
        later = boil(900_003, litres=1)
        run_pending(NOON)
        assert poured() == []
        Delivery.objects.exclude(event=later).update(attempts=MAX_ATTEMPTS - 1)
        now = NOON + timedelta(hours=1)
        run_pending(now)
    assert poured() == [later.pk]


def test_a_manager_runs_a_dead_delivery_again_and_that_is_a_fact():
    with reacting(pour):
        fact = boil()
        Delivery.objects.update(state="dead", attempts=12, error="it rained", lease="")
        row = Delivery.objects.get()
        again = replay(manager(), delivery=row, now=NOON)
        assert (again.state, again.attempts, again.error) == ("pending", 0, "it rained")
        told = Event.objects.get(name="delivery.replayed")
        assert (told.organisation_id, told.subject_id, told.actor_name) == (7, row.pk, "Sara")
        assert told.data == {"delivery_id": row.pk, "reaction": "test.pour", "attempts": 12}
        assert run_pending(NOON) == 1
    assert poured() == [fact.pk]


@pytest.mark.parametrize(
    ("actor", "error"),
    [
        (manager(organisation=8), NotFound),
        (manager(permission="cases.view"), Refused),
        (Actor(Kind.STAFF, 1, 7, "", (Grant(frozenset({"deliveries.replay"}), frozenset({1})),)), Refused),
        (Actor(Kind.GUEST), NotFound),
    ],
)
def test_nobody_else_runs_it_again_and_nothing_happens(actor, error):
    with reacting(pour):
        boil()
    Delivery.objects.update(state="dead")
    row = Delivery.objects.get()
    with pytest.raises(error):
        replay(actor, delivery=row, now=NOON)
    row.refresh_from_db()
    assert row.state == "dead"
    assert Event.objects.count() == 1


def test_only_a_dead_delivery_is_run_again():
    with reacting(pour):
        boil()
    with pytest.raises(IllegalMove):
        replay(manager(), delivery=Delivery.objects.get(), now=NOON)
    assert Event.objects.count() == 1


def test_managers_see_their_own_organisations_dead_deliveries_only():
    with reacting(pour):
        mine = boil(organisation=7)
        boil(organisation=8)
    Delivery.objects.update(state="dead")
    assert [row.event_id for row in dead_deliveries(manager())] == [mine.pk]
    assert list(dead_deliveries(Actor(Kind.GUEST))) == []


def test_the_backlog_says_how_far_behind_workers_are():
    with reacting(pour):
        boil(at=NOON)
        boil(at=NOON + timedelta(minutes=1))
        boil(at=NOON - timedelta(minutes=5))
    Delivery.objects.filter(available_at=NOON).update(state="dead")
    assert backlog(NOON) == Backlog(due=1, since=NOON - timedelta(minutes=5), dead=1)


def test_a_delivery_commits_with_its_fact_or_not_at_all():
    with reacting(pour), pytest.raises(ZeroDivisionError), transaction.atomic():
        boil()
        raise ZeroDivisionError
    assert (Event.objects.count(), Delivery.objects.count()) == (0, 0)


def test_the_number_of_queries_per_delivery_is_fixed(django_assert_num_queries):
    with reacting(lambda fact, event: None):
        for _ in range(10):
            boil()
        claimed = claim(NOON)
        with django_assert_num_queries(30):  # savepoint, mark, release
            for delivery in claimed:
                work.run(delivery, NOON)


def test_a_window_full_of_waiting_facts_does_not_hide_what_is_behind_it(monkeypatch):
    monkeypatch.setattr("sepas.kernel.outbox.claim.WINDOW", 2)
    with reacting(lambda fact, event: spill(fact, event) if event.litres == 3 else pour(fact, event)):
        boil(900_004, litres=3)
        run_pending(NOON)
        for _ in range(5):
            boil(900_004)
        behind = boil(900_005)
        assert run_pending(NOON) == 1
    assert poured() == [behind.pk]
