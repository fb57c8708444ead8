"""The end customer registers: a serial, a mobile number, the day of purchase. No account."""

from datetime import date, timedelta
from typing import Any

import pytest

from sepas.kernel.activity.models import Event
from sepas.kernel.actor import GUEST, Actor, Kind
from sepas.kernel.errors import Invalid, NotFound, Refused, TooMany
from sepas.parties.models import Customer
from sepas.warranty.actions.register import register_guarantee
from sepas.warranty.models import Attempt, Registration
from sepas.warranty.reasons import explain
from tests.assets.made import SOLD, again, make_model, make_unit
from tests.cast import MARYAM, NOW, REZA, STRANGER, Cast, make_customer, make_organisation
from tests.warranty.made import all_registrations, gold, make_guarantee, make_registration

QUERIES = 22
"""Tries, units, customer, registrations, packs; then the registration, the try, the owner, two facts, deliveries,
and for each fact whether a webhook wants it."""


def register(
    cast: Cast, serial: str = "SR-1405-0007", mobile: str = "0912 111 0001", by: str = "guest", **more: Any
) -> Registration:
    return register_guarantee(cast.actor_of(by), serial=serial, mobile=mobile, **{"now": NOW, **more})


def names() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("name", flat=True))


def test_three_fields_make_an_active_guarantee_with_the_days_of_the_packs(cast: Cast) -> None:
    unit = make_unit(make_model(cast.sard))
    found = register(cast, "sr ۱۴۰۵ ۰۰۰۷", "۰۹۱۲۱۱۱۰۰۰۱", purchased_on=SOLD)
    assert (found.state, found.reason, found.signs, found.customer) == ("active", "", [], cast.maryam)
    assert (found.starts_on, found.ends_on) == (
        date(2026, 3, 21),
        date(2028, 3, 20),
    )  # 1 Farvardin 1405 to 1407
    assert (found.unit_id, again(unit).owner, again(unit).sold_on) == (unit.pk, cast.maryam, None)
    assert names() == ["unit.transferred", "guarantee.registered"]
    event = Event.objects.get(name="guarantee.registered")
    assert (event.data["starts_on"], event.data["ends_on"]) == ("2026-03-21", "2028-03-20")
    assert event.data["customer_id"] == cast.maryam.pk


def test_a_company_guarantee_makes_it_longer(cast: Cast) -> None:
    make_unit(make_model(cast.sard))
    make_guarantee(cast.sard, gold(months=60))
    assert register(cast, purchased_on=SOLD).ends_on == date(2031, 3, 21)


def test_nobody_is_asked_for_a_day_that_the_seller_recorded(cast: Cast) -> None:
    make_unit(make_model(cast.sard), sold_on=SOLD)
    found = register(cast)
    assert (found.state, found.purchased_on, found.starts_on) == ("active", None, SOLD)


def test_where_nobody_knows_the_day_it_is_asked_for(cast: Cast) -> None:
    make_unit(make_model(cast.sard))
    with pytest.raises(Invalid) as raised:
        register(cast)
    assert list(raised.value.fields) == ["purchased_on"]
    assert (all_registrations(), names()) == ([], [])


def test_a_new_customer_is_made_of_the_number(cast: Cast) -> None:
    make_unit(make_model(cast.sard), sold_on=SOLD)
    found = register(cast, mobile="0935 000 0009", name="سارا")
    assert (found.customer.mobile, found.customer.name, found.organisation) == (STRANGER, "سارا", cast.sard)


def test_asking_again_is_the_same_registration(cast: Cast) -> None:
    make_unit(make_model(cast.sard), sold_on=SOLD)
    first = register(cast)
    assert register(cast, purchased_on=date(2026, 4, 1), now=NOW + timedelta(days=3)) == first
    assert register(cast, by="maryam") == first
    assert (len(all_registrations()), names().count("guarantee.registered")) == (1, 1)
    assert Attempt.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 11, 22), "future"),
        (date(2025, 12, 31), "before_manufacture"),
        (date(2019, 1, 1), "before_manufacture"),
    ],
)
def test_a_day_that_cannot_be_is_sent_back_with_why(cast: Cast, day: date, code: str) -> None:
    make_unit(make_model(cast.sard, launched_on=date(2020, 1, 1)), manufactured_on=date(2026, 1, 1))
    with pytest.raises(Invalid) as raised:
        register(cast, purchased_on=day)
    assert (list(raised.value.fields), raised.value.code) == (["purchased_on"], code)
    assert (all_registrations(), names()) == ([], [])


