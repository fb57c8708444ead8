"""Handovers and cards by the API: the same verbs as at the desk."""

import pytest

from sepas.warranty.models import GuaranteeCard, Handover
from tests.api.conftest import SERIAL, Caller
from tests.assets.made import again

KEY = "0123456789ab"


def offered(caller: Caller, fridge, mobile: str = "09121110002") -> dict:
    status, body = caller.post("/handovers", {"unit": fridge.pk, "mobile": mobile})
    assert status == 201, body
    return body


def test_a_unit_is_offered_once_and_its_link_is_not_told(caller: Caller, fridge, cast) -> None:
    first, same = offered(caller, fridge), offered(caller, fridge)
    assert first == same
    assert (first["state"], first["from_customer"], first["to_mobile"]) == (
        "offered",
        cast.maryam.pk,
        "+989121110002",
    )
    row = Handover.objects.unscoped("test").get()
    assert row.secret not in str(caller.get("/handovers")[1])
    assert caller.get(f"/handovers/{row.pk}")[1] == first
    status, body = caller.post("/handovers", {"unit": fridge.pk, "mobile": "09121110003"})
    assert (status, body["code"]) == (409, "handover_open")


def test_staff_who_saw_the_papers_complete_it(caller: Caller, fridge, cast) -> None:
    path = f"/handovers/{offered(caller, fridge)['id']}/acceptance"
    assert caller.post(path, {"why": ""})[0] == 422
    assert again(fridge).owner == cast.maryam
    done = caller.post(path, {"why": "کارت ملی هر دو"}, Idempotency_Key=KEY)
    assert (done[0], done[1]["state"], done[1]["to_customer"]) == (200, "accepted", cast.reza.pk)
    assert caller.post(path, {"why": "کارت ملی هر دو"}, Idempotency_Key=KEY) == done
    assert again(fridge).owner == cast.reza
    assert caller.get("/handovers", state="accepted")[1]["items"][0]["id"] == done[1]["id"]
    assert caller.get("/handovers")[1]["items"] == []


def test_an_offer_is_withdrawn_and_the_unit_stays(caller: Caller, fridge, cast) -> None:
    path = f"/handovers/{offered(caller, fridge)['id']}/cancellation"
    assert caller.post(path)[1]["state"] == "cancelled"
    assert caller.post(path)[0] == 409
    assert again(fridge).owner == cast.maryam


def test_nothing_of_another_organisation_is_seen_or_done(caller: Caller, token_of, fridge, cast) -> None:
    number, foreign = offered(caller, fridge)["id"], Caller(token_of("mallory"))
    assert foreign.get("/handovers")[1]["items"] == []
    assert foreign.get(f"/handovers/{number}")[0] == 404
    assert foreign.post(f"/handovers/{number}/acceptance", {"why": "کارت"})[0] == 404
    assert foreign.post(f"/handovers/{number}/cancellation")[0] == 404
    assert foreign.post("/handovers", {"unit": fridge.pk, "mobile": "09121110003"})[0] == 404
    assert foreign.get(f"/cards/{fridge.pk}")[0] == 404
    assert (again(fridge).owner, Handover.objects.unscoped("test").get().state) == (cast.maryam, "offered")


def test_a_list_gives_cards_and_tells_what_is_wrong(caller: Caller, token_of, fridge) -> None:
    assert caller.get(f"/cards/{fridge.pk}")[0] == 404
    status, body = caller.post("/cards", {"list": f"{SERIAL}\nSRD-NONE\n"})
    assert status == 201
    [card], [wrong] = body["items"], body["wrong"]
    assert (card["unit"], card["serial"], len(card["code"])) == (fridge.pk, SERIAL, 16)
    assert (wrong["line"], wrong["text"]) == (2, "SRD-NONE")
    assert caller.post("/cards", {"list": SERIAL})[1]["items"] == [card]
    assert caller.get(f"/cards/{fridge.pk}")[1] == card
    foreign = Caller(token_of("mallory")).post("/cards", {"list": SERIAL})[1]
    assert (foreign["items"], len(foreign["wrong"])) == ([], 1)
    assert GuaranteeCard.objects.unscoped("test").count() == 1


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/handovers"), ("POST", "/handovers"), ("POST", "/cards")]
)
def test_a_token_without_the_scope_is_told_which_one(token_of, fridge, method: str, path: str) -> None:
    caller = Caller(token_of(scopes={"cases.view"}))
    bodies = {"/handovers": {"unit": fridge.pk, "mobile": "09121110002"}, "/cards": {"list": SERIAL}}
    status, _body = caller.get(path) if method == "GET" else caller.post(path, bodies[path])
    assert status == 403
    assert GuaranteeCard.objects.unscoped("test").count() + Handover.objects.unscoped("test").count() == 0
