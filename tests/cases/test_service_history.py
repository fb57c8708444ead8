"""What a unit's owner reads of what was done to it: the work of all owners, the people of none."""

from dataclasses import asdict
from datetime import timedelta

import pytest

from sepas.cases.actions.resolve import resolve_case
from sepas.cases.models import Case
from sepas.cases.queries.service import last_services, service_history
from sepas.web.sessions import MOBILE
from tests.cast import MARYAM, NOW, REZA

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def done(world, case, when):
    Case.objects.unscoped("test").filter(pk=case.pk).update(state="in_progress", assignee=world.staff("bob"))
    case.refresh_from_db()
    resolve_case(world.actor("adam"), case=case, resolution="کمپرسور عوض شد", now=when)
    return case


@pytest.fixture
def sold(world):
    """Maryam had it repaired, asked something and complained; then Reza bought it and asks for a repair."""
    repaired = done(world, world.open(unit=world.fridge, now=NOW), NOW + DAY)
    world.open(unit=world.fridge, kind="complaint", description="از خانم محمدی شکایت", now=NOW + 2 * DAY)
    waiting = world.open(unit=world.fridge, now=NOW + 3 * DAY)
    world.fridge.owner = world.cast.reza
    world.fridge.save()
    own = world.open("reza", mobile=REZA, unit=world.fridge, now=NOW + 4 * DAY)
    return repaired, waiting, own


def test_the_present_owner_reads_the_work_before_without_code_link_or_words(world, sold) -> None:
    _repaired, _waiting, own = sold
    mine, before = service_history(world.actor("reza"), world.fridge)
    assert (mine.secret, mine.code, mine.kind) == (own.secret, own.code, "guarantee_repair")
    assert asdict(before) == {
        "kind": "guarantee_repair",
        "state": "resolved",
        "opened_at": NOW,
        "resolved_at": NOW + DAY,
        "secret": "",
        "code": "",
    }


def test_the_page_names_no_former_owner(client, world, sold) -> None:
    session = client.session
    session[MOBILE] = REZA
    session.save()
    body = client.get(f"/me/units/{world.fridge.pk}/").content.decode()
    repaired, waiting, own = sold
    assert own.secret in body
    for secret in (
        repaired.secret,
        repaired.code,
        waiting.secret,
        world.maryam.name,
        MARYAM[-10:],
        "محمدی",
        "کمپرسور",
    ):
        assert secret not in body
    assert "پیش از آنکه مال شما باشد" in body


def test_one_query_however_many_cases(world, sold, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        service_history(world.actor("reza"), world.fridge)
    with django_assert_num_queries(1):
        last_services([world.fridge, world.phone])
    with django_assert_num_queries(0):
        assert last_services([]) == {}


def test_only_a_finished_periodic_service_counts_as_the_last_one(world) -> None:
    done(world, world.open(unit=world.fridge, now=NOW), NOW + DAY)
    world.open(unit=world.fridge, kind="maintenance", now=NOW + DAY)
    assert last_services([world.fridge]) == {}
    done(world, world.open(unit=world.fridge, kind="maintenance", now=NOW + DAY), NOW + 2 * DAY)
    done(world, world.open(unit=world.fridge, kind="maintenance", now=NOW + DAY), NOW + 3 * DAY)
    assert last_services([world.fridge, world.phone]) == {world.fridge.pk: NOW + 3 * DAY}
