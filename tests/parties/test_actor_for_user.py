"""Who a sign-in is, and what they reach."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser

from sepas.kernel.actor import Kind, Reach
from sepas.kernel.models import Event
from sepas.parties.actions.customers import edit_customer
from sepas.parties.actors import actor_for_mobile, actor_for_user
from sepas.parties.models import Branch, Role, RoleAssignment, Staff, User
from sepas.parties.roles import PERMISSIONS, ROLE_PERMISSIONS
from tests.cast import NOW, STRANGER, Cast, make_branch, make_staff


def test_an_agent_of_the_organisation_reaches_every_case_but_inspects_none(cast: Cast) -> None:
    alice = cast.actor_of("alice")
    assert (alice.kind, alice.id, alice.organisation_id) == (Kind.STAFF, cast.alice.pk, cast.sard.pk)
    assert alice.name == "الهام احمدی"
    assert alice.reach("cases.resolve") == Reach(everywhere=True)
    assert not alice.may("cases.inspect")
    assert not alice.may("staff.edit")


def test_a_technician_reads_the_branch_and_works_on_their_own(cast: Cast) -> None:
    bob = cast.actor_of("bob")
    below_tehran = frozenset({cast.tehran.pk, cast.tehran_east.pk})
    assert bob.reach("cases.view") == Reach(branches=below_tehran)
    assert bob.reach("cases.inspect") == Reach(own=True)
    assert bob.reach("cases.resolve") == Reach(own=True)
    assert not bob.may("cases.assign")
    assert not bob.may("customers.view")


def test_a_branch_manager_reaches_the_subtree_and_no_further(cast: Cast) -> None:
    carol = cast.actor_of("carol")
    assert carol.reach("staff.edit") == Reach(branches=frozenset({cast.tehran.pk, cast.tehran_east.pk}))
    assert cast.isfahan.pk not in carol.reach("cases.view").branches


def test_an_agent_of_one_branch_reaches_that_branch(cast: Cast) -> None:
    assert cast.actor_of("isa").reach("cases.view") == Reach(branches=frozenset({cast.isfahan.pk}))


def test_the_administrator_may_everything_and_the_director_all_but_machinery(cast: Cast) -> None:
    adam, dave = cast.actor_of("adam"), cast.actor_of("dave")
    assert {name for name in PERMISSIONS if adam.reach(name).everywhere} == PERMISSIONS
    lacks = {name for name in PERMISSIONS if not dave.may(name)}
    assert lacks == {"tokens.edit", "deliveries.replay", "webhooks.edit"}


def test_a_path_that_only_begins_alike_is_not_below(cast: Cast) -> None:
    """`/1/` must not reach `/10/`."""
    for number in range(12):
        make_branch(cast.sard, f"b{number}", "شعبه")
    roots = list(Branch.objects.unscoped("test").filter(organisation=cast.sard, parent=None))
    for root in roots:
        name = f"manager-{root.pk}"
        make_staff(cast.sard, name, "مدیر", Role.BRANCH_MANAGER, at=root)
        expected = {root.pk} | ({cast.tehran_east.pk} if root == cast.tehran else set())
        assert cast.actor_of(name).reach("cases.view").branches == expected


def test_roles_add_up(cast: Cast) -> None:
    RoleAssignment.objects.create(staff=cast.bob, role=Role.AGENT, branch=cast.isfahan)
    bob = cast.actor_of("bob")
    assert bob.reach("cases.view").branches == {cast.tehran.pk, cast.tehran_east.pk, cast.isfahan.pk}
    assert bob.reach("cases.resolve") == Reach(branches=frozenset({cast.isfahan.pk}), own=True)


def test_somebody_without_roles_is_known_but_may_nothing(cast: Cast) -> None:
    nobody = make_staff(cast.sard, "nil", "هیچ‌کس")
    actor = cast.actor_of("nil")
    assert (actor.id, actor.grants) == (nobody.pk, ())


@pytest.mark.parametrize("how", ["staff", "user"])
def test_an_inactive_person_is_nobody(cast: Cast, how: str) -> None:
    if how == "staff":
        Staff.objects.unscoped("test").filter(pk=cast.alice.pk).update(active=False)
    else:
        User.objects.filter(pk=cast.alice.user_id).update(is_active=False)
    assert actor_for_user(User.objects.get(username="alice")) is None


def test_a_user_who_is_not_staff_is_nobody(cast: Cast) -> None:
    assert actor_for_user(User.objects.create(username="stray")) is None
    assert actor_for_user(AnonymousUser()) is None


@pytest.mark.parametrize(("name", "queries"), [("alice", 1), ("adam", 1), ("bob", 2), ("carol", 2)])
def test_the_number_of_queries_does_not_grow_with_branches_or_roles(
    cast: Cast, django_assert_num_queries, name: str, queries: int
) -> None:
    user = User.objects.get(username=name)
    for number in range(5):
        extra = make_branch(cast.sard, f"x{number}", "شعبه", parent=cast.tehran)
        if queries == 2:
            RoleAssignment.objects.create(staff=getattr(cast, name), role=Role.AGENT, branch=extra)
    with django_assert_num_queries(queries):
        actor_for_user(user)


def test_a_verified_number_is_a_customer_of_no_organisation() -> None:
    actor = actor_for_mobile(STRANGER, "en")
    assert (actor.kind, actor.mobile, actor.organisation_id, actor.language) == (
        Kind.CUSTOMER,
        STRANGER,
        None,
        "en",
    )
    assert actor.grants == ()


def test_a_customers_number_is_not_written_into_history(cast: Cast) -> None:
    edit_customer(cast.actor_of("maryam"), customer=cast.maryam, city="ری", now=NOW)
    fact = Event.objects.of("customer", cast.maryam.pk).get()
    assert fact.actor_kind == "customer"
    assert "1110001" not in f"{fact.actor_name} {fact.data}"


def test_every_role_has_permissions_and_all_of_them_exist() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)
    for role in Role:
        assert ROLE_PERMISSIONS[role] <= PERMISSIONS
        assert ROLE_PERMISSIONS[role]


def test_the_cast_stands_on_a_saturday() -> None:
    assert datetime(2026, 11, 21, 6, 30, tzinfo=UTC) == NOW
    assert NOW.weekday() == 5
