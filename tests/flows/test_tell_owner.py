"""Owners hear of their registrations by SMS: once each, in their language, and nobody else hears."""

import pytest

from sepas.flows.switches import switch_flow
from sepas.kernel.actor import GUEST
from sepas.kernel.outbox.models import Delivery
from sepas.kernel.outbox.work import run_pending
from sepas.notices.models import Message
from sepas.warranty.actions.register import register_guarantee
from sepas.warranty.actions.review import review_registration
from sepas.warranty.models import Registration
from tests.assets.made import SOLD, make_model, make_unit
from tests.cast import MARYAM, NOW, REZA, Cast, actor_of


@pytest.fixture
def serial(cast: Cast) -> str:
    unit = make_unit(make_model(cast.sard), "SR-1405-0007", sold_on=SOLD, delivered_on=SOLD)
    return unit.serial


def register(serial: str, mobile: str) -> Registration:
    return register_guarantee(GUEST, serial=serial, mobile=mobile, now=NOW)


def told() -> list[tuple[str, str]]:
    run_pending(NOW)
    assert not Delivery.objects.exclude(state="done").exists()
    rows = Message.objects.unscoped("test").order_by("pk")
    return list(rows.values_list("template", "recipient"))


def last_body() -> str:
    return Message.objects.unscoped("test").order_by("-pk").values_list("body", flat=True)[0]


def test_a_new_owner_hears_until_when(serial: str) -> None:
    register(serial, MARYAM)
    register(serial, MARYAM)
    assert told() == [("guarantee_registered", MARYAM)]
    assert "سریال SR-1405-0007 به نام شما ثبت شد.\nتا ۱ فروردین ۱۴۰۷" in last_body()
    assert told() == [("guarantee_registered", MARYAM)]


def test_a_second_registrant_hears_why_and_the_owner_that_somebody_asked(serial: str) -> None:
    register(serial, MARYAM)
    register(serial, REZA)
    assert told()[1:] == [("registration_disputed", REZA), ("registration_challenged", MARYAM)]
    assert REZA[-7:] not in last_body()
    assert "رضا" not in last_body()


def test_the_result_of_a_review_is_told_with_its_reason(serial: str) -> None:
    register(serial, MARYAM)
    disputed = register(serial, REZA)
    told()
    review_registration(
        actor_of("dana"), registration=disputed, accept=False, why="فاکتور خوانا نبود.", now=NOW
    )
    assert told()[-1] == ("registration_reviewed", REZA)
    assert last_body().endswith("فاکتور خوانا نبود.")


def test_an_accepted_one_is_told_to_the_new_and_the_former_owner(serial: str) -> None:
    register(serial, MARYAM)
    disputed = register(serial, REZA)
    told()
    review_registration(
        actor_of("dana"), registration=disputed, accept=True, why="فاکتور به نام رضاست.", now=NOW
    )
    assert told()[3:] == [
        ("registration_reviewed", REZA),
        ("registration_reviewed", MARYAM),
        ("guarantee_registered", REZA),
    ]


def test_a_company_may_switch_it_off(serial: str) -> None:
    switch_flow(actor_of("adam"), flow="tell_owner", on=False, now=NOW)
    register(serial, MARYAM)
    assert told() == []
