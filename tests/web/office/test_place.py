"""A branch is moved, closed down and reopened: done once, refused with a reason, hidden from others."""

import pytest

from sepas.parties.models import Branch
from sepas.web.once import new_key
from tests.cast import make_branch
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def branch(row):
    return Branch.objects.unscoped("test").get(pk=row.pk)


def state(row):
    found = branch(row)
    return found.parent_id, found.active, found.version


def send(client, row, verb, **more):
    return client.post(f"/office/branches/{row.pk}/{verb}", {"once": new_key()} | more, headers=ENGLISH)


def test_a_branch_is_moved_once_with_all_below_it(client, world):
    cast, key = world.cast, new_key()
    sign_in(client, "adam")
    for _ in range(2):
        assert send(client, world.tehran, "place", parent=cast.isfahan.pk, once=key).status_code == 303
    assert state(world.tehran) == (cast.isfahan.pk, True, world.tehran.version + 1)
    assert branch(cast.tehran_east).path == f"/{cast.isfahan.pk}/{world.tehran.pk}/{cast.tehran_east.pk}/"
    assert send(client, world.tehran, "place", parent="").status_code == 303
    assert branch(world.tehran).path == f"/{world.tehran.pk}/"


def test_only_places_where_it_may_hang_are_offered(client, world):
    cast = world.cast
    page = sign_in(client, "adam").get(f"/office/branches/{world.tehran.pk}/")
    assert [pk for pk, _name in page.context["parents"]] == [cast.isfahan.pk]
    page = sign_in(client, "carol").get(f"/office/branches/{cast.tehran_east.pk}/")
    assert [pk for pk, _name in page.context["parents"]] == [world.tehran.pk]
    assert not page.context["may_top"]


@pytest.mark.parametrize(
    ("place", "status", "says"),
    [
        ("tehran_east", 409, "A branch cannot be placed below itself."),
        ("rival_tehran", 422, "Choose a branch from the list."),
        ("nowhere", 422, "Choose a branch from the list."),
        ("closed", 409, "The branch above is closed."),
    ],
)
def test_an_impossible_place_is_said_beside_the_form(client, world, place, status, says):
    closed = make_branch(world.sard, "old", "شعبهٔ قدیم", active=False)
    known = {"closed": closed.pk, "nowhere": "nowhere"}
    parent = known.get(place) or getattr(world.cast, place).pk
    response = send(sign_in(client, "adam"), world.tehran, "place", parent=parent)
    assert response.status_code == status
    assert says in response.content.decode()
    assert state(world.tehran) == (None, True, world.tehran.version)


def test_a_branch_is_closed_down_once_and_reopened(client, world):
    east = world.cast.tehran_east
    sign_in(client, "carol")
    key = new_key()
    for _ in range(2):
        assert send(client, east, "closure", once=key).status_code == 303
    assert state(east) == (world.tehran.pk, False, east.version + 1)
    assert "Reopen the branch" in client.get(f"/office/branches/{east.pk}/", headers=ENGLISH).content.decode()
    key = new_key()
    for _ in range(2):
        assert send(client, east, "reopening", once=key).status_code == 303
    assert state(east) == (world.tehran.pk, True, east.version + 2)


def test_a_branch_with_open_ones_below_stays_open_and_says_why(client, world):
    response = send(sign_in(client, "adam"), world.tehran, "closure")
    assert response.status_code == 409
    assert "Close or move the branches below it first." in response.content.decode()
    assert state(world.tehran) == (None, True, world.tehran.version)


def test_a_branch_below_a_closed_one_stays_closed_and_says_why(client, world):
    above = make_branch(world.sard, "old", "شعبهٔ قدیم", active=False)
    below = make_branch(world.sard, "older", "شعبهٔ قدیم‌تر", parent=above, active=False)
    response = send(sign_in(client, "adam"), below, "reopening")
    assert response.status_code == 409
    assert "The branch above is closed." in response.content.decode()
    assert not branch(below).active


@pytest.mark.parametrize("verb", ["place", "closure", "reopening"])
@pytest.mark.parametrize(
    ("who", "which", "status"),
    [
        ("alice", "tehran_east", 403),
        ("carol", "tehran", 403),
        ("carol", "isfahan", 403),
        ("mallory", "tehran_east", 404),
    ],
)
def test_the_tree_is_changed_only_by_who_may(client, world, who, which, status, verb):
    row = getattr(world.cast, which)
    response = send(sign_in(client, who), row, verb, parent="")
    assert response.status_code == status
    assert state(row) == (row.parent_id, row.active, row.version)


def test_carol_does_not_hang_her_branch_elsewhere(client, world):
    east = world.cast.tehran_east
    for parent in ("", world.cast.isfahan.pk):
        response = send(sign_in(client, "carol"), east, "place", parent=parent)
        assert response.status_code == 403
        assert "only in your own branch" in response.content.decode()
    assert state(east) == (world.tehran.pk, True, east.version)


def test_who_may_not_sees_why(client, world):
    page = sign_in(client, "carol").get(f"/office/branches/{world.tehran.pk}/", headers=ENGLISH)
    assert 'disabled aria-describedby="why-place"' in page.content.decode()
    assert "You may do this only in your own branch" in page.content.decode()
