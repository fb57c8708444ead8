"""The page that says whether a model is ready for sale."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sepas.assets.models import ProductModel
from sepas.catalogue.models import Part
from sepas.web.once import new_key
from tests.assets.made import make_model
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def test_what_is_missing_is_said_and_the_button_says_why_it_is_off(client, world):
    model = make_model(world.cast.sard, "RF-300", state="planned")
    page = sign_in(client, "dana").get(f"/office/models/{model.pk}/launch/", headers=ENGLISH).content.decode()
    assert page.count("need-open") == 6
    assert 'disabled aria-describedby="why-launch"' in page
    answer = client.post(
        f"/office/models/{model.pk}/launch/", {"do": "launch", "once": new_key()}, headers=ENGLISH
    )
    assert answer.status_code == 409
    assert "not ready for sale" in answer.content.decode()
    assert ProductModel.objects.unscoped("test").get(pk=model.pk).state == "planned"


def test_parts_are_pasted_once_and_what_is_wrong_stays_typed(client, world):
    address = f"/office/models/{world.fridge.model_id}/launch/"
    sign_in(client, "dana")
    sent = {"do": "parts", "parts": "C-1, کمپرسور, Compressor, yes, 5000000, 3", "once": new_key()}
    assert client.post(address, sent).status_code == 303
    assert client.post(address, sent).status_code == 303
    assert Part.objects.unscoped("test").count() == 1
    wrong = client.post(address, {"do": "parts", "parts": "تنها", "once": new_key()})
    assert wrong.status_code == 422
    assert "تنها" in wrong.content.decode()


def test_more_parts_take_no_more_queries(client, world):
    address = f"/office/models/{world.fridge.model_id}/launch/"

    def count() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        return len(seen)

    sign_in(client, "dana")
    empty = count()
    model = world.fridge.model
    rows = [Part(organisation=world.cast.sard, model=model, code=f"C-{n}", name_fa="قطعه") for n in range(30)]
    Part.objects.unscoped("test").bulk_create(rows)
    assert count() == empty
