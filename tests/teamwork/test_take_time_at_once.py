"""Of two who choose the same free time at the same moment one gets it, and the other is told what is left."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from sepas.cases.models import Appointment, Case
from sepas.cases.queries.one import link_holder
from sepas.kernel.activity.verify import breaks
from sepas.kernel.errors import Conflict, DomainError
from sepas.parties.actions.organisations import edit_organisation
from sepas.parties.models import RoleAssignment
from sepas.teamwork.actions.take_time import take_time
from tests.cases.world import MORNING, fresh, make_world
from tests.cast import Cast
from tests.teamwork.test_take_time import opening

pytestmark = pytest.mark.django_db(transaction=True)


def take_together(cases: list[Case], begins_at) -> list[Appointment | DomainError]:
    barrier = Barrier(len(cases))

    def one(case: Case) -> Appointment | DomainError:
        try:
            barrier.wait()
            return take_time(link_holder(case), case=case, begins_at=begins_at, now=MORNING)
        except DomainError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(cases)) as pool:
        return list(pool.map(one, cases))


@pytest.mark.parametrize("technicians", [1, 2])
def test_a_time_goes_to_as_many_as_there_are_people_to_come(committed_cast: Cast, technicians: int) -> None:
    world = make_world(committed_cast)
    edit_organisation(world.actor("adam"), organisation=world.sard, customers_choose=True, now=MORNING)
    roles = RoleAssignment.objects.unscoped("test").filter(role="technician")
    roles.exclude(staff=world.staff("bob")).delete()
    if technicians == 2:
        held = roles.get(staff=world.staff("bob"))
        held.pk, held.staff = None, world.staff("carol")
        held.save(force_insert=True)
    begins_at = opening(world)
    cases = [
        fresh(world.open()),
        fresh(world.open("reza", mobile=world.cast.reza.mobile)),
        fresh(world.open()),
    ]
    came = take_together(cases, begins_at)
    taken = [each for each in came if isinstance(each, Appointment)]
    late = [each for each in came if isinstance(each, DomainError)]
    assert len({each.technician_id for each in taken}) == len(taken) == technicians
    for error in late:
        assert isinstance(error, Conflict)
        assert error.code == "time_taken"
        assert error.data["free"]
        assert begins_at.isoformat() not in {begin for begin, _end in error.data["free"]}
    assert Appointment.objects.unscoped("test").count() == technicians
    assert [breaks("case", case.pk) for case in cases] == [[], [], []]
