"""The life of a model over the API: planned, ready, on sale, sold no more; parts, manuals, photos, guarantees."""

import io
from typing import Any

import pytest

from sepas.assets.models import ProductModel
from sepas.catalogue.models import Manual, Part, PhotoHint
from sepas.teamwork.actions.rules import keep_skill
from tests.api.conftest import Caller
from tests.assets.made import make_model
from tests.cast import NOW, Cast, actor_of
from tests.offers.made import make_offer
from tests.warranty.made import gold, make_guarantee

GIVEN = {"code": "RF-700", "name_fa": "یخچال ۷۰۰", "product_class": "refrigerator"}


def again(model: ProductModel) -> ProductModel:
    return ProductModel.objects.unscoped("test").get(pk=model.pk)


@pytest.mark.parametrize(
    ("said", "state"), [({}, "on_sale"), ({"state": "on_sale"}, "on_sale"), ({"state": "planned"}, "planned")]
)
def test_a_model_begins_as_it_is_said_and_as_before_when_nothing_is(
    caller: Caller, said: dict[str, Any], state: str
) -> None:
    status, made = caller.post("/models", GIVEN | said)
    assert (status, made["state"]) == (201, state)


def test_any_other_beginning_is_refused(caller: Caller) -> None:
    assert caller.post("/models", GIVEN | {"state": "discontinued"})[0] == 422
    assert ProductModel.objects.unscoped("test").count() == 0


def test_from_planned_to_the_end_of_service(caller: Caller, cast: Cast) -> None:
    model = make_model(cast.sard, state="planned", manual_url="https://example.com/m.pdf")
    at = f"/models/{model.pk}"
    status, found = caller.get(f"{at}/readiness")
    assert (status, found["ready"]) == (200, False)
    assert {need["name"] for need in found["needs"] if not need["met"]} == {
        "guarantee", "parts", "training", "services", "photos",
    }  # fmt: skip
    status, problem = caller.post(f"{at}/launch")
    assert (status, problem["code"]) == (409, "not_ready")
    assert again(model).state == "planned"
    make_guarantee(cast.sard, gold(), (model,))
    keep_skill(actor_of("adam"), staff=cast.bob, name="refrigerator", level=2, now=NOW)
    make_offer(model)
    assert (
        caller.post(f"{at}/parts", {"parts": [{"code": "C-1", "name_fa": "کمپرسور", "price": 5}]})[0] == 200
    )
    status, launched = caller.post(f"{at}/launch", {"day": "2026-11-21"})
    assert (status, launched["state"], launched["launched_on"]) == (200, "on_sale", "2026-11-21")
    status, ended = caller.post(f"{at}/discontinuation", {"day": "2026-11-22", "service_until": "2026-11-23"})
    assert (status, ended["state"], ended["service_until"]) == (200, "discontinued", "2026-11-23")
    assert caller.post(f"{at}/launch")[0] == 409


def test_service_that_is_owed_does_not_end(caller: Caller, cast: Cast) -> None:
    model = make_model(cast.sard, state="discontinued", service_until="2199-01-01")
    status, problem = caller.post(f"/models/{model.pk}/service-ending")
    assert (status, problem["code"]) == (409, "still_owed")
    over = make_model(cast.sard, "B", state="discontinued", service_until="2020-01-01")
    assert caller.post(f"/models/{over.pk}/service-ending")[1]["state"] == "service_ended"


def test_parts_are_added_and_changed_or_all_refused(caller: Caller, cast: Cast) -> None:
    at = f"/models/{make_model(cast.sard).pk}/parts"
    caller.post(at, {"parts": [{"code": "C-1", "name_fa": "کمپرسور"}]})
    status, listed = caller.post(at, {"parts": [{"code": "C-1", "name_fa": "کمپرسور", "price": 7}]})
    assert (status, [(row["code"], row["price"]) for row in listed["items"]]) == (200, [("C-1", 7)])
    twice = {"parts": [{"code": "B-1", "name_fa": "برد"}, {"code": "B-1", "name_fa": "برد"}]}
    assert caller.post(at, twice)[0] == 422
    assert caller.post(at, {"parts": []})[0] == 422
    assert caller.post(at, {"parts": [{"code": " ", "name_fa": "برد"}]})[0] == 422
    assert [row["code"] for row in caller.get(at)[1]["items"]] == ["C-1"]


