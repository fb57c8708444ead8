"""Adding, editing, letting in and out, and giving roles: done once, refused with a reason, hidden from others."""

import pytest

from sepas.kernel.activity.models import Event
from sepas.parties.models import RoleAssignment, Staff, User
from sepas.web.once import new_key
from tests.cast import PASSWORD
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def rows(model):
    return list(model.objects.unscoped("test").order_by("pk"))


def person(pk):
    return Staff.objects.unscoped("test").select_related("user").get(pk=pk)


def roles_of(staff):
    found = RoleAssignment.objects.unscoped("test").filter(staff=staff).order_by("pk")
    return list(found.values_list("role", "branch_id"))


def send(client, address, data=None, **more):
    return client.post(address, {"once": new_key()} | (data or {}) | more, headers=ENGLISH)


def nima(**more):
    return {"username": "nima", "name_fa": "نیما نادری", "mobile": "۰۹۱۲۱۲۳۴۵۶۷", "language": "fa"} | more


def text_of(response):
    return response.content.decode()


# --- adding


def test_somebody_is_added_once_and_the_password_is_shown_once(client, world):
    sign_in(client, "adam")
    data = nima(once=new_key(), branch=world.tehran.pk)
    first = client.post("/office/staff/", data, headers=ENGLISH)
    assert first.status_code == 200
    assert first["Cache-Control"] == "no-store"
    staff = rows(Staff)[-1]
    assert (staff.name_fa, staff.mobile, staff.branch_id) == ("نیما نادری", "+989121234567", world.tehran.pk)
    password = first.context["handed"].password
    assert password in text_of(first)
    assert person(staff.pk).user.check_password(password)
    count = len(rows(Staff))
    again = client.post("/office/staff/", data, headers=ENGLISH)
    assert again.status_code == 200
    assert password not in text_of(again)
    assert "This form was sent before" in text_of(again)
    assert len(rows(Staff)) == count
    assert password not in text_of(client.get("/office/staff/"))
    assert password not in str(list(Event.objects.values_list("data", flat=True)))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name_fa": ""}, "This cannot be left empty."),
        ({"username": "two words"}, "Use letters, digits and the signs"),
        ({"username": "mallory"}, "Somebody has this username already. Choose another."),
        ({"mobile": "12"}, "mobile"),
        ({"language": "xx"}, "Choose Persian or English."),
        ({"branch": "99999"}, "Choose a branch from the list."),
        ({"once": ""}, "This form is incomplete."),
    ],
    ids=str,
)
def test_somebody_who_cannot_be_is_said_beside_the_form_and_nothing_is_lost(client, world, wrong, says):
    before = len(rows(Staff))
    response = send(sign_in(client, "adam"), "/office/staff/", nima(name_en="Nima N.") | wrong)
    assert response.status_code == 422
    assert says in text_of(response)
    assert 'value="Nima N."' in text_of(response)
    assert len(rows(Staff)) == before
    assert not User.objects.filter(username="nima").exists()


def test_carol_adds_only_where_she_manages(client, world):
    sign_in(client, "carol")
    page = client.get("/office/staff/", headers=ENGLISH)
    assert [pk for pk, _name in page.context["branches"]] == [world.tehran.pk, world.cast.tehran_east.pk]
    before = len(rows(Staff))
    for branch in ("", world.cast.isfahan.pk):
        response = send(client, "/office/staff/", nima(branch=branch))
        assert response.status_code == 403
        assert "only in your own branch" in text_of(response)
    assert len(rows(Staff)) == before
    assert send(client, "/office/staff/", nima(branch=world.tehran.pk)).status_code == 200
    assert len(rows(Staff)) == before + 1


def test_alice_adds_nobody_and_sees_why(client, world):
    sign_in(client, "alice")
    before = len(rows(Staff))
    assert send(client, "/office/staff/", nima()).status_code == 403
    assert len(rows(Staff)) == before
    assert 'disabled aria-describedby="why-add"' in text_of(client.get("/office/staff/"))


def test_a_branch_of_another_company_is_none_of_the_list(client, world):
    before = len(rows(Staff))
    data = nima(branch=world.cast.rival_tehran.pk)
    assert send(sign_in(client, "adam"), "/office/staff/", data).status_code == 422
    assert len(rows(Staff)) == before


# --- details


