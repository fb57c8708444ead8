"""GET /cases/{code}/appointments/free, and POST …/choice."""

from datetime import datetime, timedelta
from typing import Any

from sepas.cases import queries
from sepas.cases.actions.appoint import Wanted, make_appointment
from sepas.cases.actions.open import open_case
from sepas.cases.models import Case
from sepas.kernel import clock
from sepas.teamwork.actions.take_time import technicians
from tests.api.conftest import Caller
from tests.cases.world import make_world
from tests.cast import Cast


def test_free_times_can_be_appointed_and_are_gone_then(cast: Cast, caller: Caller) -> None:
    case = make_world(cast).open(now=clock.now())
    at = f"/cases/{case.code}/appointments"
    asked = f"{at}/free?technician={cast.bob.pk}&minutes=60"
    status, found = caller.get(asked)
    assert status == 200
    first: dict[str, Any] = found["items"][0]
    assert (first["technicians"], first["wished"]) == ([cast.bob.pk], False)
    other = make_other(cast)
    taken = {"begins_at": first["begins_at"], "ends_at": first["ends_at"], "technician": cast.bob.pk}
    assert caller.post(f"/cases/{other}/appointments", taken)[0] == 200
    _status, after = caller.get(asked)
    assert first["begins_at"] not in [item["begins_at"] for item in after["items"]]
    assert caller.post(at, taken)[0] == 409


def test_what_cannot_be_asked(cast: Cast, caller: Caller) -> None:
    case = make_world(cast).open(now=clock.now())
    at = f"/cases/{case.code}/appointments/free"
    assert caller.get(f"{at}?minutes=5")[0] == 422
    assert caller.get(f"{at}?technician={cast.mallory.pk}")[0] == 422
    assert caller.get("/cases/000000000000/appointments/free")[0] == 404


def make_other(cast: Cast) -> str:
    return open_case(
        cast.actor_of("maryam"),
        organisation=cast.sard,
        kind="paid_repair",
        description="لباسشویی آب نمی‌گیرد",
        mobile=cast.maryam.mobile,
        branch=cast.tehran,
        even_if_open=True,
        now=clock.now(),
    ).code


def test_a_program_takes_a_free_time_for_the_customer(cast: Cast, caller: Caller) -> None:
    case = make_world(cast).open(now=clock.now())
    other = make_other(cast)
    Case.objects.unscoped("test").filter(code__in=[case.code, other]).update(
        offer={"way": "at_branch", "duration": {"amount": 45, "unit": "minute"}}
    )
    at = f"/cases/{case.code}/appointments"
    first = caller.get(f"{at}/free?technician={cast.bob.pk}")[1]["items"][-1]
    assert datetime.fromisoformat(first["ends_at"]) - datetime.fromisoformat(first["begins_at"]) == timedelta(
        minutes=45
    )
    status, made = caller.post(f"{at}/choice", {"begins_at": first["begins_at"]})
    assert status == 200
    assert (made["state"]["code"], made["meeting"]["code"]) == ("confirmed", "branch")
    for person in technicians(case):
        make_appointment(
            cast.actor_of("carol"),
            case=queries.case_by_code(cast.actor_of("carol"), make_other(cast)),
            wanted=Wanted(
                datetime.fromisoformat(first["begins_at"]),
                datetime.fromisoformat(first["ends_at"]),
                technician=person,
            ),
            anyway=True,
            now=clock.now(),
        )
    status, problem = caller.post(f"/cases/{other}/appointments/choice", {"begins_at": first["begins_at"]})
    assert (status, problem["code"]) == (409, "time_taken")
    assert problem["data"]["free"]
    wrong = {"begins_at": "2020-01-01T10:00:00Z"}
    assert caller.post(f"/cases/{other}/appointments/choice", wrong)[0] == 422
    assert caller.post("/cases/000000000000/appointments/choice", wrong)[0] == 404
