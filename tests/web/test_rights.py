"""My rights, without an account: one question at a time, everything in the address."""

from datetime import UTC, datetime
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache

from sepas.kernel import clock
from sepas.kernel.text import to_persian_digits
from sepas.warranty.actions.issue_cards import issue_card
from sepas.warranty.models import GuaranteeCard
from tests.assets.made import make_model, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    cache.clear()
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 21, 8, 30, tzinfo=UTC))


def asked(response) -> str:
    """The fact that the page asks for."""
    return response.context["talk"].question.fact


def params(response) -> dict[str, list[str]]:
    return parse_qs(urlsplit(response["Location"]).query)


def test_it_begins_with_the_product(client):
    page = client.get("/rights/").content.decode()
    assert 'value="refrigerator"' in page
    assert 'name="serial"' in page


def test_then_it_asks_what_happened(client):
    page = client.get("/rights/?product_class=refrigerator").content.decode()
    assert 'name="situation" value="fresh"' in page


def test_the_engine_asks_and_an_answer_lands_in_the_address(client):
    first = client.get("/rights/?product_class=refrigerator&situation=fresh")
    assert asked(first) == "purchase_date"
    answered = client.get(
        "/rights/?product_class=refrigerator&situation=fresh&fact=purchase_date"
        "&answer_day=1&answer_month=1&answer_year=1405"
    )
    assert answered.status_code == 302
    assert params(answered) == {
        "situation": ["fresh"],
        "product_class": ["refrigerator"],
        "purchase_date": ["2026-03-21"],
    }
    assert asked(client.get(answered["Location"])) != "purchase_date"


def test_not_knowing_is_an_answer_and_is_not_asked_again(client):
    said = client.get("/rights/?product_class=refrigerator&situation=fresh&fact=purchase_date&unknown=1")
    assert params(said)["skip"] == ["purchase_date"]
    after = client.get(said["Location"])
    assert after.context["talk"].question is None or asked(after) != "purchase_date"


def test_an_impossible_date_is_asked_again_with_what_was_chosen(client):
    page = client.get(
        "/rights/?product_class=refrigerator&situation=fresh&fact=purchase_date"
        "&answer_day=31&answer_month=12&answer_year=1404"
    )
    assert page.status_code == 422
    assert "purchase_date" in page.context["errors"]
    assert '<option value="31" selected>' in page.content.decode()


@pytest.mark.parametrize(
    ("bought", "outcome"), [("2026-03-21", "covered"), ("2024-11-20", "covered"), ("2024-11-19", None)]
)
def test_the_result_is_the_engines_to_the_day(client, bought, outcome):
    """24 Jalali months from 30 Aban 1403 end with today, 30 Aban 1405; from the day before, yesterday."""
    page = client.get(f"/rights/?product_class=refrigerator&situation=fresh&purchase_date={bought}&done=1")
    given = {line.name: line.outcome for line in page.context["result"].lines}
    assert given.get("parts") == outcome


def test_every_reason_is_cited(client):
    page = client.get("/rights/?product_class=phone&situation=fresh&activation_date=2026-03-21&done=1")
    result = page.context["result"]
    assert result.reasons
    assert all(reason.source.instrument for reason in result.reasons)


def test_an_answer_can_be_changed(client):
    page = client.get("/rights/?product_class=refrigerator&situation=fresh&purchase_date=2026-03-21&done=1")
    changes = {row["question"]: row["change"] for row in page.context["talk"].told()}
    again = client.get(f"/rights/?{unescape(changes['کالا را چه روزی خریدید؟'])}")
    assert asked(again) == "purchase_date"


def test_a_tampered_address_drops_what_is_impossible(client):
    response = client.get("/rights/?product_class=spaceship")
    assert response.status_code == 302
    assert params(response) == {}
    assert client.get("/rights/?nonsense=1&fact=nothing").status_code == 200


