"""What the register knows need not be asked."""

from datetime import date

from sepas import rules
from sepas.warranty.facts import known_facts
from tests.assets.made import SOLD, again, make_model, make_unit
from tests.cast import Cast
from tests.warranty.made import make_registration


def test_every_column_of_the_register_is_a_fact_of_the_vocabulary(cast: Cast) -> None:
    model = make_model(
        cast.sard,
        product_class="motor_vehicle",
        vehicle_class="pickup",
        facts={"public_use": False, "second_hand": False},
        last_sold_on=date(2026, 10, 1),
    )
    unit = make_unit(
        model,
        sold_on=SOLD,
        delivered_on=date(2026, 3, 22),
        installed_on=date(2026, 3, 23),
        activated_on=date(2026, 3, 24),
        import_declared_on=date(2026, 1, 5),
        sales_channel="in_store",
        facts={"public_use": True},
    )
    known = known_facts(unit)
    assert known == {
        "product_class": "motor_vehicle",
        "vehicle_class": "pickup",
        "public_use": True,
        "second_hand": False,
        "last_unit_delivery_date": date(2026, 10, 1),
        "purchase_date": SOLD,
        "delivery_date": date(2026, 3, 22),
        "installation_date": date(2026, 3, 23),
        "activation_date": date(2026, 3, 24),
        "import_declaration_date": date(2026, 1, 5),
        "seller_channel": "in_store",
    }
    rules.standard_library().parse_facts(known)


def test_what_is_unknown_is_left_out(cast: Cast) -> None:
    assert known_facts(make_unit(make_model(cast.sard))) == {"product_class": "refrigerator"}


def test_the_owners_date_counts_only_where_the_seller_gave_none(cast: Cast) -> None:
    unit = make_unit(make_model(cast.sard))
    registration = make_registration(unit, cast.maryam, purchased_on=date(2026, 4, 1))
    assert known_facts(unit, registration=registration)["purchase_date"] == date(2026, 4, 1)
    unit.sold_on = SOLD
    assert known_facts(unit, registration=registration)["purchase_date"] == SOLD


def test_reading_them_takes_no_query(cast: Cast, django_assert_num_queries) -> None:
    unit = again(make_unit(make_model(cast.sard), sold_on=SOLD))
    with django_assert_num_queries(0):
        known_facts(unit)
