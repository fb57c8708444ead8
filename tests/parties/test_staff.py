"""Staff: created, edited, let go and let in again."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from sepas.kernel.errors import Conflict, DomainError, Invalid, NotFound, Refused, Stale
from sepas.kernel.models import Event
from sepas.parties import queries
from sepas.parties.actions.staff import (
    NewSignIn,
    create_staff,
    deactivate_staff,
    edit_staff,
    note_password_chosen,
    reactivate_staff,
    reset_sign_in,
)
from sepas.parties.actors import actor_for_user
from sepas.parties.models import Role, RoleAssignment, Staff, User
from tests.cast import NOW, PASSWORD, Cast, actor_of, make_staff

WEEK = timedelta(days=7)


def create(cast: Cast, name: str = "adam", **more) -> NewSignIn:
    given = {"username": "nasim", "name_fa": "نسیم نوری"} | more
    return create_staff(cast.actor_of(name), organisation=cast.sard, now=NOW, **given)


def facts() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("name", flat=True))


def user_of(staff: Staff) -> User:
    return User.objects.get(pk=staff.user_id)


def test_a_new_person_signs_in_once_with_the_password_given(cast: Cast) -> None:
    made = create(
        cast, username=" Nasim ", mobile="۰۹۱۲ ۲۲۲ ۰۰۰۱", branch=cast.tehran, roles=[("agent", cast.tehran)]
    )
    user = user_of(made.staff)
    assert user.username == "nasim"
    assert user.check_password(made.password)
    assert len(made.password) == 19
    assert user.one_time_until == NOW + WEEK
    assert (made.staff.mobile, made.staff.branch) == ("+989122220001", cast.tehran)
    assert actor_of("nasim").reach("cases.view").branches == {cast.tehran.pk, cast.tehran_east.pk}
    assert facts() == ["staff.created", "staff.role_assigned"]
    assert made.password not in str(list(Event.objects.values_list("data", flat=True))) + repr(made)


def test_all_or_nothing(cast: Cast) -> None:
    with pytest.raises(Refused):
        create(cast, "carol", branch=cast.tehran, roles=[("agent", cast.tehran), ("director", None)])
    assert not User.objects.filter(username="nasim").exists()
    assert facts() == []


@pytest.mark.parametrize("username", ["alice", "ALICE", " mallory"])
def test_a_taken_username_is_a_conflict(cast: Cast, username: str) -> None:
    before = User.objects.count()
    with pytest.raises(Conflict) as caught:
        create(cast, username=username)
    assert caught.value.code == "username_taken"
    assert User.objects.count() == before


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "two words"}, "username"),
        ({"username": "x" * 151}, "username"),
        ({"name_fa": ""}, "name_fa"),
        ({"mobile": "02188776655"}, "mobile"),
        ({"language": "de"}, "language"),
        ({"roles": [("king", None)]}, "role"),
    ],
)
def test_wrong_fields_are_named(cast: Cast, given: dict, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        create(cast, **given)
    assert set(caught.value.fields) == {field}
    assert not User.objects.filter(username="nasim").exists()


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("alice", Refused),
        ("bob", Refused),
        ("dana", Refused),
        ("isa", Refused),
        ("mallory", NotFound),
        ("maryam", NotFound),
        ("guest", NotFound),
    ],
)
def test_who_may_not_changes_nothing(cast: Cast, name: str, error: type[DomainError]) -> None:
    actor = cast.actor_of(name)
    for attempt in (
        lambda: create(cast, name),
        lambda: create(cast, name, branch=cast.tehran),
        lambda: edit_staff(actor, staff=cast.bob, name_fa="دزدیده", now=NOW),
        lambda: deactivate_staff(actor, staff=cast.bob, now=NOW),
        lambda: reactivate_staff(actor, staff=cast.bob, now=NOW),
        lambda: reset_sign_in(actor, staff=cast.bob, now=NOW),
    ):
        with pytest.raises(error):
            attempt()
    assert facts() == []
    assert user_of(cast.bob).check_password(PASSWORD)
    assert user_of(cast.bob).is_active


def test_a_manager_looks_after_their_own_branch(cast: Cast) -> None:
    made = create(cast, "carol", branch=cast.tehran_east, roles=[("technician", cast.tehran_east)])
    edit_staff(actor_of("carol"), staff=made.staff, name_fa="نسیم نوری‌زاده", branch=cast.tehran, now=NOW)
    assert Staff.objects.unscoped("test").get(pk=made.staff.pk).branch == cast.tehran
    for branch in (None, cast.isfahan):
        with pytest.raises(Refused):
            edit_staff(actor_of("carol"), staff=made.staff, branch=branch, now=NOW)
        with pytest.raises(Refused):
            create(cast, "carol", username="other", branch=branch)
    with pytest.raises(Refused):
        deactivate_staff(actor_of("carol"), staff=cast.isa, now=NOW)
    assert facts() == ["staff.created", "staff.role_assigned", "staff.edited"]


def test_nobody_becomes_somebody_with_more_rights(cast: Cast) -> None:
    """A director who works in Tehran must be out of reach of Tehran's manager."""
    boss = make_staff(cast.sard, "boss", "رئیس", Role.DIRECTOR, works_at=cast.tehran)
    for attempt in (
        lambda: edit_staff(actor_of("carol"), staff=boss, mobile="09122220001", now=NOW),
        lambda: deactivate_staff(actor_of("carol"), staff=boss, now=NOW),
        lambda: reset_sign_in(actor_of("carol"), staff=boss, now=NOW),
        lambda: reset_sign_in(actor_of("dave"), staff=cast.adam, now=NOW),
    ):
        with pytest.raises(Refused) as caught:
            attempt()
        assert caught.value.code == "above_you"
    assert facts() == []
    assert reset_sign_in(actor_of("dave"), staff=boss, now=NOW).staff == boss


