"""Registering a guarantee by the API."""

from sepas.warranty.models import Registration
from tests.api.conftest import SERIAL, Caller


def test_a_guarantee_is_registered_once_however_often_it_is_asked(caller: Caller, fridge) -> None:
    asked = {"serial": "SRD-RF-000123", "mobile": "0912 111 0001"}
    first, again = caller.post("/registrations", asked), caller.post("/registrations", asked)
    assert first[0] == 201
    assert first == again
    assert first[1]["state"] == "active"
    assert first[1]["starts_on"] == "2026-06-01"
    assert Registration.objects.unscoped("test").count() == 1
    assert caller.get(f"/registrations/{first[1]['id']}")[1] == first[1]


def test_somebody_elses_unit_is_disputed_and_explained(caller: Caller, fridge) -> None:
    status, body = caller.post("/registrations", {"serial": SERIAL, "mobile": "09121110002"})
    assert status == 201
    assert (body["state"], body["reason"]) == ("disputed", "duplicate")
    assert body["explanation"]["fa"]


def test_an_unknown_serial_is_explained(caller: Caller, fridge) -> None:
    status, body = caller.post("/registrations", {"serial": "NO-SUCH-1", "mobile": "09121110001"})
    assert (status, body["code"]) == (422, "unknown_serial")
    assert body["errors"][0]["field"] == "serial"


def test_another_organisations_registration_is_not_found(caller: Caller, token_of, fridge) -> None:
    _status, body = caller.post("/registrations", {"serial": SERIAL, "mobile": "09121110001"})
    assert Caller(token_of("mallory")).get(f"/registrations/{body['id']}")[0] == 404
