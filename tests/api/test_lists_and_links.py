"""Ratings, links for looking on, loss of units, and lists of imports and exports by the API."""

import io

import pytest

from sepas.cases.actions.rate import rate_case
from sepas.cases.actions.resolve import resolve_case
from sepas.cases.models import Case, Rating, ShareLink
from sepas.cases.queries.one import link_holder
from sepas.exchange.actions.upload import upload_import
from sepas.kernel.activity.models import Event
from sepas.parties.roles import TOKEN_SCOPES
from tests.api.conftest import Caller
from tests.cast import MARYAM, NOW, Cast, actor_of


@pytest.fixture
def case(cast: Cast) -> Case:
    from sepas.cases.actions.open import open_case

    return open_case(
        actor_of("alice"),
        organisation=cast.sard,
        kind="advice",
        description="چطور؟",
        mobile=MARYAM,
        branch=cast.tehran,
        now=NOW,
    )


def test_a_single_rating_is_for_whoever_may_read_them_and_sums_wait_for_enough(
    caller: Caller, token_of, cast: Cast, case: Case
) -> None:
    resolve_case(actor_of("alice"), case=case, resolution="گفته شد", now=NOW)
    rate_case(link_holder(case), case=case, score=4, words="خوب بود", now=NOW)
    status, page = caller.get("/ratings")
    assert (status, [(row["case"], row["score"], row["words"]) for row in page["items"]]) == (
        200, [(case.code, 4, "خوب بود")],
    )  # fmt: skip
    few = {"number": 1, "mean": None, "shares": [], "fewest": 5}
    assert caller.get("/ratings/sums") == (200, few)
    Rating.objects.bulk_create(Rating(case=case, round=n, score=5, at=NOW) for n in range(1, 5))
    summed = Caller(token_of(scopes={"cases.view"})).get("/ratings/sums")[1]
    assert (summed["number"], summed["mean"], summed["shares"][0]) == (
        5, 4.8, {"score": 5, "number": 4, "percent": 80},
    )  # fmt: skip
    assert Caller(token_of(scopes={"cases.view"})).get("/ratings")[0] == 403
    assert Caller(token_of("mallory")).get("/ratings")[1]["items"] == []


def test_ratings_page_by_cursor(caller: Caller, case: Case) -> None:
    Rating.objects.bulk_create(Rating(case=case, round=n, score=5, at=NOW) for n in range(3))
    first = caller.get("/ratings", limit="2")[1]
    rest = caller.get("/ratings", limit="2", cursor=first["next"])[1]
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [2, 1, ""]


def test_whoever_holds_the_tracking_link_lets_others_look_on(guest: Caller, case: Case) -> None:
    path = f"/tracking/{case.secret}/links"
    status, link = guest.post(path)
    row = ShareLink.objects.unscoped("test").get()
    assert (status, link["url"].endswith(f"/s/{row.secret}/")) == (201, True)
    assert guest.client.get(f"/s/{row.secret}/").status_code == 200
    assert [each["id"] for each in guest.get(path)[1]["items"]] == [link["id"]]
    assert [guest.send("DELETE", f"{path}/{link['id']}")[0] for _twice in range(2)] == [204, 204]
    assert guest.client.get(f"/s/{row.secret}/").status_code == 404
    assert guest.get(path)[1]["items"] == []
    names = Event.objects.of("case", case.pk).values_list("name", flat=True)
    assert list(names)[-2:] == ["case.shared", "case.unshared"]


def test_no_more_than_five_links_and_none_without_the_secret(
    guest: Caller, caller: Caller, case: Case
) -> None:
    path = f"/tracking/{case.secret}/links"
    assert [guest.post(path)[0] for _each in range(5)] == [201] * 5
    status, problem = guest.post(path)
    assert (status, problem["code"]) == (409, "too_many_links")
    assert caller.post(f"/tracking/{case.code}/links")[0] == 404
    assert caller.get("/tracking/nonsense/links")[0] == 404
    looking = ShareLink.objects.unscoped("test").first()
    assert looking is not None
    assert guest.get(f"/tracking/{looking.secret}/links")[0] == 404
    assert guest.send("DELETE", f"{path}/999999")[0] == 404