def test_details_are_corrected_once(client, world):
    sign_in(client, "carol")
    bob = world.cast.bob
    address = f"/office/staff/{bob.pk}/"
    east = world.cast.tehran_east.pk
    data = {"once": new_key(), "name_fa": "بابک بهرامی‌نژاد", "mobile": "", "language": "en", "branch": east}
    assert client.post(address, data).status_code == 303
    assert client.post(address, data).status_code == 303
    found = person(bob.pk)
    assert (found.name_fa, found.language, found.branch_id) == ("بابک بهرامی‌نژاد", "en", east)
    assert found.version == bob.version + 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name_fa": ""}, "This cannot be left empty."),
        ({"mobile": "12"}, "mobile"),
        ({"branch": "x"}, "Choose a branch from the list."),
    ],
)
def test_impossible_details_come_back_as_typed(client, world, wrong, says):
    bob = world.cast.bob
    data = {"name_fa": "بابک", "name_en": "Babak B.", "mobile": "", "language": "fa"} | wrong
    response = send(sign_in(client, "adam"), f"/office/staff/{bob.pk}/", data)
    assert response.status_code == 422
    assert says in text_of(response)
    assert 'value="Babak B."' in text_of(response)
    assert person(bob.pk).version == bob.version


def test_nobody_edits_a_person_with_more_rights(client, world):
    adam = world.cast.adam
    sign_in(client, "dave")
    page = text_of(client.get(f"/office/staff/{adam.pk}/", headers=ENGLISH))
    assert 'disabled aria-describedby="why-edit"' in page
    assert "This person has a role above yours" in page
    response = send(client, f"/office/staff/{adam.pk}/", {"name_fa": "دیگری"})
    assert response.status_code == 403
    assert "This person has a role above yours" in text_of(response)
    assert person(adam.pk).name_fa == adam.name_fa


@pytest.mark.parametrize(
    "verb", ["", "roles", "roles/1/revocation", "deactivation", "reactivation", "password"]
)
def test_another_company_finds_nobody_of_ours(client, world, verb):
    bob = world.cast.bob
    sign_in(client, "mallory")
    assert client.get(f"/office/staff/{bob.pk}/").status_code == 404
    data = {"name_fa": "دیگری", "role": "agent"}
    assert send(client, f"/office/staff/{bob.pk}/{verb}", data).status_code == 404
    found = person(bob.pk)
    assert (found.active, found.name_fa, found.version) == (True, bob.name_fa, bob.version)
    assert roles_of(bob) == [("technician", world.tehran.pk)]


# --- roles


def test_a_role_is_given_in_a_branch_or_everywhere_and_taken_back(client, world):
    sign_in(client, "adam")
    bob = world.cast.bob
    address = f"/office/staff/{bob.pk}/roles"
    data = {"once": new_key(), "role": "agent", "place": world.cast.isfahan.pk}
    assert client.post(address, data).status_code == 303
    assert client.post(address, data).status_code == 303
    assert send(client, address, role="quality_manager", place="").status_code == 303
    given = [("technician", world.tehran.pk), ("agent", world.cast.isfahan.pk), ("quality_manager", None)]
    assert roles_of(bob) == given
    page = text_of(client.get(f"/office/staff/{bob.pk}/", headers=ENGLISH))
    assert "in the whole organisation" in page
    last = RoleAssignment.objects.unscoped("test").filter(staff=bob).order_by("pk").last()
    key = new_key()
    assert send(client, f"{address}/{last.pk}/revocation", once=key).status_code == 303
    assert send(client, f"{address}/{last.pk}/revocation", once=key).status_code == 303
    assert roles_of(bob) == given[:2]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"role": "king", "place": ""}, "Choose one of the list."),
        ({"role": "agent", "place": "99999"}, "Choose a branch from the list."),
    ],
)
def test_a_role_that_is_none_is_said_beside_the_field(client, world, data, says):
    bob = world.cast.bob
    response = send(sign_in(client, "adam"), f"/office/staff/{bob.pk}/roles", data)
    assert response.status_code == 422
    assert says in text_of(response)
    assert roles_of(bob) == [("technician", world.tehran.pk)]


@pytest.mark.parametrize(
    ("who", "role", "place", "says"),
    [
        ("dave", "administrator", None, "You can only give or take roles that you have yourself"),
        ("carol", "quality_manager", "tehran", "You can only give or take roles that you have yourself"),
        ("carol", "technician", "isfahan", "only in your own branch"),
        ("alice", "agent", None, "Your role does not include this"),
    ],
)
def test_nobody_gives_more_than_they_have(client, world, who, role, place, says):
    bob = world.cast.bob
    data = {"role": role, "place": getattr(world.cast, place).pk if place else ""}
    response = send(sign_in(client, who), f"/office/staff/{bob.pk}/roles", data)
    assert response.status_code == 403
    assert says in text_of(response)
    assert roles_of(bob) == [("technician", world.tehran.pk)]


