"""The office's pages of data in and out, by the same policy as their verbs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sepas.assets.models import ProductModel, Unit
from sepas.exchange.models import Export, Import
from sepas.kernel import clock
from sepas.kernel.ids import new_secret
from tests.cases.world import make_world
from tests.cast import Cast
from tests.exchange.conftest import work
from tests.web.desk.conftest import client

__all__ = ["client"]
FILE = "serial,model\nA-1,RF-500\n=cmd,NONE\n"


def sign_in(client, cast: Cast, name: str) -> None:
    client.force_login(getattr(cast, name).user)


def once() -> dict[str, str]:
    return {"once": new_secret()}


def upload(client, content: str = FILE, name: str = "واحدها.csv"):
    sent = SimpleUploadedFile(name, content.encode(), "text/csv")
    return client.post("/office/imports/", {"file": sent, **once()})


def test_a_file_goes_from_upload_to_units_and_its_wrong_rows_are_shown(
    client, cast: Cast, fridge: ProductModel
) -> None:
    sign_in(client, cast, "adam")
    answer = upload(client)
    row = Import.objects.unscoped("test").get()
    assert (answer.status_code, answer["Location"]) == (303, f"/office/imports/{row.pk}/")
    draft = client.get(answer["Location"]).content.decode()
    assert "<bdi>واحدها.csv</bdi>" in draft
    assert "A-1" in draft
    columns = {"column_serial": "0", "column_model": "1", "kind": "units"}
    client.post(answer["Location"], {"do": "start", **columns, **once()})
    assert 'hx-trigger="every 1s"' in client.get(answer["Location"]).content.decode()
    work(clock.now())
    page = client.get(answer["Location"]).content.decode()
    assert "every 1s" not in page
    assert "data-label" in page
    assert Unit.objects.unscoped("test").get().serial == "A-1"
    errors = b"".join(client.get(f"{answer['Location']}errors.csv").streaming_content).decode("utf-8-sig")
    assert "'=cmd,NONE" in errors


def test_after_a_trial_bringing_in_comes_first_and_what_is_left_out_is_said(
    client, cast: Cast, fridge: ProductModel
) -> None:
    sign_in(client, cast, "adam")
    place = upload(client)["Location"]
    english = {"accept-language": "en"}
    before = client.get(place, headers=english).content.decode()
    assert before.index('value="check"') < before.index('value="start"')
    columns = {"column_serial": "0", "column_model": "1", "kind": "units"}
    client.post(place, {"do": "check", **columns, **once()})
    work(clock.now())
    page = client.get(place, headers=english).content.decode()
    assert page.index('value="start"') < page.index('value="check"')
    assert "What was not taken is left out" in page
    assert not Unit.objects.unscoped("test").exists()


def test_toman_or_rial_is_asked_for_once_a_column_holds_amounts(
    client, cast: Cast, fridge: ProductModel
) -> None:
    sign_in(client, cast, "adam")
    place = upload(client, "a,b,c\nSRD-1,RF-500,25000000\n")["Location"]
    columns = {"column_serial": "0", "column_model": "1", "kind": "units"}
    client.post(place, {"do": "look", **columns, **once()})
    assert 'name="money"' not in client.get(place).content.decode()
    wrong = client.post(place, {"do": "check", **columns, "column_purchase_price": "2", **once()})
    assert wrong.status_code == 422
    assert 'name="money"' in wrong.content.decode()
    assert Import.objects.unscoped("test").get().mapping["purchase_price"] == 2, "what was chosen is lost"
    assert 'name="money"' in client.get(place).content.decode()


def test_a_form_that_comes_too_late_and_incomplete_is_told_what_is_wrong_with_it(
    client, cast: Cast, fridge: ProductModel
) -> None:
    sign_in(client, cast, "adam")
    place = upload(client)["Location"]
    columns = {"column_serial": "0", "column_model": "1", "kind": "units"}
    client.post(place, {"do": "start", **columns, **once()})
    late = client.post(place, {"do": "start", **columns, "column_model": "0"})
    assert late.status_code == 422
    assert Import.objects.unscoped("test").get().mapping["model"] == 1


def test_what_is_no_table_is_told_beside_the_field(client, cast: Cast) -> None:
    sign_in(client, cast, "adam")
    answer = upload(client, "")
    assert answer.status_code == 422
    assert 'id="error_file"' in answer.content.decode()
    assert not Import.objects.unscoped("test").exists()


def test_whoever_brings_cases_in_is_told_what_is_not_taken_over(client, cast: Cast) -> None:
    sign_in(client, cast, "adam")
    place = upload(client, "Ticket ID,Customer Name,Mobile,Problem,Status\n1,a,09121110001,x,Open\n")[
        "Location"
    ]
    assert "پرونده‌های بسته در همان برنامه می‌مانند" in client.get(place).content.decode()


def test_a_file_is_asked_for_and_fetched_and_the_inbox_gives_its_list(client, cast: Cast) -> None:
    case = make_world(cast).open()
    sign_in(client, cast, "dave")
    client.post("/office/exports/", {"what": "cases", "form": "csv", **once()})
    work(clock.now())
    row = Export.objects.unscoped("test").get()
    assert f"/office/exports/{row.pk}/file" in client.get("/office/exports/").content.decode()
    fetched = b"".join(client.get(f"/office/exports/{row.pk}/file").streaming_content).decode("utf-8-sig")
    assert case.code in fetched
    listed = client.get("/desk/downloads/cases.csv")
    assert case.code in b"".join(listed.streaming_content).decode("utf-8-sig")
    nothing = client.get("/desk/downloads/cases.csv?city=nowhere")
    assert case.code not in b"".join(nothing.streaming_content).decode("utf-8-sig")


@pytest.mark.parametrize("place", ["/office/imports/", "/office/exports/", "/desk/downloads/cases.csv"])
@pytest.mark.parametrize("who", ["alice", "bob", "carol", "isa"])
def test_who_may_not_gets_neither_page_nor_file(client, cast: Cast, place: str, who: str) -> None:
    sign_in(client, cast, who)
    assert client.get(place).status_code == 403


def test_the_lists_cost_the_same_however_long_they_are(
    client, cast: Cast, django_assert_max_num_queries, fridge: ProductModel
) -> None:
    sign_in(client, cast, "adam")
    for _n in range(5):
        upload(client)
        client.post("/office/exports/", {"what": "cases", "form": "csv", **once()})
    client.get("/office/imports/")
    with django_assert_max_num_queries(12):
        client.get("/office/imports/")
    with django_assert_max_num_queries(12):
        client.get("/office/exports/")