def test_a_serial_number_saves_questions_and_tells_no_owner(client, cast):
    unit = make_unit(make_model(cast.sard), "SR-1405-0007", owner=cast.maryam)
    response = client.get("/rights/?serial=sr 1405 ۰۰۰۷")
    assert response.context["talk"].unit == unit
    body = response.content.decode()
    assert "یخچال نمونه" in body
    assert cast.maryam.name not in body
    assert cast.maryam.mobile not in body


def test_an_unknown_serial_number_is_explained(client):
    response = client.get("/rights/?serial=NOPE-1")
    assert response.status_code == 422
    assert "serial" in response.context["errors"]


def test_serial_numbers_cannot_be_tried_without_end(client):
    for number in range(20):
        client.get(f"/rights/?serial=NOPE-{number}")
    response = client.get("/rights/?serial=NOPE-21")
    assert response.status_code == 429
    assert "Retry-After" in response


def test_without_a_serial_number_no_query_is_made(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/rights/?product_class=refrigerator&situation=fresh&purchase_date=2026-03-21&done=1")


def test_english_readers_get_english(client):
    client.cookies["reader"] = "en..."
    page = client.get("/rights/?product_class=refrigerator&situation=fresh&purchase_date=2026-03-21&done=1")
    assert "The repair is free of charge for you." in page.content.decode()
    assert "21 March 2026" in page.content.decode()


def test_who_wants_to_give_it_back_is_answered_about_that(client):
    client.cookies["reader"] = "en..."
    address = (
        "/rights/?product_class=phone&situation=withdraw&seller_channel=distance&delivery_date=2026-11-19"
        "&purchase_date=2026-11-17&goods_nature=ordinary&withdrawal_declared_date=2026-11-21&information_given=true"
        "&information_given_date=2026-11-17&done=1"
    )
    page = client.get(address)
    outcomes = {line.name: line.outcome for line in page.context["result"].lines}
    assert outcomes["refund"] == "covered"
    assert page.context["result"].headline == "You can give it back or have it exchanged."


def test_what_is_not_known_says_who_can_tell(client):
    client.cookies["reader"] = "en..."
    page = client.get("/rights/?product_class=phone&situation=fresh&activation_date=2026-09-01&done=1")
    told = {item.name: item.tag for item in page.context["result"].unknown}
    assert told["import_declaration_date"] == "the company"


@pytest.mark.parametrize(("product", "doubtful"), [("refrigerator", True), ("phone", False)])
def test_a_right_from_an_unchecked_text_says_so(client, product, doubtful):
    dates = "&".join(
        f"{name}=2026-06-01" for name in ("purchase_date", "activation_date", "import_declaration_date")
    )
    page = client.get(f"/rights/?product_class={product}&situation=fresh&{dates}&done=1")
    assert page.context["decision"].unverified is doubtful
    assert ("متن رسمی‌اش هنوز بررسی نشده است" in page.content.decode()) is doubtful


def test_the_code_of_a_guarantee_card_stands_for_the_serial_number(client, cast):
    unit = make_unit(make_model(cast.sard), "SR-1405-0007", owner=cast.maryam)
    code = issue_card(cast.actor_of("adam"), unit=unit, now=clock.now()).code
    typed = to_persian_digits(" ".join(code[at : at + 4] for at in range(0, 16, 4)))
    assert client.get("/rights/", {"serial": typed}).context["talk"].unit == unit
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    response = client.get("/rights/", {"serial": wrong})
    assert response.status_code == 422
    assert response.context["talk"].unit is None


def test_a_card_that_was_replaced_names_nothing(client, cast):
    unit = make_unit(make_model(cast.sard), "SR-1405-0007")
    adam = cast.actor_of("adam")
    first = issue_card(adam, unit=unit, now=clock.now()).code
    GuaranteeCard.objects.unscoped("test").filter(code=first).update(void_at=clock.now())
    assert client.get("/rights/", {"serial": first}).status_code == 422