def test_a_role_above_ones_own_is_not_taken_either(client, world):
    adam = world.cast.adam
    held = RoleAssignment.objects.unscoped("test").get(staff=adam)
    address = f"/office/staff/{adam.pk}/roles/{held.pk}/revocation"
    sign_in(client, "dave")
    assert address not in text_of(client.get(f"/office/staff/{adam.pk}/"))
    assert send(client, address).status_code == 403
    assert roles_of(adam) == [("administrator", None)]


def test_the_last_administrator_stays_one_and_is_told_why(client, world):
    adam = world.cast.adam
    held = RoleAssignment.objects.unscoped("test").get(staff=adam)
    response = send(sign_in(client, "adam"), f"/office/staff/{adam.pk}/roles/{held.pk}/revocation")
    assert response.status_code == 409
    assert "This is the last administrator. Give somebody else the role first." in text_of(response)
    assert roles_of(adam) == [("administrator", None)]


def test_a_role_of_somebody_else_is_not_taken_by_this_address(client, world):
    cast = world.cast
    held = RoleAssignment.objects.unscoped("test").get(staff=cast.isa)
    response = send(sign_in(client, "adam"), f"/office/staff/{cast.bob.pk}/roles/{held.pk}/revocation")
    assert response.status_code == 404
    assert roles_of(cast.isa) == [("agent", cast.isfahan.pk)]


# --- coming in


def test_somebody_leaves_and_comes_back_with_a_new_password(client, world):
    sign_in(client, "carol")
    bob = world.cast.bob
    key = new_key()
    assert send(client, f"/office/staff/{bob.pk}/deactivation", once=key).status_code == 303
    assert send(client, f"/office/staff/{bob.pk}/deactivation", once=key).status_code == 303
    found = person(bob.pk)
    assert (found.active, found.user.is_active, found.version) == (False, False, bob.version + 1)
    assert "Let in again" in text_of(client.get(f"/office/staff/{bob.pk}/", headers=ENGLISH))
    key = new_key()
    first = send(client, f"/office/staff/{bob.pk}/reactivation", once=key)
    password = first.context["handed"].password
    assert (first.status_code, password in text_of(first)) == (200, True)
    assert person(bob.pk).active
    assert person(bob.pk).user.check_password(password)
    again = send(client, f"/office/staff/{bob.pk}/reactivation", once=key)
    assert (again.status_code, password in text_of(again)) == (200, False)
    assert roles_of(bob) == [("technician", world.tehran.pk)]
    assert send(client, f"/office/staff/{bob.pk}/reactivation").status_code == 409


def test_a_forgotten_password_is_replaced_and_shown_once(client, world):
    sign_in(client, "adam")
    bob, key = world.cast.bob, new_key()
    first = send(client, f"/office/staff/{bob.pk}/password", once=key)
    password = first.context["handed"].password
    assert (first.status_code, first["Cache-Control"], password in text_of(first)) == (200, "no-store", True)
    assert person(bob.pk).user.check_password(password)
    again = send(client, f"/office/staff/{bob.pk}/password", once=key)
    assert (again.status_code, password in text_of(again)) == (200, False)
    assert person(bob.pk).user.check_password(password)
    assert password not in text_of(client.get(f"/office/staff/{bob.pk}/"))


@pytest.mark.parametrize(
    ("who", "whom", "verb", "says"),
    [
        ("adam", "adam", "password", "Change your own password on your account page."),
        ("adam", "adam", "deactivation", "You cannot deactivate yourself."),
        ("dave", "adam", "password", "This person has a role above yours"),
        ("dave", "adam", "deactivation", "This person has a role above yours"),
        ("carol", "isa", "deactivation", "only in your own branch"),
        ("alice", "bob", "password", "Your role does not include this"),
        ("alice", "bob", "reactivation", "Your role does not include this"),
    ],
)
def test_who_comes_in_is_decided_only_by_those_who_may(client, world, who, whom, verb, says):
    staff = getattr(world.cast, whom)
    response = send(sign_in(client, who), f"/office/staff/{staff.pk}/{verb}")
    assert response.status_code == 403
    assert says in text_of(response)
    found = person(staff.pk)
    assert (found.active, found.version) == (True, staff.version)
    assert found.user.check_password(PASSWORD)


def test_nobody_who_is_not_active_gets_a_role_or_a_password(client, world):
    sign_in(client, "adam")
    bob = world.cast.bob
    send(client, f"/office/staff/{bob.pk}/deactivation")
    for verb in ("password", "roles"):
        response = send(client, f"/office/staff/{bob.pk}/{verb}", role="agent")
        assert response.status_code == 409
        assert "This person is not active." in text_of(response)
    assert roles_of(bob) == [("technician", world.tehran.pk)]