def test_a_model_is_not_bought_before_it_exists(cast: Cast) -> None:
    make_unit(make_model(cast.sard, launched_on=date(2020, 1, 1)))
    with pytest.raises(Invalid) as raised:
        register(cast, purchased_on=date(2019, 12, 31))
    assert raised.value.code == "before_launch"


def test_today_is_today_in_tehran(cast: Cast) -> None:
    make_unit(make_model(cast.sard))
    late_evening = NOW.replace(hour=21)  # half past midnight of the 22nd in Tehran
    assert register(cast, purchased_on=date(2026, 11, 22), now=late_evening).state == "active"


def test_an_unknown_serial_says_what_to_do_next(cast: Cast) -> None:
    make_unit(make_model(cast.sard), "SR-1405-OOO7")
    with pytest.raises(Invalid) as raised:
        register(cast)
    assert raised.value.code == "unknown_serial"
    assert list(raised.value.fields) == ["serial"]
    assert "did_you_mean" not in raised.value.data
    cast.sard.phone = "02188"
    with pytest.raises(Invalid) as raised:
        register(cast, organisation=cast.sard)
    assert (raised.value.data["organisation"], raised.value.data["phone"]) == ("sard", "02188")
    assert Attempt.objects.filter(outcome="unknown_serial").count() == 2
    assert Customer.objects.unscoped("test").count() == 2


def test_staff_are_told_what_they_may_have_meant(cast: Cast) -> None:
    make_unit(make_model(cast.sard), "SR-1405-OOO7")
    with pytest.raises(Invalid) as raised:
        register(cast, by="alice")
    assert raised.value.data["did_you_mean"] == ["SR-1405-OOO7"]


def test_staff_register_only_what_is_their_houses(cast: Cast) -> None:
    make_unit(make_model(cast.rival), sold_on=SOLD)
    with pytest.raises(Invalid) as raised:
        register(cast, by="alice")
    assert raised.value.code == "unknown_serial"


def test_a_serial_on_two_products_asks_which(cast: Cast) -> None:
    first = make_unit(make_model(cast.sard, "A"), "77", sold_on=SOLD)
    second = make_unit(make_model(cast.rival, "B", name_fa="گوشی"), "77", sold_on=SOLD)
    with pytest.raises(Invalid) as raised:
        register(cast, "77")
    assert raised.value.code == "ambiguous_serial"
    assert [choice["model"] for choice in raised.value.data["choices"]] == [first.model_id, second.model_id]
    assert register(cast, "77", model_id=second.model_id).unit_id == second.pk
    assert register(cast, "77", organisation=cast.sard).unit_id == first.pk


def test_a_scanned_code_tells_which(cast: Cast) -> None:
    make_unit(make_model(cast.sard, "A", gtin="06291041500213"), "77", sold_on=SOLD)
    right = make_unit(make_model(cast.sard, "B", gtin="09506000134352"), "77", sold_on=SOLD)
    assert register(cast, "https://id.gs1.org/01/09506000134352/21/77").unit_id == right.pk


def test_another_persons_unit_is_disputed_explained_and_its_owner_is_to_be_told(cast: Cast) -> None:
    unit = make_unit(make_model(cast.sard), sold_on=SOLD)
    present = register(cast)
    found = register(cast, mobile=REZA)
    assert (found.state, found.reason, found.signs) == ("disputed", "duplicate", ["owned_by_other"])
    assert (found.starts_on, again(unit).owner) == (None, cast.maryam)
    event = Event.objects.get(name="registration.disputed")
    assert event.data["present_registration_id"] == present.pk
    assert event.data["present_owner_id"] == cast.maryam.pk
    assert explain(found)[0]["fa"].startswith("این دستگاه را پیش‌تر کس دیگری به نام خودش ثبت کرده است")
    assert register(cast, mobile=REZA) == found
    assert (len(all_registrations()), names().count("registration.disputed")) == (2, 1)