def test_editing_tells_what_was_before(cast: Cast) -> None:
    adam = cast.actor_of("adam")
    edit_staff(adam, staff=cast.bob, mobile="0912 333 0001", branch=cast.isfahan, now=NOW)
    fact = Event.objects.of("staff", cast.bob.pk).get()
    assert fact.data == {
        "changes": {"branch_id": [cast.tehran.pk, cast.isfahan.pk], "mobile": ["", "+989123330001"]}
    }
    edit_staff(adam, staff=cast.bob, mobile="+989123330001", now=NOW)
    assert facts() == ["staff.edited"]
    with pytest.raises(NotFound):
        edit_staff(adam, staff=cast.bob, branch=cast.rival_tehran, now=NOW)
    with pytest.raises(TypeError):
        edit_staff(adam, staff=cast.bob, organisation=cast.rival, now=NOW)


def test_two_edits_from_the_same_page_do_not_overwrite_each_other(cast: Cast) -> None:
    adam, same = cast.actor_of("adam"), Staff.objects.unscoped("test").get(pk=cast.bob.pk)
    edit_staff(adam, staff=cast.bob, name_en="First", now=NOW)
    with pytest.raises(Stale):
        edit_staff(adam, staff=same, name_en="Second", now=NOW)


def test_whoever_is_let_go_is_nobody_at_once(cast: Cast) -> None:
    adam = cast.actor_of("adam")
    deactivate_staff(adam, staff=cast.bob, now=NOW)
    deactivate_staff(adam, staff=cast.bob, now=NOW)
    assert not user_of(cast.bob).is_active
    assert actor_for_user(user_of(cast.bob)) is None
    assert RoleAssignment.objects.unscoped("test").filter(staff=cast.bob).exists()
    assert facts() == ["staff.deactivated"]
    with pytest.raises(Conflict):
        reset_sign_in(adam, staff=cast.bob, now=NOW)


def test_whoever_is_let_in_again_gets_a_new_password(cast: Cast) -> None:
    adam = cast.actor_of("adam")
    with pytest.raises(Conflict):
        reactivate_staff(adam, staff=cast.bob, now=NOW)
    deactivate_staff(adam, staff=cast.bob, now=NOW)
    again = reactivate_staff(adam, staff=cast.bob, now=NOW)
    user = user_of(cast.bob)
    assert user.is_active
    assert user.check_password(again.password)
    assert not user.check_password(PASSWORD)
    assert actor_of("bob").may("cases.inspect")
    assert facts() == ["staff.deactivated", "staff.reactivated"]


