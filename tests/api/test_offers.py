"""Services over the API: written, offered, asked for with a case, withdrawn; refused by scope and by value."""

from typing import Any

import pytest

from sepas.cases.models import Case
from sepas.offers.models import ServiceOffer
from sepas.parties.actions.tokens import issue_token
from tests.api.conftest import Caller
from tests.cast import NOW, actor_of
from tests.offers.made import again, make_offer

GIVEN: dict[str, Any] = {
    "kind": "installation", "product_class": "refrigerator", "name_fa": "نصب در خانه", "way": "at_home",
    "duration": 1, "duration_unit": "hour", "pricing": "fixed", "price": 9_000_000,
}  # fmt: skip


def count() -> int:
    return ServiceOffer.objects.unscoped("test").count()


def test_from_the_draft_to_a_case_that_keeps_the_price(caller: Caller, fridge) -> None:
    status, made = caller.post("/offers", GIVEN, idempotency_key="offer-4711")
    assert (status, made["state"], made["version"]) == (201, "draft", 0)
    assert made["price"] == {"kind": "fixed", "amount": 9_000_000, "currency": "IRR"}
    assert caller.post("/offers", GIVEN, idempotency_key="offer-4711") == (201, made)
    assert count() == 1
    status, offered = caller.post(f"/offers/{made['id']}/offering")
    assert (status, offered["state"]) == (200, "offered")
    asked = {"kind": "installation", "description": "نصب", "mobile": "09121110001", "serial": fridge.serial}
    status, case = caller.post("/cases", asked | {"offer": made["id"], "offer_version": offered["version"]})
    assert status == 201
    assert (case["offer"]["name"]["fa"], case["offer"]["price"]["amount"]) == ("نصب در خانه", 9_000_000)
    status, changed = caller.send("PATCH", f"/offers/{made['id']}", {"price": 20_000_000})
    assert (status, changed["price"]["amount"]) == (200, 20_000_000)
    assert caller.get(f"/cases/{case['code']}")[1]["offer"]["price"]["amount"] == 9_000_000
    status, gone = caller.post(f"/offers/{made['id']}/withdrawal", {"why": "فصل تمام شد"})
    assert (status, gone["state"]) == (200, "withdrawn")
    status, problem = caller.post("/cases", asked | {"offer": made["id"], "description": "دوباره"})
    assert (status, problem["code"]) == (422, "unknown_offer")


def test_a_version_that_is_not_the_present_one_is_refused(caller: Caller, fridge) -> None:
    offer = make_offer(fridge.model, version=3)
    asked = {"kind": "installation", "description": "نصب", "mobile": "09121110001", "serial": fridge.serial}
    status, problem = caller.post("/cases", asked | {"offer": offer.pk, "offer_version": 2})
    assert (status, problem["code"], problem["data"]["version"]) == (422, "offer_changed", 3)
    assert Case.objects.unscoped("test").count() == 0


def test_a_service_of_another_kind_is_refused_with_the_kind(caller: Caller, fridge) -> None:
    offer = make_offer(fridge.model)
    asked = {"kind": "advice", "description": "نصب", "mobile": "09121110001", "serial": fridge.serial}
    status, problem = caller.post("/cases", asked | {"offer": offer.pk})
    assert status == 422
    assert [row["field"] for row in problem["errors"]] == ["offer"]
    assert Case.objects.unscoped("test").count() == 0


def test_lists_filter_by_state_and_model(caller: Caller, fridge) -> None:
    make_offer(fridge.model)
    make_offer(fridge.model, state="draft", model=None, product_class="tv")
    assert [row["state"] for row in caller.get("/offers")[1]["items"]] == ["draft", "offered"]
    assert len(caller.get("/offers", state="draft")[1]["items"]) == 1
    assert [row["model"] for row in caller.get("/offers", model=fridge.model.code)[1]["items"]] == [
        fridge.model.code
    ]
    assert caller.get("/offers", model="nothing")[0] == 422


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"price": None}, "price"),
        ({"way": "by_mail"}, "way"),
        ({"model": "nothing"}, "model"),
        ({"wish": 1}, "wish"),
    ],
    ids=str,
)
def test_what_is_wrong_is_named_and_nothing_is_kept(
    caller: Caller, wrong: dict[str, Any], field: str
) -> None:
    status, problem = caller.post("/offers", GIVEN | wrong)
    assert status == 422
    assert [row["field"] for row in problem["errors"]] == [field]
    assert count() == 0


def test_scopes_decide_who_reads_and_who_writes(token_of, fridge) -> None:
    offer = make_offer(fridge.model)
    reader, stranger = Caller(token_of(scopes={"cases.open"})), Caller(token_of(scopes={"messages.view"}))
    assert reader.get(f"/offers/{offer.pk}")[0] == 200
    assert stranger.get(f"/offers/{offer.pk}")[0] == 403
    assert reader.post(f"/offers/{offer.pk}/withdrawal")[0] == 403
    assert reader.send("PATCH", f"/offers/{offer.pk}", {"price": 1})[0] == 403
    assert Caller(token_of("mallory")).get(f"/offers/{offer.pk}")[0] == 404
    assert (again(offer).state, again(offer).price) == ("offered", 9_000_000)


def test_an_old_version_in_if_match_is_refused(caller: Caller, fridge) -> None:
    offer = make_offer(fridge.model, version=2)
    status, _problem = caller.send("PATCH", f"/offers/{offer.pk}", {"price": 1}, if_match='"1"')
    assert (status, again(offer).price) == (412, 9_000_000)


def test_a_token_that_amounts_are_hidden_from_reads_and_changes_no_price(cast, fridge) -> None:
    issued = issue_token(
        actor_of("adam"), organisation=cast.sard, name="app", scopes=["guarantees.edit", "webhooks.edit"],
        hides=["fields.money"], now=NOW,
    )  # fmt: skip
    caller, offer = Caller(issued.raw), make_offer(fridge.model)
    status, shown = caller.get(f"/offers/{offer.pk}")
    assert (status, shown["price"]) == (200, {"kind": "fixed", "amount": None, "currency": "IRR"})
    assert caller.get("/offers")[1]["items"][0]["price"]["amount"] is None
    status, shown = caller.send("PATCH", f"/offers/{offer.pk}", {"name_fa": "نصب تازه"})
    assert (status, shown["name_fa"], again(offer).price) == (200, "نصب تازه", 9_000_000)
    for change in ({"price": 1}, {"pricing": "free"}):
        status, problem = caller.send("PATCH", f"/offers/{offer.pk}", change)
        assert (status, problem["code"]) == (422, "money_hidden")
    assert caller.post("/offers", GIVEN)[0] == 422
    hook = {"name": "x", "url": "https://hooks.example.com/in", "events": ["case.opened"]}
    assert caller.post("/webhooks", hook | {"amounts": True})[0] == 403
    status, made = caller.post("/webhooks", hook)
    assert (status, made["amounts"]) == (201, False)
    assert (again(offer).pricing, again(offer).price, count()) == ("fixed", 9_000_000, 1)
