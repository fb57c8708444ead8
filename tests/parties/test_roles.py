"""Roles: given and taken only by those who have them."""

import threading

import pytest
from django.db import connection

from sepas.kernel.actor import Reach
from sepas.kernel.errors import Conflict, Invalid, NotFound, Refused
from sepas.kernel.models import Event
from sepas.parties.actions.branches import close_branch
from sepas.parties.actions.roles import assign_role, revoke_role
from sepas.parties.actions.staff import deactivate_staff
from sepas.parties.models import Role, RoleAssignment, Staff
from sepas.parties.roles import ROLE_PERMISSIONS
from tests.cast import NOW, Cast, actor_of, make_staff


def held(staff: Staff) -> set[tuple[str, int | None]]:
    rows = RoleAssignment.objects.unscoped("test").filter(staff=staff)
    return set(rows.values_list("role", "branch_id"))


def give(cast: Cast, name: str, staff: Staff, role: str, branch=None) -> None:
    assign_role(cast.actor_of(name), staff=staff, role=role, branch=branch, now=NOW)


def test_a_role_is_given_told_and_works_at_once(cast: Cast) -> None:
    give(cast, "adam", cast.isa, "branch_manager", cast.isfahan)
    assert held(cast.isa) == {("agent", cast.isfahan.pk), ("branch_manager", cast.isfahan.pk)}
    fact = Event.objects.of("staff", cast.isa.pk).get()
    assert (fact.name, fact.data) == (
        "staff.role_assigned",
        {"role": "branch_manager", "branch_id": cast.isfahan.pk},
    )
    assert actor_of("isa").reach("staff.edit") == Reach(branches=frozenset({cast.isfahan.pk}))
    give(cast, "adam", cast.isa, "branch_manager", cast.isfahan)
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("giver", "role", "where", "allowed"),
    [
        ("adam", Role.ADMINISTRATOR, None, True),
        ("adam", Role.TECHNICIAN, "isfahan", True),
        ("dave", Role.DIRECTOR, None, True),
        ("dave", Role.QUALITY_MANAGER, None, True),
        ("dave", Role.ADMINISTRATOR, None, False),
        ("dave", Role.ADMINISTRATOR, "isfahan", False),
        ("carol", Role.AGENT, "tehran", True),
        ("carol", Role.TECHNICIAN, "tehran_east", True),
        ("carol", Role.BRANCH_MANAGER, "tehran_east", True),
        ("carol", Role.BRANCH_MANAGER, "isfahan", False),
        ("carol", Role.AGENT, None, False),
        ("carol", Role.QUALITY_MANAGER, "tehran", False),
        ("carol", Role.DIRECTOR, "tehran", False),
        ("alice", Role.AGENT, None, False),
        ("bob", Role.TECHNICIAN, "tehran", False),
        ("dana", Role.QUALITY_MANAGER, None, False),
        ("isa", Role.AGENT, "isfahan", False),
    ],
)
def test_nobody_gives_or_takes_a_role_above_their_own(
    cast: Cast, giver: str, role: Role, where: str | None, allowed: bool
) -> None:
    branch = getattr(cast, where) if where else None
    helper = make_staff(cast.sard, "helper", "یار")
    if allowed:
        give(cast, giver, helper, role, branch)
        assert held(helper) == {(role, branch and branch.pk)}
        revoke_role(cast.actor_of(giver), staff=helper, role=role, branch=branch, now=NOW)
        assert held(helper) == set()
        return
    with pytest.raises(Refused):
        give(cast, giver, helper, role, branch)
    assert held(helper) == set()
    RoleAssignment.objects.create(staff=helper, role=role, branch=branch)
    with pytest.raises(Refused):
        revoke_role(cast.actor_of(giver), staff=helper, role=role, branch=branch, now=NOW)
    assert held(helper) == {(role, branch and branch.pk)}
    assert not Event.objects.exists()


@pytest.mark.parametrize("name", ["mallory", "maryam", "stranger", "guest"])
def test_for_others_there_is_nobody_here(cast: Cast, name: str) -> None:
    with pytest.raises(NotFound):
        give(cast, name, cast.bob, "agent")
    with pytest.raises(NotFound):
        revoke_role(cast.actor_of(name), staff=cast.bob, role="technician", branch=cast.tehran, now=NOW)
    assert held(cast.bob) == {("technician", cast.tehran.pk)}