def test_an_owner_that_staff_recorded_counts_without_a_registration(cast: Cast) -> None:
    make_unit(make_model(cast.sard), sold_on=SOLD, owner=cast.maryam)
    found = register(cast, mobile=REZA)
    assert (found.state, found.reason) == ("disputed", "duplicate")
    assert Event.objects.get(name="registration.disputed").data["present_owner_id"] == cast.maryam.pk
    assert register(cast).state == "active"


def test_the_new_owner_after_a_transfer_registers_without_a_dispute(cast: Cast) -> None:
    unit = make_unit(make_model(cast.sard), sold_on=SOLD, owner=cast.reza)
    make_registration(unit, cast.maryam)
    found = register(cast, mobile=REZA)
    assert [(row.customer, row.state, row.reason) for row in all_registrations()] == [
        (cast.maryam, "ended", "transferred"),
        (cast.reza, "active", ""),
    ]
    assert found.signs == []


def test_the_same_long_serial_in_another_house_and_another_hand_is_suspicious(cast: Cast) -> None:
    make_unit(make_model(cast.sard), sold_on=SOLD)
    make_unit(make_model(cast.rival), owner=make_customer(cast.rival, REZA))
    found = register(cast, organisation=cast.sard)
    assert (found.state, found.reason, found.signs) == ("disputed", "clone", ["serial_elsewhere"])
    assert len(explain(found)) == 2


@pytest.mark.parametrize(
    ("serial", "other", "owner"),
    [
        ("SR-1405", {}, REZA),  # short serials coincide by chance
        ("SR-1405-0007", {"product_class": "tv"}, REZA),  # another kind of thing
        ("SR-1405-0007", {}, MARYAM),  # her own, at two companies
        ("SR-1405-0007", {}, None),  # nobody's yet
    ],
)
def test_a_coincidence_is_no_suspicion(
    cast: Cast, serial: str, other: dict[str, str], owner: str | None
) -> None:
    make_unit(make_model(cast.sard), serial, sold_on=SOLD)
    theirs = make_customer(cast.rival, owner) if owner else None
    make_unit(make_model(cast.rival, **other), serial, owner=theirs)
    assert register(cast, serial, organisation=cast.sard).state == "active"


@pytest.mark.parametrize(("days", "state"), [(4, "disputed"), (3, "active"), (0, "active")])
def test_a_unit_switched_on_before_its_sale_is_suspicious_after_a_few_days(
    cast: Cast, days: int, state: str
) -> None:
    make_unit(make_model(cast.sard), sold_on=SOLD, activated_on=SOLD - timedelta(days=days))
    found = register(cast)
    assert (found.state, found.signs) == (state, ["activated_early"] if state == "disputed" else [])


def test_a_serial_that_many_people_try_is_suspicious(cast: Cast) -> None:
    make_unit(make_model(cast.sard), sold_on=SOLD)
    for number in ("09350000001", "09350000002", "09350000003"):
        register(cast, mobile=number)
    found = register(cast, mobile=REZA)
    assert found.signs == ["owned_by_other", "many_people"]
    much_later = register(cast, mobile=STRANGER, now=NOW + timedelta(days=91))
    assert much_later.signs == ["owned_by_other"]


def test_a_date_that_is_not_the_sellers_is_said_and_the_sellers_counts(cast: Cast) -> None:
    make_unit(make_model(cast.sard), sold_on=SOLD)
    found = register(cast, purchased_on=date(2026, 6, 1))
    assert (found.state, found.signs, found.starts_on) == ("active", ["date_differs"], SOLD)
    assert "تاریخ فروشنده ملاک است" in explain(found)[0]["fa"]


@pytest.mark.parametrize(("state", "code"), [("replaced", "unit_replaced"), ("returned", "unit_returned")])
def test_a_unit_that_is_gone_is_refused_with_why(cast: Cast, state: str, code: str) -> None:
    make_unit(make_model(cast.sard), sold_on=SOLD, state=state)
    with pytest.raises(Refused) as raised:
        register(cast)
    assert raised.value.code == code
    assert (all_registrations(), names()) == ([], [])


