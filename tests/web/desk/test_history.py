"""The whole history of a customer and of a product, in parts and pages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sepas.web.desk import history
from tests.cases.world import MORNING, World


@pytest.fixture
def alice(world: World) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.cast.alice.user)
    return client


def codes(text: str) -> list[str]:
    return [part.split("/")[0] for part in text.split('href="/desk/cases/')[1:] if part[0].isdigit()]


def test_all_cases_of_a_customer_are_there_page_by_page(
    world: World, alice: Client, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries
) -> None:
    monkeypatch.setattr(history, "SIZE", 3)
    opened = [world.open(now=MORNING + timedelta(hours=each)).code for each in range(7)]
    address, seen = f"/desk/customers/{world.maryam.pk}/history/", []
    for _page in range(3):
        with django_assert_max_num_queries(14):
            text = alice.get(address).content.decode()
        seen.append(codes(text))
        if 'rel="next"' not in text:
            break
        address = text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert [len(page) for page in seen] == [3, 3, 1]
    assert [code for page in seen for code in page] == opened[::-1]


def test_a_list_of_many_costs_no_more_queries_than_one_of_few(world: World, alice: Client) -> None:
    world.open(unit=world.fridge)
    numbers = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as asked:
            alice.get(f"/desk/units/{world.fridge.pk}/history/")
        numbers.append(len(asked))
        for each in range(5):
            world.open(unit=world.fridge, now=MORNING + timedelta(hours=each + 1))
    assert numbers[0] == numbers[1]


def test_each_part_is_shown_to_those_who_hold_its_permission(world: World, alice: Client) -> None:
    address = f"/desk/customers/{world.maryam.pk}/history/"
    page = alice.get(address).content.decode()
    assert "part=registrations" in page
    assert "part=messages" not in page
    assert codes(alice.get(f"{address}?part=messages").content.decode()) == []
    dave = Client(headers={"accept-language": "en"})
    dave.force_login(world.cast.dave.user)
    for part in ("cases", "registrations", "messages", "consents"):
        response = dave.get(f"{address}?part={part}")
        assert (response.status_code, f"part={part}" in response.content.decode()) == (200, True)


def test_nobody_reads_the_history_of_another_companys_customer(world: World) -> None:
    mallory = Client()
    mallory.force_login(world.cast.mallory.user)
    assert mallory.get(f"/desk/customers/{world.maryam.pk}/history/").status_code == 404
    assert mallory.get(f"/desk/units/{world.fridge.pk}/history/").status_code == 404
