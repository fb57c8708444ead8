"""POST /units/{pk}/extension, and …/ending."""

from datetime import date

from tests.api.conftest import Caller
from tests.assets.made import again, make_model, make_unit
from tests.cast import Cast


def test_a_program_extends_and_takes_back(cast: Cast, caller: Caller) -> None:
    unit = make_unit(make_model(cast.sard), "1", sold_on=date(2023, 1, 1))
    at = f"/units/{unit.pk}/extension"
    assert caller.post(f"{at}/ending", {"why": "x"})[0] == 409
    status, found = caller.post(at, {"until": "2035-03-19", "why": "تعمیر طولانی"})
    assert (status, found["extended_until"]) == (200, "2035-03-19")
    assert caller.post(at, {"until": "2020-03-19", "why": "x"})[0] == 422
    assert caller.post(at, {"until": "2036-03-19", "why": ""})[0] == 422
    status, found = caller.post(f"{at}/ending", {"why": "اشتباه بود"})
    assert (status, found["extended_until"]) == (200, None)
    assert again(unit).facts == {}
    assert caller.post("/units/999999/extension", {"until": "2035-03-19", "why": "x"})[0] == 404
