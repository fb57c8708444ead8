"""A merge ends the appointment of the duplicate; undoing it lets the appointment stand again."""

from datetime import timedelta

import pytest

from sepas.cases.actions.appoint import Wanted, make_appointment
from sepas.cases.actions.attend import confirm_appointment
from sepas.cases.actions.merge import merge_cases
from sepas.cases.actions.unmerge import unmerge_cases
from sepas.cases.models import Appointment
from sepas.cases.queries.one import link_holder
from sepas.kernel.errors import Conflict
from sepas.kernel.outbox.work import run_pending
from sepas.notices.models import Message
from tests.cases.verbs import say
from tests.cases.world import MORNING, World, at, facts_of, fresh

pytestmark = pytest.mark.django_db
BEGIN, END = at("2026-11-23", "06:30"), at("2026-11-23", "08:30")
LATER = MORNING + timedelta(hours=2)


@pytest.fixture
def merged(world: World):
    duplicate, survivor = world.open(), world.open(now=LATER)
    wanted = Wanted(begins_at=BEGIN, ends_at=END)
    make_appointment(world.actor("carol"), case=duplicate, wanted=wanted, now=MORNING)
    confirm_appointment(link_holder(fresh(duplicate)), case=fresh(duplicate), now=MORNING)
    merge_cases(world.actor("carol"), duplicate=fresh(duplicate), survivor=fresh(survivor), now=LATER)
    return duplicate, survivor


def appointment() -> Appointment:
    return Appointment.objects.unscoped("test").get()


def undo(world: World, case, now=LATER):
    return unmerge_cases(world.actor("carol"), duplicate=fresh(case), now=now)


def test_it_ends_with_the_merge_and_stands_again_with_the_undoing(world: World, merged) -> None:
    duplicate, _survivor = merged
    run_pending(LATER)
    assert appointment().state == "cancelled"
    undo(world, duplicate)
    run_pending(LATER)
    assert (appointment().state, appointment().case_id) == ("confirmed", duplicate.pk)
    assert appointment().remind_at == BEGIN - timedelta(days=1)
    assert fresh(duplicate).appointment == appointment()
    assert facts_of(duplicate)[-2:] == ["case.unmerged", "case.appointment_made"]
    made = Message.objects.unscoped("test").filter(template="appointment_made", case_code=duplicate.code)
    assert made.count() == 2


def test_undone_before_the_worker_came_it_was_never_over(world: World, merged) -> None:
    duplicate, _survivor = merged
    undo(world, duplicate)
    run_pending(LATER)
    assert appointment().state == "confirmed"
    assert "case.appointment_cancelled" not in facts_of(duplicate)
    assert facts_of(duplicate)[-1] == "case.unmerged"


def test_when_its_time_has_come_the_merge_is_undone_without_it(world: World, merged) -> None:
    duplicate, _survivor = merged
    run_pending(LATER)
    Appointment.objects.unscoped("test").update(
        begins_at=LATER - timedelta(hours=1), ends_at=LATER + timedelta(hours=1)
    )
    undo(world, duplicate)
    assert fresh(duplicate).merged_into is None
    assert appointment().state == "cancelled"


def test_what_happened_in_the_survivor_still_stands_in_the_way(world: World, merged) -> None:
    duplicate, survivor = merged
    run_pending(LATER)
    say(world, "reply", survivor, "alice", body="امروز می‌آییم", now=LATER)
    with pytest.raises(Conflict) as raised:
        undo(world, duplicate)
    assert raised.value.code == "happened_since"
    assert appointment().state == "cancelled"