def test_guessing_serials_is_slowed_down(cast: Cast) -> None:
    make_unit(make_model(cast.sard), sold_on=SOLD)
    for number in range(10):
        with pytest.raises(Invalid):
            register(cast, f"GUESS-{number}", now=NOW + timedelta(minutes=number))
    with pytest.raises(TooMany) as raised:
        register(cast, now=NOW + timedelta(minutes=10))
    assert raised.value.data == {"retry_after": 50 * 60 + 1}
    assert register(cast, now=NOW + timedelta(minutes=61)).state == "active"
    assert register(cast, mobile=REZA, now=NOW + timedelta(minutes=10)).state == "disputed"


def test_somebody_signed_in_registers_for_their_own_number_only(cast: Cast) -> None:
    make_unit(make_model(cast.sard), sold_on=SOLD)
    with pytest.raises(Refused) as raised:
        register(cast, mobile=REZA, by="maryam")
    assert raised.value.code == "other_mobile"
    assert register(cast, by="maryam").state == "active"


@pytest.mark.parametrize("actor", ["dana", Actor(Kind.TOKEN, 1, 1)])
def test_staff_and_programs_without_the_right_register_nobody(cast: Cast, actor: Any) -> None:
    make_unit(make_model(cast.sard), sold_on=SOLD)
    who = cast.actor_of(actor) if isinstance(actor, str) else actor
    with pytest.raises(Refused):
        register_guarantee(who, serial="SR-1405-0007", mobile=MARYAM, now=NOW)
    assert (all_registrations(), names()) == ([], [])


@pytest.mark.parametrize("mobile", ["", "02188776655", "12"])
def test_a_number_that_gets_no_messages_is_asked_for_again(cast: Cast, mobile: str) -> None:
    make_unit(make_model(cast.sard), sold_on=SOLD)
    with pytest.raises(Invalid) as raised:
        register(cast, mobile=mobile)
    assert list(raised.value.fields) == ["mobile"]


def test_a_rejected_one_stays_rejected_and_an_ended_one_may_begin_again(cast: Cast) -> None:
    unit = make_unit(make_model(cast.sard), sold_on=SOLD)
    rejected = make_registration(unit, cast.reza, state="rejected", reason="not_accepted")
    assert register(cast, mobile=REZA, by="reza") == rejected
    make_registration(unit, cast.maryam, state="ended", reason="transferred")
    assert register(cast).state == "active"
    with pytest.raises(NotFound):
        from sepas.warranty.queries import registration

        registration(cast.actor_of("maryam"), rejected.pk)


def test_a_number_is_read_as_where_the_company_is(cast: Cast) -> None:
    abroad = make_organisation("nord", "نورد", jurisdiction="TR", currency="TRY", time_zone="Europe/Istanbul")
    make_unit(make_model(abroad), sold_on=SOLD, delivered_on=SOLD)
    found = register(cast, mobile="0532 123 45 67", organisation=abroad)
    assert found.customer.mobile == "+905321234567"
    assert found.ends_on == date(2028, 3, 21)  # two Gregorian years from delivery


@pytest.mark.parametrize("others", [0, 5])
def test_it_takes_a_fixed_number_of_queries(cast: Cast, others: int, django_assert_num_queries) -> None:
    model = make_model(cast.sard)
    unit = make_unit(model, sold_on=SOLD)
    for number in range(others):
        make_unit(model, f"X-{number}", owner=cast.reza)
        make_registration(unit, make_customer(cast.sard, f"+98935000010{number}"), state="rejected")
    register_guarantee(
        GUEST, serial="X-0" if others else "SR-1405-0007", mobile=REZA, purchased_on=SOLD, now=NOW
    )
    fresh = make_unit(model, "FRESH-1", sold_on=SOLD)
    with django_assert_num_queries(QUERIES):
        found = register_guarantee(GUEST, serial="FRESH-1", mobile=MARYAM, now=NOW)
    assert (found.unit_id, found.state) == (fresh.pk, "active")
    with django_assert_num_queries(6):
        # tries, savepoint, units, customer, registration, release
        assert register_guarantee(GUEST, serial="FRESH-1", mobile=MARYAM, now=NOW) == found
