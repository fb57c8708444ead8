"""Writing a guarantee with the law beside it, its next version, and its end."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sepas.warranty.models import Guarantee
from sepas.web.once import new_key
from tests.warranty.made import gold, make_guarantee
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
HTMX = ENGLISH | {"hx-request": "true"}
CHECK = "/office/guarantees/check"


def typed(**more):
    return {
        "months": "۱۲", "lines": ["parts", "labour", "travel", "diagnosis"], "starts": "purchase_date",
        "level": "contract", "classes": ["refrigerator"],
    } | more  # fmt: skip


def rows() -> list[Guarantee]:
    return list(Guarantee.objects.unscoped("test").order_by("pk"))


def test_while_it_is_written_the_law_stands_beside_it(client, world):
    answer = sign_in(client, "dana").post(CHECK, typed(), headers=HTMX)
    page = answer.content.decode()
    assert "<html" not in page
    assert "only 12 months. The law gives 24 months." in page
    assert "the customer gets it by law until" in page
    assert "leaves out faults from" not in page
    assert rows() == []


def test_without_javascript_the_whole_page_comes_back_with_what_was_typed(client, world):
    page = (
        sign_in(client, "dana")
        .post(CHECK, typed(title_fa="گارانتی نقره‌ای"), headers=ENGLISH)
        .content.decode()
    )
    assert "only 12 months. The law gives 24 months." in page
    assert 'value="گارانتی نقره‌ای"' in page
    assert rows() == []


def test_more_than_the_law_is_shown_proudly_and_both_languages_are_read(client, world):
    sent = typed(months="36", excludes=["misuse", "accident"])
    page = sign_in(client, "dana").post(CHECK, sent, headers=HTMX).content.decode()
    assert "Nowhere less than the law." in page
    assert "36 months, where the law gives 24 months." in page
    assert "This guarantee leaves out faults from misuse or accident." in page
    assert "۳۶ ماه گارانتی شرکت از روز خرید" in page


def test_what_is_missing_is_asked_for_without_an_error(client, world):
    answer = sign_in(client, "dana").post(CHECK, typed(months="", lines=[]), headers=HTMX)
    assert answer.status_code == 200
    assert "Write how many months, from 1 to 240." in answer.content.decode()


def test_a_part_of_the_cost_is_published_as_a_percentage(client, world):
    sent = typed(pack="half", version="1", title_fa="نیمه", share_labour="۵۰", once=new_key())
    assert sign_in(client, "dana").post("/office/guarantees/", sent).status_code == 303
    (row,) = rows()
    gives = {give["line"]: give.get("percent") for give in row.document["provisions"][0]["gives"]}
    assert (gives["parts"], gives["labour"]) == (None, 50)
    assert row.document["scope"] == "product_class in {'refrigerator'}"
    assert [item["kind"] for item in row.comparison["less"]] == ["term", "share", "term"]


def test_the_next_version_begins_with_the_words_of_the_last(client, world):
    row = make_guarantee(world.cast.sard, gold(months=30, partly={"travel": 40}, excludes=("wear",)))
    page = sign_in(client, "dana").get(f"/office/guarantees/?from={row.pk}", headers=ENGLISH)
    assert (page.context["value"]["version"], page.context["value"]["months"]) == ("2", 30)
    assert page.context["ticked"]["excludes"] == ["wear"]
    assert ("travel", 40) in [(name, share) for name, _title, share in page.context["lines"]]


def test_a_guarantee_is_ended_by_form_and_the_list_says_so(client, world):
    row = make_guarantee(world.cast.sard)
    sent = {"once": new_key(), "why": "مدل تازه"}
    assert sign_in(client, "dana").post(f"/office/guarantees/{row.pk}/ending", sent).status_code == 303
    assert rows()[0].ended_on is not None
    assert "last day of purchase:" in client.get("/office/guarantees/", headers=ENGLISH).content.decode()


def test_who_may_not_publish_compares_and_ends_nothing(client, world):
    row = make_guarantee(world.cast.sard)
    sign_in(client, "alice")
    assert client.post(CHECK, typed()).status_code == 403
    assert client.post(f"/office/guarantees/{row.pk}/ending", {"once": new_key()}).status_code == 403
    foreign = sign_in(client, "mallory")
    assert foreign.post(f"/office/guarantees/{row.pk}/ending", {"once": new_key()}).status_code == 404
    assert rows()[0].ended_on is None


def test_more_guarantees_take_no_more_queries(client, world):
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/office/guarantees/")
        return len(seen)

    sign_in(client, "dana")
    make_guarantee(world.cast.sard)
    count()
    one = count()
    for number in range(4):
        make_guarantee(world.cast.sard, gold(pack=f"sard.p{number}"))
    count()
    assert count() == one
