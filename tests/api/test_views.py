"""Shared views by the API: counted, run, kept for a colleague, changed and removed; private ones stay private."""

from sepas.cases.actions.open import open_case
from sepas.cases.actions.views import save_view, share_view
from sepas.cases.models import SavedView
from sepas.kernel.activity.models import Event
from sepas.parties.roles import TOKEN_SCOPES
from tests.api.conftest import Caller
from tests.cast import MARYAM, NOW, Cast, actor_of


def case(cast: Cast, kind: str = "advice", **more: object):
    return open_case(
        actor_of("alice"), organisation=cast.sard, kind=kind, description="چطور؟", branch=cast.tehran,
        now=NOW, **{"mobile": MARYAM} | more,
    )  # fmt: skip


def view(name: str = "راهنمایی", shared: bool = True, by: str = "carol", **filters: str) -> SavedView:
    made = save_view(actor_of(by), name=name, filters=filters or {"kind": "advice"}, now=NOW)
    return (
        share_view(actor_of("adam" if by == "adam" else by), view=made, shared=True, now=NOW)
        if shared
        else made
    )


def test_a_shared_view_is_counted_and_run(caller: Caller, cast: Cast) -> None:
    first, second = case(cast), case(cast, mobile="09121110002")
    case(cast, "complaint")
    made = view(by="adam")
    status, page = caller.get("/views")
    assert (status, page["items"]) == (200, [
        {"id": made.pk, "name": "راهنمایی", "filters": {"kind": "advice"}, "columns": [], "owner": cast.adam.pk,
         "shared": True, "branch": None, "count": 2, "version": made.version},
    ])  # fmt: skip
    status, page = caller.get(f"/views/{made.pk}/cases", limit="1")
    assert (status, [row["code"] for row in page["items"]]) == (200, [second.code])
    page = caller.get(f"/views/{made.pk}/cases", limit="1", cursor=page["next"])[1]
    assert ([row["code"] for row in page["items"]], page["next"]) == ([first.code], "")


def test_private_views_are_there_only_with_the_scope(caller: Caller, token_of, cast: Cast) -> None:
    mine = view("مال خودم", shared=False)
    made = save_view(actor_of("carol"), name="تهران", filters={}, now=NOW)
    branch = share_view(actor_of("carol"), view=made, shared=True, branch=cast.tehran, now=NOW)
    everybody = view("همه", by="adam")
    without = Caller(token_of(scopes=TOKEN_SCOPES - {"personal.edit"}))
    rows = without.get("/views")[1]["items"]
    assert [(row["id"], row["branch"]) for row in rows] == [(everybody.pk, None), (branch.pk, cast.tehran.pk)]
    for method in ("GET", "PATCH", "DELETE"):
        body = {"name": "ن"} if method == "PATCH" else None
        assert without.send(method, f"/views/{mine.pk}", body)[0] == 404
    assert without.get(f"/views/{mine.pk}/cases")[0] == 404
    for other in (mine, branch, everybody):
        assert Caller(token_of("mallory")).get(f"/views/{other.pk}")[0] == 404
    assert SavedView.objects.unscoped("test").count() == 3
    assert [row["id"] for row in caller.get("/views")[1]["items"]] == [everybody.pk, branch.pk, mine.pk]
    page = caller.get("/views", staff=str(cast.carol.pk), limit="1")[1]
    assert [row["id"] for row in page["items"]] == [branch.pk]
    page = caller.get("/views", staff=str(cast.carol.pk), limit="1", cursor=page["next"])[1]
    assert ([(row["id"], row["shared"]) for row in page["items"]], page["next"]) == ([(mine.pk, False)], "")


