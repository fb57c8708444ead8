"""When a unit is next to be serviced."""

from datetime import date

import pytest

from sepas.warranty.owning import Service, next_service
from tests.assets.made import make_model, make_unit
from tests.cast import Cast

pytestmark = pytest.mark.django_db

SOLD, INSTALLED = date(2026, 3, 21), date(2026, 4, 4)
"""1 and 15 Farvardin 1405."""


def made(cast: Cast, *, months: int | None = 12, **more):
    return make_unit(make_model(cast.sard, service_interval_months=months), sold_on=SOLD, **more)


def test_months_are_counted_in_the_jalali_calendar_from_when_it_was_put_to_use(cast: Cast) -> None:
    unit = made(cast, installed_on=INSTALLED)
    found = next_service(unit, last=None, as_of=date(2026, 11, 21))
    # 15 Farvardin 1406; a Gregorian year ends on the same day here, a leap Jalali year would not.
    assert found == Service(12, INSTALLED, date(2027, 4, 4), "ahead")


def test_six_months_from_the_last_service_and_not_from_the_sale(cast: Cast) -> None:
    last = date(2026, 9, 22)  # 31 Shahrivar 1405; Esfand 1405 has 29 days
    found = next_service(made(cast, months=6), last=last, as_of=date(2026, 11, 21))
    assert found == Service(6, last, date(2027, 3, 20), "ahead")


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        (date(2027, 2, 18), "ahead"),
        (date(2027, 2, 19), "soon"),
        (date(2027, 3, 21), "soon"),
        (date(2027, 3, 22), "overdue"),
    ],
)
def test_a_service_is_near_for_thirty_days_and_overdue_the_day_after(
    cast: Cast, as_of: date, state: str
) -> None:
    found = next_service(made(cast), last=None, as_of=as_of)
    assert found is not None
    assert (found.due_on, found.state) == (date(2027, 3, 21), state)


def test_there_is_none_without_an_interval_a_day_or_a_unit_in_use(cast: Cast) -> None:
    as_of = date(2026, 11, 21)
    model = make_model(cast.sard, "A", service_interval_months=None)
    assert next_service(make_unit(model, "A-1", sold_on=SOLD), last=None, as_of=as_of) is None
    model = make_model(cast.sard, "B", service_interval_months=12)
    assert next_service(make_unit(model, "B-1"), last=None, as_of=as_of) is None
    gone = make_unit(model, "B-2", sold_on=SOLD, state="returned")
    assert next_service(gone, last=None, as_of=as_of) is None