def test_a_role_needs_a_place_that_is_there_and_open_and_somebody_active(cast: Cast) -> None:
    with pytest.raises(Refused):
        give(cast, "carol", cast.bob, "agent", cast.rival_tehran)
    with pytest.raises(NotFound):
        give(cast, "adam", cast.bob, "agent", cast.rival_tehran)
    with pytest.raises(Invalid) as caught:
        give(cast, "adam", cast.bob, "king")
    assert caught.value.data["allowed"] == Role.values
    close_branch(cast.actor_of("adam"), branch=cast.tehran_east, now=NOW)
    with pytest.raises(Conflict) as closed:
        give(cast, "adam", cast.bob, "agent", cast.tehran_east)
    assert closed.value.code == "branch_closed"
    deactivate_staff(cast.actor_of("adam"), staff=cast.bob, now=NOW)
    with pytest.raises(Conflict) as inactive:
        give(cast, "adam", cast.bob, "agent")
    assert inactive.value.code == "inactive"
    assert held(cast.bob) == {("technician", cast.tehran.pk)}


def test_a_role_is_taken_once_and_its_access_with_it(cast: Cast) -> None:
    adam = cast.actor_of("adam")
    for _ in range(2):
        revoke_role(adam, staff=cast.bob, role="technician", branch=cast.tehran, now=NOW)
    assert actor_of("bob").grants == ()
    assert list(Event.objects.values_list("name", flat=True)) == ["staff.role_revoked"]


def test_a_role_in_a_branch_is_not_the_role_everywhere(cast: Cast) -> None:
    revoke_role(cast.actor_of("adam"), staff=cast.bob, role="technician", branch=None, now=NOW)
    assert held(cast.bob) == {("technician", cast.tehran.pk)}


def test_the_last_administrator_keeps_the_role(cast: Cast) -> None:
    adam = cast.actor_of("adam")
    with pytest.raises(Conflict) as caught:
        revoke_role(adam, staff=cast.adam, role="administrator", now=NOW)
    assert caught.value.code == "last_administrator"
    eve = make_staff(cast.sard, "eve", "حوا", Role.ADMINISTRATOR)
    Staff.objects.unscoped("test").filter(pk=eve.pk).update(active=False)
    with pytest.raises(Conflict):
        revoke_role(adam, staff=cast.adam, role="administrator", now=NOW)
    Staff.objects.unscoped("test").filter(pk=eve.pk).update(active=True)
    revoke_role(adam, staff=cast.adam, role="administrator", now=NOW)
    assert held(cast.adam) == set()


def test_two_administrators_cannot_remove_each_other_at_the_same_moment(committed_cast: Cast) -> None:
    cast = committed_cast
    eve = make_staff(cast.sard, "eve", "حوا", Role.ADMINISTRATOR)
    start, outcome = threading.Barrier(2), []

    def remove(name: str, other: Staff) -> None:
        actor = actor_of(name)
        start.wait()
        try:
            revoke_role(actor, staff=other, role="administrator", now=NOW)
            outcome.append("removed")
        except Conflict as error:
            outcome.append(error.code)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=remove, args=("adam", eve)),
        threading.Thread(target=remove, args=("eve", cast.adam)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome) == ["last_administrator", "removed"]
    assert len(held(cast.adam) | held(eve)) == 1


def test_whatever_a_role_may_give_is_within_it(cast: Cast) -> None:
    """The rule itself: a giver's permissions contain those of every role given."""
    for name, role in (("dave", Role.DIRECTOR), ("adam", Role.ADMINISTRATOR), ("carol", Role.BRANCH_MANAGER)):
        for given in Role:
            helper = make_staff(cast.sard, f"{name}-{given}", "یار")
            at = cast.tehran if name == "carol" else None
            try:
                give(cast, name, helper, given, at)
            except Refused:
                assert not ROLE_PERMISSIONS[given] <= ROLE_PERMISSIONS[role]
            else:
                assert ROLE_PERMISSIONS[given] <= ROLE_PERMISSIONS[role]
