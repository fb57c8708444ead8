"""Rule packs in the office: their conditions in words, two versions side by side, and the bench."""

import json
from urllib.parse import urlencode

import pytest

from sepas.web.office.packs.comparison import Run, word_changes
from tests.warranty.made import gold, make_guarantee
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
BENCH = "/office/packs/bench/"
FRIDGE = {
    "fact_product_class": "refrigerator",
    "fact_purchase_date": "1405/01/10",
    "fact_event_date": "1405/08/01",
}


def bench(client, **more):
    return client.get(f"{BENCH}?{urlencode(FRIDGE | more)}", headers=ENGLISH)


def outcomes(answer) -> dict[str, str]:
    return {line["name"]: line["outcome"] for line in answer.context["decision"].lines}


def test_conditions_are_read_in_words(client, world):
    body = (
        sign_in(client, "bob").get("/office/packs/ir.electronics/1404.1/", headers=ENGLISH).content.decode()
    )
    assert "“definition 4”" in body
    assert "term_end" not in body.split("definition-term_end")[-1]
    assert "the day of the event is not after" in body


def test_a_pack_with_one_version_has_nothing_to_compare(client, world):
    assert sign_in(client, "bob").get("/office/packs/ir.electronics/comparison/").status_code == 404
    assert client.get("/office/packs/no.such/comparison/").status_code == 404
    assert client.get("/office/packs/ir.vehicle.guarantee/comparison/?from=9&to=1395.1").status_code == 404


def test_two_versions_side_by_side(client, world):
    answer = sign_in(client, "bob").get(
        "/office/packs/ir.vehicle.guarantee/comparison/?from=1386.1&to=1395.1", headers=ENGLISH
    )
    assert answer.status_code == 200
    assert (len(answer.context["added"]), len(answer.context["removed"])) == (7, 1)
    assert answer.context["cases"]
    assert "New provisions" in answer.content.decode()


def test_the_last_two_versions_are_compared_unless_others_are_asked_for(client, world):
    answer = sign_in(client, "bob").get("/office/packs/ir.vehicle.guarantee/comparison/")
    assert (answer.context["before"].version, answer.context["after"].version) == ("1395.1", "1396.1")


def test_words_that_went_and_came():
    assert word_changes("two years or 30,000 km", "two years or 40,000 km") == [
        Run("same", "two years or "),
        Run("gone", "30,000 "),
        Run("new", "40,000 "),
        Run("same", "km"),
    ]
    assert word_changes("the same", "the same") == [Run("same", "the same")]
    assert word_changes("", "all new") == [Run("new", "all new")]


def test_the_bench_decides_and_offers_what_is_still_needed(client, world):
    answer = bench(sign_in(client, "bob"))
    assert answer.status_code == 200
    needed = answer.context["groups"][1]["fields"]
    assert "defect_cause" in [field.fact for field in answer.context["groups"][0]["fields"]]
    assert needed
    assert answer.context["change"] is None


def test_a_changed_fact_says_what_it_changed(client, world):
    own = sign_in(client, "bob")
    before = bench(own, fact_defect_cause="manufacturing")
    after = bench(own, fact_defect_cause="misuse", was=before.context["was"])
    assert outcomes(before)["parts"] == "covered"
    assert "parts" not in outcomes(after)
    turned = {
        item["title"]["en"]: (item["before"], item["after"]) for item in after.context["change"]["turned"]
    }
    assert (False, True) in turned.values()
    assert "Parts" in after.context["change"]["text"]["en"]


def test_dates_stay_when_the_form_is_sent_again(client, world):
    answer = bench(sign_in(client, "bob"))
    fields = {field.fact: field.value for field in answer.context["groups"][0]["fields"]}
    assert fields["purchase_date"].isoformat() == "2026-03-30"


def test_what_cannot_be_read_is_said_at_its_field_and_the_rest_is_kept(client, world):
    answer = bench(sign_in(client, "bob"), fact_odometer="many", fact_event_date="1405/13/40")
    assert answer.status_code == 200
    errors = answer.context["errors"]
    assert {"fact_odometer", "fact_event_date"} <= set(errors)
    assert json.loads(answer.context["was"])["product_class"] == "refrigerator"


@pytest.mark.parametrize("was", ["{", "[1]", '{"no_such_fact": 1}', "x" * 5000, '"text"', "null"])
def test_a_trial_before_that_cannot_be_read_is_no_trial(client, world, was):
    answer = bench(sign_in(client, "bob"), was=was)
    assert answer.status_code == 200
    assert answer.context["change"] is None


def test_the_bench_knows_the_guarantees_of_the_own_company_and_no_others(client, world):
    make_guarantee(world.cast.sard, gold(months=60))
    late = {"fact_event_date": "1409/06/01", "fact_defect_cause": "manufacturing"}
    assert outcomes(bench(sign_in(client, "bob"), **late)).get("parts") == "covered"
    assert outcomes(bench(sign_in(client, "mallory"), **late)).get("parts") != "covered"
    assert client.get("/office/packs/sard.gold/1/").status_code == 404


def test_the_bench_answers_a_part_for_htmx(client, world):
    own = sign_in(client, "bob")
    part = own.get(BENCH, headers=ENGLISH | {"HX-Request": "true", "HX-Target": "result"}).content.decode()
    assert "<html" not in part
    assert 'class="bench-facts' in part
