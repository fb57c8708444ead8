"""Labels and cards on paper: what is asked for, of the own company only."""

import pytest

from sepas.warranty.models import GuaranteeCard
from sepas.web.codes import unit_link
from sepas.web.once import new_key
from tests.assets.made import make_model, make_unit
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def ask(client, serials: str):
    return client.post("/desk/labels/", {"serials": serials}, headers=ENGLISH)


def printed(response) -> list[str]:
    return [label.unit.serial for label in response.context["labels"]]


def test_labels_come_in_the_order_of_the_list_once_each_and_the_missing_are_named(client, cast):
    model = make_model(cast.sard, gtin="09506000134352")
    for number in (1, 2):
        make_unit(model, f"SR-{number}")
    sign_in(client, "alice")
    found = ask(client, "sr-۲\n\nSR-1, SR-9\nsr-۲\n")
    assert printed(found) == ["SR-2", "SR-1"]
    assert found.context["missing"] == ["SR-9"]
    [first, _second] = found.context["labels"]
    assert first.link == unit_link(first.unit)
    assert first.link.endswith("/01/09506000134352/21/SR-2")
    assert str(first.qr).startswith("<svg")
    assert found.content.decode().count("qr-code") == 2


def test_a_unit_of_another_company_gets_no_label(client, cast):
    make_unit(make_model(cast.rival), "RV-1")
    sign_in(client, "alice")
    found = ask(client, "RV-1")
    assert (printed(found), found.context["missing"]) == ([], ["RV-1"])


@pytest.mark.parametrize("text", ["", " \n ", "\n".join(f"SR-{n}" for n in range(201))])
def test_nothing_or_too_much_is_explained_and_kept(client, cast, text):
    sign_in(client, "alice")
    found = ask(client, text)
    assert found.status_code == 422
    assert set(found.context["errors"]) == {"serials"}
    assert found.context["text"] == text


def test_two_hundred_labels_cost_no_more_reads_than_one(client, cast, django_assert_max_num_queries):
    model = make_model(cast.sard)
    for number in range(60):
        make_unit(model, f"SR-{number:03}")
    sign_in(client, "alice")
    ask(client, "SR-000")
    with django_assert_max_num_queries(14):
        assert len(printed(ask(client, "\n".join(f"SR-{n:03}" for n in range(60))))) == 60


def test_cards_are_made_once_for_a_list_and_the_file_for_the_printer_has_their_codes(client, cast):
    make_unit(make_model(cast.sard), "SR-1")
    sign_in(client, "alice")
    client.post("/desk/cards/", {"list": "SR-1\nSR-9", "once": new_key()}, headers=ENGLISH)
    [card] = GuaranteeCard.objects.unscoped("test").all()
    response = client.post("/desk/cards/", {"list": "SR-1", "as": "csv", "once": new_key()}, headers=ENGLISH)
    assert response["Content-Type"].startswith("text/csv")
    text = (
        b"".join(response).decode("utf-8-sig") if response.streaming else response.content.decode("utf-8-sig")
    )
    assert card.code in text.replace(" ", "").replace("-", "")
    assert GuaranteeCard.objects.unscoped("test").count() == 1
