"""Roles that an organisation makes itself: what they give, and that nobody gives more than they have."""

import pytest

from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Conflict, Invalid, Refused
from sepas.parties.actions.custom_roles import create_role, edit_role, remove_role
from sepas.parties.actions.roles import assign_role, revoke_role
from sepas.parties.actions.tokens import issue_token
from sepas.parties.actors import actor_for_token
from sepas.parties.models import CustomRole
from sepas.parties.roles import ROLE_PERMISSIONS, Role
from tests.cast import NOW, actor_of, make_staff

pytestmark = pytest.mark.django_db
LOOKING = ["cases.view", "customers.view", "staff.edit"]


def make(cast, who="adam", **more):
    values = {"name_fa": "بیننده", "based_on": "agent", "permissions": LOOKING, "now": NOW} | more
    return create_role(actor_of(who), organisation=cast.sard, **values)


def test_it_gives_what_is_ticked_where_it_holds(cast):
    role = make(cast)
    assign_role(
        actor_of("adam"),
        staff=make_staff(cast.sard, "nader", "نادر"),
        role=role.key,
        branch=cast.tehran,
        now=NOW,
    )
    nader = actor_of("nader")
    assert nader.reach("cases.view").branches == {cast.tehran.pk, cast.tehran_east.pk}
    assert not nader.may("cases.reply")
    assert not nader.may("fields.contact")


def test_from_a_technicians_role_steps_of_the_work_hold_on_ones_own_cases(cast):
    role = make(cast, based_on="technician", permissions=["cases.view", "cases.resolve"])
    assign_role(
        actor_of("adam"),
        staff=make_staff(cast.sard, "nader", "نادر"),
        role=role.key,
        branch=cast.tehran,
        now=NOW,
    )
    nader = actor_of("nader")
    assert nader.reach("cases.resolve").own
    assert not nader.reach("cases.resolve").branches
    assert nader.reach("cases.view").branches


def test_a_change_counts_at_once_and_is_a_fact(cast):
    role = make(cast)
    nader = make_staff(cast.sard, "nader", "نادر")
    assign_role(actor_of("adam"), staff=nader, role=role.key, now=NOW)
    edit_role(
        actor_of("adam"), role=role, name_fa="بیننده", based_on="agent", permissions=["cases.view"], now=NOW
    )
    assert not actor_of("nader").may("customers.view")
    told = Event.objects.of("role", role.pk).last()
    assert told.data["changes"] == {"permissions": [sorted(LOOKING), ["cases.view"]]}


def test_nobody_makes_a_role_with_more_than_they_have(cast):
    with pytest.raises(Refused) as refused:
        make(cast, "dave", permissions=["cases.view", "tokens.edit"])
    assert refused.value.data["missing"] == ["tokens.edit"]
    assert not CustomRole.objects.unscoped("test").exists()


def test_nobody_changes_a_role_that_gives_more_than_they_have(cast):
    role = make(cast, permissions=["tokens.edit"])
    with pytest.raises(Refused):
        edit_role(
            actor_of("dave"), role=role, name_fa="x", based_on="agent", permissions=["cases.view"], now=NOW
        )


def test_nobody_gives_a_role_with_more_than_they_have(cast):
    role = make(cast, permissions=["tokens.edit"])
    with pytest.raises(Refused):
        assign_role(actor_of("carol"), staff=cast.bob, role=role.key, branch=cast.tehran, now=NOW)


def test_whoever_does_not_see_numbers_gives_no_role_that_does(cast):
    role = make(cast, permissions=sorted(ROLE_PERMISSIONS[Role.DIRECTOR] - {"fields.contact"}))
    assign_role(actor_of("adam"), staff=make_staff(cast.sard, "nader", "نادر"), role=role.key, now=NOW)
    with pytest.raises(Refused):
        assign_role(actor_of("nader"), staff=cast.bob, role="agent", now=NOW)


def test_a_branch_manager_makes_no_roles(cast):
    with pytest.raises(Refused):
        make(cast, "carol")


def test_a_role_of_another_company_is_not_on_the_list(cast):
    role = make(cast)
    with pytest.raises(Invalid):
        assign_role(actor_of("mallory"), staff=cast.mallory, role=role.key, now=NOW)


def test_two_roles_do_not_share_a_name(cast):
    make(cast)
    with pytest.raises(Conflict):
        make(cast)


def test_a_role_in_use_stays_until_it_is_taken_back(cast):
    role = make(cast)
    assign_role(actor_of("adam"), staff=cast.bob, role=role.key, now=NOW)
    with pytest.raises(Conflict):
        remove_role(actor_of("adam"), role=role, now=NOW)
    role.refresh_from_db()
    revoke_role(actor_of("adam"), staff=cast.bob, role=role.key, now=NOW)
    remove_role(actor_of("adam"), role=role, now=NOW)
    with pytest.raises(Conflict):
        assign_role(actor_of("adam"), staff=cast.bob, role=role.key, now=NOW)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"permissions": []}, "permissions"),
        ({"permissions": ["everything"]}, "permissions"),
        ({"based_on": "king"}, "based_on"),
        ({"name_fa": " "}, "name_fa"),
    ],
)
def test_what_is_wrong_is_told_by_field(cast, more, field):
    with pytest.raises(Invalid) as refused:
        make(cast, **more)
    assert set(refused.value.fields) == {field}


def test_a_program_sees_no_more_than_whoever_issued_its_token(cast):
    role = make(cast, permissions=sorted(ROLE_PERMISSIONS[Role.ADMINISTRATOR] - {"fields.contact"}))
    assign_role(actor_of("adam"), staff=make_staff(cast.sard, "nader", "نادر"), role=role.key, now=NOW)
    raw = issue_token(
        actor_of("nader"), organisation=cast.sard, name="t", scopes=["customers.view"], now=NOW
    ).raw
    program = actor_for_token(raw, NOW)
    assert program is not None
    assert not program.may("fields.contact")
    assert program.may("fields.money")