def test_a_view_is_kept_for_one_person_shared_with_a_branch_and_taken_back(
    caller: Caller, token_of, cast: Cast
) -> None:
    body = {"name": "مال باب", "filters": {"due": "late"}, "staff": cast.bob.pk, "shared": False}
    status, made = caller.post("/views", body | {"columns": ["city", "kind"]})
    assert (status, made["shared"], made["columns"]) == (201, False, ["city", "kind"])
    assert SavedView.objects.visible_to(actor_of("bob")).get().name == "مال باب"
    assert not SavedView.objects.visible_to(actor_of("carol")).exists()
    path = f"/views/{made['id']}"
    status, edited = caller.send("PATCH", path, {"shared": True, "branch": cast.tehran.pk})
    assert (status, edited["shared"], edited["branch"]) == (200, True, cast.tehran.pk)
    assert SavedView.objects.visible_to(actor_of("carol")).exists()
    assert not SavedView.objects.visible_to(actor_of("isa")).exists()
    status, edited = caller.send("PATCH", path, {"branch": None})
    assert (status, edited["branch"]) == (200, None)
    assert SavedView.objects.visible_to(actor_of("isa")).exists()
    status, edited = caller.send("PATCH", path, {"shared": False})
    assert (status, edited["shared"], edited["branch"]) == (200, False, None)
    assert caller.send("PATCH", path, {"shared": True, "branch": 10**9})[0] == 422
    without = Caller(token_of(scopes={"cases.view", "views.share"}))
    status, problem = without.post("/views", body | {"name": "دیگر"})
    assert (status, problem["data"]) == (403, {"permission": "personal.edit"})
    assert SavedView.objects.unscoped("test").count() == 1


def test_a_view_is_kept_for_a_colleague_changed_and_removed(caller: Caller, cast: Cast) -> None:
    body = {
        "name": "دیرکردها",
        "filters": {"due": "late", "branch": str(cast.tehran.pk)},
        "staff": cast.bob.pk,
    }
    status, made = caller.post("/views", body)
    assert (status, made["owner"], made["count"]) == (201, cast.bob.pk, 0)
    row = SavedView.objects.unscoped("test").get()
    assert (row.shared, row.owner) == (True, cast.bob)
    assert [event.name for event in Event.objects.of("saved_view", row.pk)] == [
        "saved_view.kept",
        "saved_view.shared",
    ]
    path = f"/views/{made['id']}"
    assert caller.send("PATCH", path, {"name": "دیر"}, If_Match='"9"')[0] == 412
    status, edited = caller.send("PATCH", path, {"filters": {"due": "today"}})
    assert (status, edited["name"], edited["filters"]) == (200, "دیرکردها", {"due": "today"})
    assert caller.send("DELETE", path)[0] == 204
    assert caller.get(path)[0] == 404


def test_a_view_that_cannot_be_is_refused(caller: Caller, cast: Cast) -> None:
    good = {"name": "ن", "filters": {"state": "new"}, "staff": cast.bob.pk}
    for wrong in (
        {"filters": {"colour": "red"}}, {"filters": {"branch": "tehran"}}, {"filters": {"state": "lost"}},
        {"filters": {"opened_from": "yesterday"}}, {"staff": cast.mallory.pk}, {"name": " "},
    ):  # fmt: skip
        assert caller.post("/views", good | wrong)[0] == 422, wrong
    assert not SavedView.objects.unscoped("test").exists()


def test_keeping_takes_the_scope(token_of, cast: Cast) -> None:
    made = view(by="adam")
    reader = Caller(token_of(scopes={"cases.view"}))
    assert reader.get(f"/views/{made.pk}/cases")[0] == 200
    status, problem = reader.post("/views", {"name": "ن", "filters": {}, "staff": cast.bob.pk})
    assert (status, problem["data"]) == (403, {"permission": "views.share"})
    assert reader.send("PATCH", f"/views/{made.pk}", {"name": "ن"})[0] == 403
    assert reader.send("DELETE", f"/views/{made.pk}")[0] == 403
    assert SavedView.objects.unscoped("test").get().name == "راهنمایی"


def test_a_filter_that_lost_its_meaning_is_told_as_no_count(caller: Caller, cast: Cast) -> None:
    made = view(by="adam")
    SavedView.objects.unscoped("test").filter(pk=made.pk).update(filters={"branch": "gone"})
    assert caller.get("/views")[1]["items"][0]["count"] is None
    assert caller.get(f"/views/{made.pk}/cases")[0] == 422