def test_nobody_lets_themselves_go_or_resets_their_own_second_factor(cast: Cast) -> None:
    make_staff(cast.sard, "eve", "حوا", Role.ADMINISTRATOR)
    for attempt in (deactivate_staff, reset_sign_in):
        with pytest.raises(Refused) as caught:
            attempt(cast.actor_of("adam"), staff=cast.adam, now=NOW)
        assert caught.value.code == "yourself"
    assert facts() == []


def test_the_last_administrator_stays(cast: Cast) -> None:
    from sepas.kernel.actor import system

    itself = system(cast.sard.pk)
    with pytest.raises(Conflict) as caught:
        deactivate_staff(itself, staff=cast.adam, now=NOW)
    assert caught.value.code == "last_administrator"
    make_staff(cast.sard, "eve", "حوا", Role.ADMINISTRATOR)
    deactivate_staff(itself, staff=cast.adam, now=NOW)
    assert facts() == ["staff.deactivated"]


def test_a_forgotten_password_and_a_lost_phone(cast: Cast) -> None:
    Authenticator.objects.create(user_id=cast.bob.user_id, type="totp", data={})
    Authenticator.objects.create(user_id=cast.alice.user_id, type="totp", data={})
    carol = cast.actor_of("carol")
    given = reset_sign_in(carol, staff=cast.bob, now=NOW)
    assert user_of(cast.bob).check_password(given.password)
    assert user_of(cast.bob).one_time_until == NOW + WEEK
    assert Authenticator.objects.count() == 2
    again = reset_sign_in(carol, staff=cast.bob, remove_second_factor=True, now=NOW)
    assert again.password != given.password
    assert list(Authenticator.objects.values_list("user_id", flat=True)) == [cast.alice.user_id]
    told = Event.objects.of("staff", cast.bob.pk).values_list("name", "data__second_factor_removed")
    assert list(told) == [("staff.password_given", False), ("staff.password_given", True)]


def test_a_chosen_password_ends_the_one_time_one(cast: Cast) -> None:
    reset_sign_in(cast.actor_of("adam"), staff=cast.bob, now=NOW)
    note_password_chosen(actor_of("bob"), now=NOW)
    assert user_of(cast.bob).one_time_until is None
    assert facts() == ["staff.password_given", "staff.password_chosen"]


def test_people_are_listed_with_their_roles_in_two_queries(cast: Cast, django_assert_num_queries) -> None:
    for number in range(5):
        make_staff(cast.sard, f"extra-{number}", "یار", Role.TECHNICIAN, at=cast.isfahan)
    RoleAssignment.objects.create(staff=cast.bob, role=Role.AGENT)
    deactivate_staff(cast.actor_of("adam"), staff=cast.isa, now=NOW)
    alice = cast.actor_of("alice")
    with django_assert_num_queries(2):
        found = queries.staff(alice)
        shown = {
            row.staff.user.username: [(held.role, held.branch and held.branch.code) for held in row.roles]
            for row in found
        }
    assert len(found) == 11
    assert shown["bob"] == [("technician", "tehran"), ("agent", None)]
    assert "isa" not in shown
    assert len(queries.staff(alice, inactive=True)) == 12
    assert [row.staff.user.username for row in queries.staff(cast.actor_of("mallory"))] == ["mallory"]
    assert queries.staff(cast.actor_of("maryam")) == []


def test_one_person_with_roles(cast: Cast, django_assert_num_queries) -> None:
    alice = cast.actor_of("alice")
    with django_assert_num_queries(2):
        found = queries.staff_member(alice, cast.bob.pk)
    assert (found.staff, [row.role for row in found.roles]) == (cast.bob, ["technician"])
    with pytest.raises(NotFound):
        queries.staff_member(cast.actor_of("mallory"), cast.bob.pk)


def test_work_at_a_branch_goes_to_people_there_or_above(cast: Cast) -> None:
    alice = cast.actor_of("alice")

    def names(at) -> set[str]:
        return {row.name_en.lower() for row in queries.assignable(alice, at)}

    everywhere = {"alice", "dana", "dave", "adam"}
    assert names(cast.isfahan) == everywhere | {"isa"}
    assert names(cast.tehran_east) == everywhere | {"bob", "carol"}
    assert names(None) == everywhere | {"bob", "carol", "isa"}


def test_a_username_may_be_persian(cast: Cast) -> None:
    assert create(cast, username="نسیم").staff.user.username == "نسیم"
