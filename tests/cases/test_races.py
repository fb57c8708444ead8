"""Every verb said twice at the same moment has one effect, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client
from django.utils.translation import gettext, override

from sepas.cases.actions.bulk import do_in_bulk
from sepas.cases.actions.bulk_verbs import Wish
from sepas.cases.actions.claim import claim_case
from sepas.cases.actions.open import open_case
from sepas.cases.models import Case, Post
from sepas.kernel.activity.verify import breaks
from sepas.kernel.errors import Conflict, DomainError, Stale
from sepas.web.once import new_key
from tests.cases.test_lifecycle import EXPECTED, LATER, ROADS
from tests.cases.verbs import SAY, say
from tests.cases.world import MORNING, World, facts_of, fresh
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def twice(act: Callable[[], object]) -> list[object]:
    """What comes of doing it in two threads that start together."""
    barrier = Barrier(2)

    def one() -> object:
        try:
            barrier.wait()
            return act()
        except DomainError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return [each.result() for each in [pool.submit(one) for _ in range(2)]]


@pytest.mark.parametrize("verb", sorted(set(SAY) - {"reply"}))
def test_of_two_at_the_same_moment_one_is_told_that_it_was_too_late(
    committed_world: World, verb: str
) -> None:
    world = committed_world
    case = world.open(unit=world.phone)
    for step in ROADS[next(iter(EXPECTED[verb]))]:
        say(world, step, case)
    version, told = fresh(case).version, len(facts_of(case))
    carol, bob = world.actor("carol"), world.cast.bob
    more = {"assignee": bob} if verb == "assign" else {}
    copies = [fresh(case), fresh(case)]
    came = twice(lambda: say(world, verb, copies.pop(), carol, now=LATER, **more))
    failed = [each for each in came if isinstance(each, DomainError)]
    assert [type(each) for each in failed] == [Stale]
    assert fresh(case).version == version + 1
    assert facts_of(case)[told:].count(f"case.{PAST[verb]}") == 1
    # Why a case was reopened is said in it, once.
    assert Post.objects.unscoped("test").count() == (verb == "reopen")
    assert breaks("case", case.pk) == []


def test_two_replies_at_the_same_moment_are_both_kept_in_a_whole_history(committed_world: World) -> None:
    world = committed_world
    case = world.open(unit=world.phone)
    copies = [fresh(case), fresh(case)]
    came = twice(lambda: say(world, "reply", copies.pop(), world.actor("carol"), now=LATER))
    assert [each for each in came if isinstance(each, DomainError)] == []
    assert facts_of(case).count("case.replied") == 2
    assert Post.objects.unscoped("test").count() == 2
    assert breaks("case", case.pk) == []


PAST = {
    "triage": "triaged",
    "assign": "assigned",
    "hold": "held",
    "resume": "resumed",
    "reply": "replied",
    "answer": "answered",
    "progress": "progressed",
    "inspect": "inspected",
    "escalate": "escalated",
    "resolve": "resolved",
    "reopen": "reopened",
    "close": "closed",
}


def test_of_two_requests_at_the_same_moment_one_names_the_other(committed_world: World) -> None:
    world = committed_world
    maryam = world.actor("maryam")

    def ask() -> object:
        return open_case(
            maryam,
            organisation=world.sard,
            kind="guarantee_repair",
            description="یخچال سرد نمی‌کند",
            unit=world.fridge,
            now=MORNING,
        )

    came = twice(ask)
    (case,) = Case.objects.unscoped("test")
    (failed,) = [each for each in came if isinstance(each, Conflict)]
    assert (failed.code, failed.data) == ("already_open", {"code": case.code})


@pytest.mark.parametrize("door", ["one", "many"])
def test_of_two_who_take_a_case_at_the_same_moment_one_has_it_and_the_other_reads_who(
    committed_world: World, door: str
) -> None:
    world = committed_world
    case = world.open(unit=world.phone)
    people = ["carol", "bob"]
    copies = [fresh(case), fresh(case)]

    def take() -> object:
        actor, copy = world.actor(people.pop()), copies.pop()
        if door == "one":
            return claim_case(actor, case=copy, now=LATER)
        (outcome,) = do_in_bulk(actor, cases=[copy], verb="claim", wish=Wish(), key="race", now=LATER)
        return outcome

    came = twice(take)
    owner = fresh(case).assignee
    assert owner in {world.cast.carol, world.cast.bob}
    if door == "one":
        (late,) = [each for each in came if isinstance(each, DomainError)]
        assert (type(late), late.code, late.data["staff"]) == (Conflict, "taken", owner.pk)
        why = str(late.message)
    else:
        (late,) = [each for each in came if not each.done]
        why = late.why
    assert owner.name_fa in why
    assert facts_of(case).count("case.assigned") == 1
    assert breaks("case", case.pk) == []


def test_of_two_forms_that_take_a_case_at_the_same_moment_the_late_one_shows_the_case_with_the_name(
    committed_world: World,
) -> None:
    world = committed_world
    case = world.open(unit=world.phone)
    clients = [sign_in(Client(), name) for name in ("carol", "bob")]

    def take() -> object:
        client = clients.pop()
        return client.post(f"/desk/cases/{case.code}/claim", {"once": new_key()}, follow=True)

    pages = [answer.content.decode() for answer in twice(take)]
    owner = fresh(case).assignee
    assert facts_of(case).count("case.assigned") == 1
    with override("fa"):
        message = gettext("{name} has taken this case already.").format(name=owner.name_fa)
    assert sum(message in page for page in pages) == 1
