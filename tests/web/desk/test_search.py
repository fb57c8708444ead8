"""One box finds everything that the person may see; what is only near is marked as that."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sepas.assets.models import ProductModel, Unit
from sepas.kernel.text import compact
from sepas.parties import words_index
from tests.cast import make_customer
from tests.web.desk.rows import code_in, make_case, sign_in

pytestmark = pytest.mark.django_db

SIGNED_IN = 3
"""Session, sign-in and roles."""


def search(client, text, **more):
    response = client.get("/desk/search/", {"q": text}, **more)
    assert response.status_code == 200
    return response


def unit_of(cast, serial="SRD-RF-000123"):
    model = ProductModel.objects.create(
        organisation=cast.sard,
        code="RF-500",
        name_fa="یخچال ۵۰۰",
        product_class="refrigerator",
        search="rf 500 یخچال 500",
    )
    return Unit.objects.create(
        organisation=cast.sard, model=model, serial=serial, serial_key=compact(serial), owner=cast.maryam
    )


def test_exact_finds_carry_no_mark(client, cast, now):
    case = make_case(cast, now=now)
    response = search(sign_in(client, "alice"), "يخچال سرد")
    assert code_in(response.content.decode(), case)
    assert response.context["near"] is False


def test_a_found_case_says_whose_it_is(client, cast, now):
    case = make_case(cast, now=now)
    page = search(sign_in(client, "alice"), case.code).content.decode()
    row = page[page.index(f"/desk/cases/{case.code}/") :]
    assert case.customer.name in row[: row.index("</li>")]


def test_near_finds_are_marked_and_say_what_was_taken_for_it(client, cast, now):
    case = make_case(cast, now=now)
    response = search(sign_in(client, "alice"), "یچخال", headers={"accept-language": "en"})
    page = response.content.decode()
    assert code_in(page, case)
    assert response.context["near"] is True
    assert "Nothing is written exactly so" in page
    assert "یخچال" in page


def test_customers_products_and_models_are_found_too(client, cast, now):
    unit = unit_of(cast)
    make_case(cast, now=now)
    sign_in(client, "alice")
    assert f"/desk/customers/{cast.maryam.pk}/" in search(client, "مريم").content.decode()
    assert f"/desk/customers/{cast.maryam.pk}/" in search(client, "مریمم محمدی").content.decode()
    assert f"/desk/units/{unit.pk}/" in search(client, "srd-rf-000123").content.decode()
    assert f"/desk/units/{unit.pk}/" in search(client, "SRD-RF-000132").content.decode()
    assert f"/office/models/{unit.model_id}/" in search(client, "rf").content.decode()


def test_a_mobile_number_with_one_slip_finds_its_customer(client, cast, now):
    sign_in(client, "alice")
    for typed in ("09121110010", "۰۹۱۲۱۱۱۰۰۰۳", "0912111001", "+989121110001"):
        assert f"/desk/customers/{cast.maryam.pk}/" in search(client, typed).content.decode(), typed


def test_nobody_finds_what_is_not_theirs(client, cast, now):
    make_customer(cast.rival, "+989350000001", "زهرا زمانی")
    case = make_case(cast, now=now)
    for who, typed in (("mallory", "یخچال"), ("mallory", "یچخال"), ("isa", "یچخال"), ("alice", "زمانی")):
        page = search(sign_in(client, who), typed).content.decode()
        assert not code_in(page, case), (who, typed)
        assert "زهرا" not in page
    assert "/desk/customers/" not in search(sign_in(client, "bob"), "مریم").context["customers"].rows


def test_the_box_gets_a_short_list(client, cast, now):
    case = make_case(cast, now=now)
    page = search(sign_in(client, "alice"), "یخچال", headers={"hx-request": "true"}).content.decode()
    assert code_in(page, case)
    assert "<html" not in page


def test_one_letter_is_not_looked_for(client, cast, now):
    sign_in(client, "alice")
    with CaptureQueriesContext(connection) as caught:
        search(client, "ی")
    assert len(caught) == SIGNED_IN


def test_an_exact_search_takes_as_many_queries_for_one_case_as_for_twenty(client, cast, now):
    sign_in(client, "alice")
    numbers = []
    for _round in range(2):
        for _ in range(10):
            make_case(cast, now=now)
        with CaptureQueriesContext(connection) as caught:
            search(client, "یخچال سرد")
        numbers.append(len(caught))
    assert numbers == [SIGNED_IN + 3] * 2  # cases, customers, models


def test_a_near_search_is_bounded_as_well(client, cast, now):
    make_case(cast, now=now)
    sign_in(client, "alice")
    words_index.settle()
    with CaptureQueriesContext(connection) as caught:
        search(client, "یچخال سرد")
    # Three in vain; the words meant; the cases; customers by two readings; near serials have none to look for.
    assert len(caught) <= SIGNED_IN + 8
