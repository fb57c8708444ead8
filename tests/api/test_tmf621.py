"""Cases as trouble tickets: listed, read, opened, moved, noted in, and refused."""

from collections.abc import Callable
from typing import Any

import pytest

from sepas.api.tmf621.shapes import STATUSES
from sepas.cases.models import Case, Post
from sepas.parties.actions.tokens import issue_token
from tests.api.conftest import SERIAL, Caller
from tests.cases.world import make_world
from tests.cast import MARYAM, NOW, actor_of
from tests.offers.made import make_offer

AT = "/api/tmf621/v4/troubleTicket"
NEW: dict[str, Any] = {
    "ticketType": "guarantee_repair",
    "severity": "Minor",
    "description": "یخچال از دیشب سرد نمی‌کند",
    "relatedParty": [{"role": "customer", "phoneNumber": "۰۹۱۲۱۱۱۰۰۰۱", "@referredType": "Customer"}],
    "relatedEntity": [{"role": "affectedProduct", "name": "srd rf 000123"}],
}

ASKED: dict[str, Any] = {"ticketType": "advice", "relatedEntity": []}


@pytest.fixture
def teller(token_of: Callable[..., str]) -> Caller:
    return Caller(token_of(), at=AT)


def opened(teller: Caller, **more: Any) -> dict[str, Any]:
    status, body = teller.post("", {**NEW, **more})
    assert status == 201, body
    return body


def moved(teller: Caller, code: str, status: str, reason: str = "", **more: Any) -> tuple[int, Any]:
    return teller.send("PATCH", f"/{code}", {"status": status, "statusChangeReason": reason, **more})


def cases() -> Any:
    return Case.objects.unscoped("test")


def posts() -> list[tuple[str, bool]]:
    return list(Post.objects.unscoped("test").order_by("pk").values_list("body", "internal"))


def test_a_ticket_is_opened_as_a_case(teller: Caller, fridge) -> None:
    body = opened(teller, note=[{"text": "از فروشگاه آمد", "@type": "InternalNote"}])
    case = cases().get()
    assert teller.last["Location"] == body["href"] == f"{AT}/{case.code}"
    assert (body["id"], body["status"], body["ticketType"]) == (case.code, "acknowledged", "guarantee_repair")
    assert body["severity"] == "Minor"
    assert body["relatedParty"] == [
        {
            "id": str(case.customer_id),
            "href": f"/api/v1/customers/{case.customer_id}",
            "role": "customer",
            "name": case.customer.name,
            "phoneNumber": MARYAM,
            "@referredType": "Customer",
        }
    ]
    assert [entity["name"] for entity in body["relatedEntity"]] == [SERIAL]
    assert case.decision is not None
    assert posts() == [("از فروشگاه آمد", True)]


def test_the_same_key_opens_one_ticket(teller: Caller, fridge) -> None:
    first = teller.post("", NEW, Idempotency_Key="0d8a5a5e-1")
    assert teller.post("", NEW, Idempotency_Key="0d8a5a5e-1") == first
    assert teller.last["Location"] == first[1]["href"]
    assert cases().count() == 1


def test_one_ticket_has_notes_and_the_day_of_its_resolution(teller: Caller, fridge) -> None:
    code = opened(teller)["id"]
    status, body = teller.send(
        "PATCH",
        f"/{code}",
        {"note": [{"text": "فردا می‌آییم"}, {"text": "برای همکاران", "@type": "InternalNote"}]},
    )
    assert status == 200
    assert [(note["text"], note["@type"], note["author"]) for note in body["note"]] == [
        ("فردا می‌آییم", "Note", "app of adam"),
        ("برای همکاران", "InternalNote", "app of adam"),
    ]
    status, again = teller.get(f"/{code}")
    assert (status, again) == (200, body)
    assert again["requestedResolutionDate"]
    assert set(teller.get(f"/{code}", fields="note,status")[1]) == {"id", "href", "@type", "note", "status"}


def test_every_status_is_reached_by_its_verb(teller: Caller, fridge) -> None:
    code = opened(teller)["id"]
    for status, reason, state in (
        ("acknowledged", "", "triaged"),
        ("pending", "", "on_hold"),
        ("inProgress", "", "in_progress"),
        ("held", "waiting_for_part", "on_hold"),
        ("inProgress", "", "in_progress"),
        ("resolved", "کمپرسور عوض شد", "resolved"),
        ("inProgress", "باز هم سرد نمی‌کند", "in_progress"),
        ("resolved", "برد عوض شد", "resolved"),
        ("closed", "", "closed"),
    ):
        answered, body = moved(teller, code, status, reason)
        assert (answered, body.get("status")) == (200, status), body
        assert cases().get().state == state
    assert body["statusChangeReason"] == "برد عوض شد"


def test_a_move_that_is_not_possible_changes_nothing_and_says_nothing(teller: Caller, fridge) -> None:
    code = opened(teller)["id"]
    status, body = moved(teller, code, "closed", note=[{"text": "بسته شد"}])
    assert (status, body["code"]) == (409, "illegal_move")
    status, body = moved(teller, code, "held", "چون", note=[{"text": "بماند"}])
    assert status == 422
    assert "waiting_for_part" in body["errors"][0]["allowed"]
    for never in ("rejected", "cancelled"):
        assert moved(teller, code, never)[0] == 422
    assert teller.send("PATCH", f"/{code}", {})[0] == 422
    assert teller.send("PATCH", f"/{code}", {"description": "دیگر"})[0] == 422
    assert (cases().get().state, posts()) == ("new", [])


