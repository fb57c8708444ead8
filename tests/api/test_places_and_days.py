"""Special days, openings, the tree of branches and roles by the API."""

from sepas.kernel.activity.models import Event
from sepas.parties.actions.custom_roles import create_role
from sepas.parties.models import Branch, SpecialDay
from tests.api.conftest import Caller
from tests.cast import NOW, actor_of

DAY = {"day": "2026-12-05", "title": "انبارگردانی", "hours": [["09:00", "12:00"]]}


def fields(problem: dict) -> list[str]:
    return [row["field"] for row in problem["errors"]]


def test_a_day_of_a_branch_is_set_changed_and_taken_back(caller: Caller, cast) -> None:
    path = f"/branches/{cast.tehran.pk}/days"
    status, made = caller.post(path, DAY)
    assert (status, made["hours"], made["branch"]) == (201, [["09:00", "12:00"]], cast.tehran.pk)
    status, closed = caller.post(path, {**DAY, "hours": []})
    assert (status, closed["id"], closed["hours"]) == (201, made["id"], [])
    assert caller.get("/days")[1]["items"] == []
    assert [row["id"] for row in caller.get(path)[1]["items"]] == [made["id"]]
    assert caller.send("DELETE", f"{path}/{made['id']}", If_Match='"0"')[0] == 412
    assert caller.send("DELETE", f"/days/{made['id']}")[0] == 404
    assert caller.send("DELETE", f"{path}/{made['id']}")[0] == 204
    assert caller.send("DELETE", f"{path}/{made['id']}")[0] == 404
    assert not SpecialDay.objects.unscoped("test").exists()


def test_a_day_of_everybody_may_have_its_usual_hours(caller: Caller, cast) -> None:
    status, made = caller.post("/days", {"day": "2026-12-05", "title": "باز هستیم", "usual_hours": True})
    assert (status, made["branch"], bool(made["hours"])) == (201, None, True)
    friday = {"day": "2026-12-04", "title": "باز هستیم", "usual_hours": True}
    status, problem = caller.post("/days", friday)
    assert (status, fields(problem)) == (422, ["intervals"])


def test_bad_days_are_refused(caller: Caller, cast) -> None:
    for wrong in ({"day": "2026-02-30"}, {"title": " "}, {"hours": [["12:00", "09:00"]]}, {"day": None}):
        status, problem = caller.post("/days", {**DAY, **wrong})
        assert (status, len(fields(problem))) == (422, 1), wrong
    assert not SpecialDay.objects.unscoped("test").exists()


def test_days_and_places_need_the_scope(token_of, cast) -> None:
    reader = Caller(token_of(scopes={"cases.view"}))
    at = f"/branches/{cast.tehran_east.pk}"
    asked = {f"{at}/days": DAY, "/days": DAY, f"{at}/place": {"parent": None}, f"{at}/closure": {}}
    for path, body in asked.items():
        status, problem = reader.post(path, body)
        assert (status, problem["data"]) == (403, {"permission": "branches.edit"}), path
    assert not SpecialDay.objects.unscoped("test").exists()
    row = Branch.objects.unscoped("test").get(pk=cast.tehran_east.pk)
    assert (row.active, row.parent_id) == (True, cast.tehran.pk)


def test_openings_are_those_that_clocks_count_with(caller: Caller, cast) -> None:
    caller.post("/days", {"day": "2026-12-05", "title": "جشن"})
    path = f"/branches/{cast.tehran.pk}/openings"
    status, page = caller.get(path, first="2026-12-03", last="2026-12-06")
    assert status == 200
    assert [row["hours"] for row in page["items"]] == [
        [["08:30", "12:30"]], [], [], [["08:30", "12:30"], ["13:30", "17:00"]],
    ]  # fmt: skip
    status, page = caller.get(path, first="2027-03-20", last="2027-03-22")
    assert [bool(row["holiday"]) for row in page["items"]] == [True, True, True]
    assert "نوروز" in page["items"][1]["holiday"]["fa"]
    assert len(caller.get(path)[1]["items"]) == 14
    for wrong in (
        {"first": "2026-12-03", "last": "2026-12-01"},
        {"first": "2026-01-01", "last": "2026-12-01"},
    ):
        status, problem = caller.get(path, **wrong)
        assert (status, fields(problem)) == (422, ["last"])
    assert caller.get(path, first="2026-02-30")[0] == 422


def test_a_branch_moves_closes_and_serves_again(caller: Caller, cast) -> None:
    east = f"/branches/{cast.tehran_east.pk}"
    status, moved = caller.post(f"{east}/place", {"parent": cast.isfahan.pk})
    assert (status, moved["parent"]) == (200, cast.isfahan.pk)
    status, problem = caller.post(f"/branches/{cast.isfahan.pk}/place", {"parent": cast.tehran_east.pk})
    assert (status, problem["code"]) == (409, "cycle")
    assert caller.post(f"{east}/place", {"parent": cast.rival_tehran.pk})[0] == 422
    status, problem = caller.post(f"/branches/{cast.isfahan.pk}/closure")
    assert (status, problem["code"]) == (409, "branches_below")
    assert [caller.post(f"{east}/closure")[1]["active"] for _twice in range(2)] == [False, False]
    assert caller.post(f"{east}/reopening")[1]["active"] is True
    names = Event.objects.of("branch", cast.tehran_east.pk).values_list("name", flat=True)
    assert list(names) == ["branch.moved", "branch.closed", "branch.reopened"]


def test_roles_are_told_with_what_they_may(caller: Caller, token_of, cast) -> None:
    create_role(
        actor_of("adam"),
        organisation=cast.sard,
        name_fa="بیننده",
        based_on="agent",
        permissions=["cases.view"],
        now=NOW,
    )
    status, page = caller.get("/roles")
    *built_in, own = page["items"]
    assert (status, len(built_in), built_in[0]["name"]["fa"]) == (200, 6, "کارشناس مرکز تماس")
    assert (own["own"], own["name"], own["held"]) == (True, {"fa": "بیننده", "en": "بیننده"}, 0)
    assert [row["code"] for row in own["permissions"]] == ["cases.view"]
    technician = next(row for row in built_in if row["role"] == "technician")
    assert (technician["held"], "staff.edit" in str(technician["permissions"])) == (1, False)
    assert all(not row["own"] for row in Caller(token_of("mallory")).get("/roles")[1]["items"])