def test_a_manual_is_kept_read_and_removed(caller: Caller, cast: Cast, client) -> None:
    at = f"/models/{make_model(cast.sard).pk}/manuals"

    def send(content: bytes, language: str = "fa") -> Any:
        file = io.BytesIO(content)
        file.name = "m.pdf"
        return caller.client.post(
            f"/api/v1{at}", {"language": language, "file": file}, headers=caller.headers
        )

    made = send(b"%PDF-1.4 x")
    assert made.status_code == 201
    (listed,) = caller.get(at)[1]["items"]
    assert listed == made.json()
    answer = client.get("/manuals/" + listed["url"].rsplit("/manuals/", 1)[1])
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 x"
    assert send(b"<html>").status_code == 422
    assert send(b"%PDF-1.4 x", "ar").status_code == 422
    assert caller.send("DELETE", f"{at}/fa")[0] == 204
    assert caller.send("DELETE", f"{at}/fa")[0] == 404
    assert Manual.objects.unscoped("test").count() == 0


def test_photo_hints_are_said_changed_and_forgotten(caller: Caller, cast: Cast) -> None:
    model = make_model(cast.sard)
    status, made = caller.post(
        "/photo-hints", {"model": model.code, "title_fa": "برفک", "kind": "paid_repair"}
    )
    assert (status, made["model"], made["kind"]) == (201, model.code, "paid_repair")
    status, changed = caller.send("PATCH", f"/photo-hints/{made['id']}", {"title_en": "Frost"})
    assert (status, changed["title_fa"], changed["title_en"], changed["model"]) == (
        200,
        "برفک",
        "Frost",
        model.code,
    )
    assert caller.send("PATCH", f"/photo-hints/{made['id']}", {"product_class": "tv"})[0] == 422
    assert len(caller.get("/photo-hints", model=model.code)[1]["items"]) == 1
    assert caller.post("/photo-hints", {"title_fa": "بی‌جا"})[0] == 422
    assert caller.post("/photo-hints", {"model": model.code, "title_fa": "x", "kind": "magic"})[0] == 422
    assert caller.send("DELETE", f"/photo-hints/{made['id']}")[0] == 204
    assert PhotoHint.objects.unscoped("test").count() == 0


def test_a_guarantee_ends_once_and_keeps_its_buyers(caller: Caller, cast: Cast) -> None:
    row = make_guarantee(cast.sard, gold())
    at = f"/guarantees/{row.pk}/ending"
    assert caller.post(at, {"last_day": "2020-01-01"})[0] == 422
    status, ended = caller.post(at, {"last_day": "2199-01-01", "why": "نسخهٔ تازه"})
    assert (status, ended["ended_on"]) == (200, "2199-01-01")
    assert caller.post(at, {})[0] == 409


def test_scopes_decide(token_of, cast: Cast) -> None:
    model = make_model(cast.sard, state="planned")
    reader, foreign = Caller(token_of(scopes={"units.view"})), Caller(token_of("mallory"))
    assert reader.get(f"/models/{model.pk}/readiness")[0] == 200
    for path, body in (
        ("launch", {}),
        ("discontinuation", {}),
        ("parts", {"parts": [{"code": "C", "name_fa": "ک"}]}),
    ):
        assert reader.post(f"/models/{model.pk}/{path}", body)[0] == 403
        assert foreign.post(f"/models/{model.pk}/{path}", body)[0] == 404
    assert (again(model).state, Part.objects.unscoped("test").count()) == ("planned", 0)
