"""The page that registers a guarantee: twice the same, and not for guessing."""

import pytest
from django.test import Client

from sepas.warranty.models import Attempt
from tests.assets.made import SOLD, make_model, make_unit
from tests.cast import Cast
from tests.warranty.made import all_registrations

FORM = {"serial": "SR-1405-0007", "mobile": "0912 111 0001"}


def test_sending_the_form_twice_is_one_registration(cast: Cast, client: Client) -> None:
    make_unit(make_model(cast.sard), sold_on=SOLD)
    for _tap in range(2):
        answer = client.post("/register/", FORM)
        assert answer.status_code == 303
        assert client.get(answer["Location"]).status_code == 200
    assert [row.customer for row in all_registrations()] == [cast.maryam]


@pytest.mark.django_db(transaction=True)
def test_serials_that_are_not_on_file_are_remembered_until_the_door_is_shut(client: Client) -> None:
    statuses = [client.post("/register/", FORM | {"serial": f"GUESS-{n}"}).status_code for n in range(11)]
    assert statuses == [422] * 10 + [429]
    assert Attempt.objects.count() == 10