def test_links_are_made_as_often_as_on_the_page(guest: Caller, case: Case) -> None:
    path = f"/tracking/{case.secret}/links"
    for _each in range(20):
        made = guest.post(path)[1]["id"]
        assert guest.send("DELETE", f"{path}/{made}")[0] == 204
    assert guest.post(path)[0] == 429


def test_a_unit_is_lost_found_and_given_away(caller: Caller, fridge, cast: Cast) -> None:
    at = f"/units/{fridge.pk}"
    status, unit = caller.post(f"{at}/loss", {"on": "2026-11-20"})
    assert (status, unit["lost_on"]) == (200, "2026-11-20")
    assert caller.post(f"{at}/loss", {"on": "2026-11-19"})[1]["lost_on"] == "2026-11-20"
    status, problem = caller.post(f"{at}/release", {})
    assert (status, problem["code"]) == (422, "unit_lost")
    assert caller.post(f"{at}/finding")[1]["lost_on"] is None
    status, unit = caller.post(f"{at}/release", {"why": "فروخته شد"})
    assert (status, unit["owner"]) == (200, None)
    assert Event.objects.of("unit", fridge.pk).last().data["why"] == "فروخته شد"


def test_loss_needs_the_scope_and_a_day_that_was(caller: Caller, token_of, fridge) -> None:
    at = f"/units/{fridge.pk}"
    status, problem = caller.post(f"{at}/loss", {"on": "2199-01-01"})
    assert (status, problem["errors"][0]["field"]) == (422, "on")
    reader = Caller(token_of(scopes=TOKEN_SCOPES - {"units.edit"}))
    for verb in ("loss", "finding", "release"):
        assert reader.post(f"{at}/{verb}", {})[0] == 403, verb
        assert Caller(token_of("mallory")).post(f"{at}/{verb}", {})[0] == 404, verb
    fridge.refresh_from_db()
    assert (fridge.lost_on, fridge.owner_id is None) == (None, False)


def test_imports_and_exports_are_listed_page_by_page(
    caller: Caller, token_of, cast: Cast, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    for number in range(3):
        content = io.BytesIO(f"serial,model\nA{number},RF-500\n".encode())
        upload_import(
            actor_of("adam"), organisation=cast.sard, file=content, name=f"{number}.csv", size=24, now=NOW
        )
        assert caller.post("/exports", {"what": "cases"})[0] == 202
    for path in ("/imports", "/exports"):
        first = caller.get(path, limit="2")[1]
        rest = caller.get(path, limit="2", cursor=first["next"])[1]
        ids = [row["id"] for row in [*first["items"], *rest["items"]]]
        assert (len(ids), ids, rest["next"]) == (3, sorted(ids, reverse=True), ""), path
        assert caller.get(path, cursor="nonsense")[0] == 422
        assert Caller(token_of("mallory")).get(path)[1]["items"] == []
        assert Caller(token_of(scopes={"cases.view"})).get(path)[0] == 403


def test_lists_of_files_cost_the_same_for_many_rows(
    caller: Caller, cast: Cast, settings, tmp_path, django_assert_num_queries
) -> None:
    settings.MEDIA_ROOT = tmp_path
    for number in range(4):
        content = io.BytesIO(f"serial,model\nB{number},RF-500\n".encode())
        upload_import(
            actor_of("adam"), organisation=cast.sard, file=content, name=f"{number}.csv", size=24, now=NOW
        )
    for _known in range(2):
        caller.get("/imports")
    with django_assert_num_queries(2):
        assert len(caller.get("/imports")[1]["items"]) == 4