def test_a_wrong_note_undoes_the_move(teller: Caller, fridge) -> None:
    code = opened(teller)["id"]
    assert moved(teller, code, "resolved", "شد", note=[{"text": "   "}])[0] == 422
    assert (cases().get().state, posts()) == ("new", [])


def test_an_old_version_is_not_edited(teller: Caller, fridge) -> None:
    code = opened(teller)["id"]
    teller.get(f"/{code}")
    seen = teller.last["ETag"]
    assert moved(teller, code, "acknowledged")[0] == 200
    status, body = teller.send(
        "PATCH", f"/{code}", {"status": "resolved", "statusChangeReason": "شد"}, If_Match=seen
    )
    assert (status, body["code"]) == (412, "precondition_failed")
    assert cases().get().state == "triaged"


def test_the_list_pages_by_offset_and_counts(teller: Caller, fridge) -> None:
    codes = [opened(teller, **ASKED, description=words)["id"] for words in ("یک", "دو", "سه")]
    moved(teller, codes[0], "resolved", "شد")
    moved(teller, codes[1], "held", "waiting_for_part")
    moved(teller, codes[2], "pending")

    def listed(**query: str) -> tuple[list[str], str, str]:
        status, body = teller.get("", **query)
        assert status == 200, body
        return [row["id"] for row in body], teller.last["X-Total-Count"], teller.last["X-Result-Count"]

    assert listed() == (codes[::-1], "3", "3")
    assert listed(offset="1", limit="1") == ([codes[1]], "3", "1")
    assert listed(offset="3") == ([], "3", "0")
    found = {status: listed(status=status)[0] for status in STATUSES}
    assert found == {
        "acknowledged": [],
        "inProgress": [],
        "pending": [codes[2]],
        "held": [codes[1]],
        "resolved": [codes[0]],
        "closed": [],
    }
    assert teller.get("", limit="1", fields="status,ticketType")[1] == [
        {
            "id": codes[2],
            "href": f"{AT}/{codes[2]}",
            "status": "pending",
            "ticketType": "advice",
            "@type": "TroubleTicket",
        }
    ]
    for wrong in (
        {"limit": "0"},
        {"limit": "abc"},
        {"offset": "-1"},
        {"status": "rejected"},
        {"fields": "colour"},
    ):
        assert teller.get("", **wrong)[0] == 422, wrong


def test_the_list_costs_the_same_however_long(teller: Caller, fridge, django_assert_num_queries) -> None:
    for words in ("یک", "دو", "سه"):
        opened(teller, **ASKED, description=words)
    teller.get("")
    # Whether anything was arranged anew, the page, and how many there are.
    with django_assert_num_queries(3):
        teller.get("", limit="1")
    with django_assert_num_queries(3):
        teller.get("")


def test_without_the_scope_nothing_is_told_and_nothing_happens(teller: Caller, token_of, fridge) -> None:
    code = opened(teller)["id"]
    assert Caller(at=AT).get("")[0] == 401
    assert Caller(token_of(scopes={"units.view"}), at=AT).get("")[0] == 403
    looks = Caller(token_of(scopes={"cases.view"}), at=AT)
    assert looks.post("", NEW)[0] == 403
    assert moved(looks, code, "resolved", "شد")[0] == 403
    replies = Caller(token_of(scopes={"cases.view", "cases.reply"}), at=AT)
    status, body = moved(replies, code, "resolved", "شد", note=[{"text": "شد"}])
    assert (status, body["code"]) == (403, "no_permission")
    assert (cases().get().state, posts()) == ("new", [])
    assert replies.send("PATCH", f"/{code}", {"note": [{"text": "می‌آییم"}]})[0] == 200


def test_another_organisation_finds_no_ticket(teller: Caller, token_of, fridge) -> None:
    code = opened(teller)["id"]
    rival = Caller(token_of("mallory"), at=AT)
    assert rival.get("")[1] == []
    assert rival.last["X-Total-Count"] == "0"
    assert rival.get(f"/{code}")[0] == 404
    assert moved(rival, code, "resolved", "شد")[0] == 404
    assert cases().get().state == "new"


def test_a_service_that_was_asked_for_is_told_with_its_price_to_who_sees_amounts(
    teller: Caller, fridge, cast, token_of: Callable[..., str]
) -> None:
    offer = make_offer(fridge.model)
    case = make_world(cast).open(kind="installation", unit=fridge, offer=offer)
    told = {
        "id": str(offer.pk),
        "href": f"/api/v1/offers/{offer.pk}",
        "name": "Installation at home",
        "role": "requestedService",
        "@referredType": "ProductOffering",
    }
    _status, body = teller.get(f"/{case.code}")
    assert body["relatedEntity"][0]["role"] == "affectedProduct"
    assert body["relatedEntity"][1] == {**told, "price": {"unit": "IRR", "value": 9_000_000}}
    _status, listed = Caller(token_of(), "fa", at=AT).get("")
    assert listed[0]["relatedEntity"][1]["name"] == "نصب در خانه"
    issued = issue_token(
        actor_of("adam"),
        organisation=cast.sard,
        name="shop",
        scopes=["cases.view"],
        hides=["fields.money"],
        now=NOW,
    )
    blind = Caller(issued.raw, at=AT)
    assert blind.get(f"/{case.code}")[1]["relatedEntity"][1] == told
