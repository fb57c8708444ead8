"""Opening hours as people enter them."""

import pytest

from sepas.kernel.errors import Invalid
from sepas.parties.hours import default_hours, parse_hours, parse_intervals


def test_hours_are_cleaned_sorted_and_closed_days_left_out() -> None:
    given = {
        6: [["۱۴:۰۰", "۱۸:۳۰"], ("8:00", "12.30")],
        "۵": [["٠٩:٠٠", "17:00"]],
        "4": [],
        0: [["9:00", "24:00"]],
    }
    assert parse_hours(given) == {
        "0": [["09:00", "24:00"]],
        "5": [["09:00", "17:00"]],
        "6": [["08:00", "12:30"], ["14:00", "18:30"]],
    }


def test_intervals_may_touch_and_reach_midnight() -> None:
    assert parse_intervals([["13:00", "00:00"], ["09:00", "13:00"]]) == [
        ["09:00", "13:00"],
        ["13:00", "24:00"],
    ]
    assert parse_intervals([]) == []


@pytest.mark.parametrize(
    "intervals",
    [
        [["09:00", "13:00"], ["12:59", "17:00"]],
        [["09:00", "13:00"], ["09:00", "10:00"]],
        [["13:00", "09:00"]],
        [["09:00", "09:00"]],
        [["22:00", "02:00"]],
        [["09:00"]],
        [["09:00", "10:00", "11:00"]],
        [["nine", "10:00"]],
        [["09:60", "10:00"]],
        [["09:00", "24:01"]],
        [["25:00", "26:00"]],
        [["-1:00", "10:00"]],
        ["09:00-10:00"],
        "09:00-10:00",
        None,
        {"from": "09:00"},
        [[f"{hour:02}:00", f"{hour:02}:30"] for hour in range(7)],
    ],
)
def test_what_is_no_day_is_refused(intervals: object) -> None:
    with pytest.raises(Invalid) as caught:
        parse_hours({"5": intervals})
    assert set(caught.value.fields) == {"hours.5"}


def test_every_wrong_day_is_named() -> None:
    with pytest.raises(Invalid) as caught:
        parse_hours({"0": [["9", "10"]], "1": [["09:00", "10:00"]], "2": [["12:00", "10:00"]], "7": []})
    assert set(caught.value.fields) == {"hours.0", "hours.2", "hours.7"}


@pytest.mark.parametrize("week", [{}, {"5": []}])
def test_a_place_that_never_opens_is_refused(week: dict) -> None:
    with pytest.raises(Invalid) as caught:
        parse_hours(week)
    assert set(caught.value.fields) == {"hours"}


@pytest.mark.parametrize(
    ("code", "closed", "half"),
    [("IR", {"4"}, {"3"}), ("TR", {"6"}, {"5"}), ("IN", {"6"}, set()), ("EU-DE", {"5", "6"}, set())],
)
def test_hours_to_begin_with_follow_the_country(code: str, closed: set[str], half: set[str]) -> None:
    week = default_hours(code)
    assert set("0123456") - set(week) == closed
    assert {day for day, spans in week.items() if spans == [["09:00", "13:00"]]} == half
    assert parse_hours(week) == week
