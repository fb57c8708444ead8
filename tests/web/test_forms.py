"""Dates and numbers as people put them into forms."""

from datetime import date

import pytest

from sepas.kernel.errors import Invalid
from sepas.web.forms import date_parts, read_date, read_number
from sepas.web.preferences import of_language, reading


def test_three_menus_make_a_jalali_date():
    assert read_date({"on_day": "12", "on_month": "5", "on_year": "1404"}, "on") == date(2025, 8, 3)


def test_three_menus_make_a_gregorian_date_for_a_gregorian_reader():
    with reading(of_language("en")):
        assert read_date({"on_day": "3", "on_month": "8", "on_year": "2025"}, "on") == date(2025, 8, 3)


def test_one_text_field_will_do():
    assert read_date({"on": "۱۲ مرداد ۱۴۰۴"}, "on") == date(2025, 8, 3)


def test_nothing_chosen_is_no_date():
    assert read_date({"on_day": "", "on_month": "", "on_year": ""}, "on") is None


@pytest.mark.parametrize("day", ["", "31"])
def test_half_a_date_and_a_day_that_does_not_exist_are_refused(day):
    with pytest.raises(Invalid) as caught:
        read_date({"on_day": day, "on_month": "12", "on_year": "1404"}, "on")
    assert list(caught.value.fields) == ["on"]


def test_menus_show_a_date_in_the_readers_calendar():
    menus = date_parts(date(2025, 8, 3), of_language("fa"), date(2025, 9, 1))
    assert [menu["value"] for menu in menus] == [12, 5, 1404]
    assert menus[1]["options"][4] == (5, "مرداد")
    assert menus[2]["options"][0] == (1404, "۱۴۰۴")


@pytest.mark.parametrize("value", [date(1990, 5, 1), {"day": "11", "month": "2", "year": "۱۳۶۹"}])
def test_a_date_older_than_the_menus_is_not_lost(value):
    years = date_parts(value, of_language("fa"), date(2025, 9, 1))[2]
    assert years["value"] == 1369
    assert years["options"][-1] == (1369, "۱۳۶۹")
    assert len(years["options"]) == 26


@pytest.mark.parametrize(
    ("text", "value"),
    [("۱۲٬۰۰۰", 12000), ("12,000", 12000), (" ۵ ", 5), ("پنج", None), ("", None), ("-3", None)],
)
def test_numbers_are_read_in_any_digits(text, value):
    assert read_number(text) == value
