"""Promises run, pause, come at risk, break and are met by the counting of their unit."""

from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sepas.service_levels.calendars import ALL_DAY, WorkingCalendar, jurisdiction_calendar
from sepas.service_levels.clocks import UNITS, Allowance, Clock, ClockState, at_risk_at, due_at
from tests.service_levels.strategies import calendars, moments, pauses

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
TEHRAN = ZoneInfo("Asia/Tehran")
SHOP = WorkingCalendar.of(
    {
        **{day: [("08:00", "12:00"), ("13:00", "17:00")] for day in (SAT, SUN, MON, TUE, WED)},
        THU: [("08:00", "12:00")],
    }
)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=TEHRAN)


def end_of(*parts: int) -> datetime:
    return at(*parts, 23, 59, 59, 999999)


START = at(2025, 8, 2, 10)  # a Saturday, 11 Mordad 1404


@pytest.mark.parametrize(
    ("amount", "unit", "due"),
    [
        (48, "hour", at(2025, 8, 4, 10)),
        (0, "hour", START),
        (8, "opening_hour", at(2025, 8, 3, 10)),
        (20, "day", end_of(2025, 8, 22)),
        (1, "day", end_of(2025, 8, 3)),
        (0, "day", end_of(2025, 8, 2)),
        (2, "business_day", at(2025, 8, 4, 17)),
        (5, "business_day", at(2025, 8, 7, 12)),
        (6, "business_day", at(2025, 8, 9, 17)),
        (0, "business_day", at(2025, 8, 2, 17)),
        (1, "month", end_of(2025, 9, 2)),
    ],
)
def test_each_unit_is_due_by_its_own_counting(amount, unit, due):
    assert due_at(START, Allowance(amount, unit), SHOP) == due


def test_months_are_counted_in_the_calendar_asked_for():
    start = at(2024, 9, 21, 9)  # 31 Shahrivar 1403
    eighteen = Allowance(18, "month")
    assert due_at(start, eighteen, SHOP, month_calendar="jalali") == end_of(2026, 3, 20)
    assert due_at(start, eighteen, SHOP, month_calendar="gregorian") == end_of(2026, 3, 21)


def test_a_start_late_in_the_evening_belongs_to_the_local_day():
    start = datetime(2025, 8, 2, 21, tzinfo=ZoneInfo("UTC"))  # already 3 August in Tehran
    assert due_at(start, Allowance(1, "day"), SHOP) == end_of(2025, 8, 4)


def test_business_days_without_hours_end_with_the_day():
    iran = jurisdiction_calendar("IR")
    assert due_at(at(2025, 7, 31, 9), Allowance(2, "business_day"), iran) == end_of(2025, 8, 3)


def test_zero_business_days_after_closing_last_until_the_day_ends():
    assert due_at(at(2025, 8, 2, 18), Allowance(0, "business_day"), SHOP) == end_of(2025, 8, 2)
    assert due_at(at(2025, 8, 1, 9), Allowance(0, "business_day"), SHOP) == end_of(2025, 8, 1)


@pytest.mark.parametrize(
    ("amount", "unit", "begin", "end", "due"),
    [
        (48, "hour", at(2025, 8, 2, 12), at(2025, 8, 2, 15), at(2025, 8, 4, 13)),
        (48, "hour", at(2025, 8, 1, 12), at(2025, 8, 2, 12), at(2025, 8, 4, 12)),
        (48, "hour", at(2025, 8, 4, 10), at(2025, 8, 6, 10), at(2025, 8, 4, 10)),
        (8, "opening_hour", at(2025, 8, 2, 11), at(2025, 8, 2, 14), at(2025, 8, 3, 12)),
        (8, "opening_hour", at(2025, 8, 2, 18), at(2025, 8, 3, 7), at(2025, 8, 3, 10)),
        (3, "day", at(2025, 8, 3, 9), at(2025, 8, 3, 20), end_of(2025, 8, 5)),
        (3, "day", at(2025, 8, 3, 9), at(2025, 8, 5, 9), end_of(2025, 8, 7)),
        (3, "day", at(2025, 8, 2, 11), at(2025, 8, 3, 9), end_of(2025, 8, 5)),
        (0, "day", at(2025, 8, 2, 11), at(2025, 8, 3, 9), end_of(2025, 8, 3)),
        (2, "business_day", at(2025, 8, 3, 16), at(2025, 8, 3, 18), at(2025, 8, 5, 17)),
        (2, "business_day", at(2025, 8, 3, 16), at(2025, 8, 3, 16, 59), at(2025, 8, 4, 17)),
        (2, "business_day", at(2025, 8, 3, 16), at(2025, 8, 3, 17), at(2025, 8, 5, 17)),
        (2, "business_day", at(2025, 8, 4, 16), at(2025, 8, 9, 9), at(2025, 8, 9, 17)),
        (2, "business_day", at(2025, 8, 4, 17), at(2025, 8, 9, 9), at(2025, 8, 4, 17)),
        (1, "month", at(2025, 8, 10, 9), at(2025, 8, 12, 9), end_of(2025, 9, 4)),
    ],
)
def test_a_pause_extends_a_clock_in_its_own_counting(amount, unit, begin, end, due):
    assert due_at(START, Allowance(amount, unit), SHOP, [(begin, end)]) == due


def test_an_extension_that_reaches_into_another_pause_is_extended_again():
    stops = [(at(2025, 8, 5, 9), at(2025, 8, 6, 9)), (at(2025, 8, 3, 9), at(2025, 8, 5, 9, 0, 1))]
    assert due_at(START, Allowance(2, "day"), SHOP, stops) == end_of(2025, 8, 7)
    assert due_at(START, Allowance(48, "hour"), SHOP, stops) == at(2025, 8, 7, 10)


def test_an_unfinished_pause_leaves_the_due_time_open_unless_it_had_passed():
    for unit in UNITS:
        assert due_at(START, Allowance(2, unit), SHOP, [(START, None)]) is None
        late = [(at(2025, 12, 1), None)]
        assert due_at(START, Allowance(2, unit), SHOP, late) == due_at(START, Allowance(2, unit), SHOP)


def test_a_pause_that_ends_before_it_begins_is_empty():
    backwards = [(at(2025, 8, 3, 20), at(2025, 8, 3, 9))]
    assert due_at(START, Allowance(48, "hour"), SHOP, backwards) == at(2025, 8, 4, 10)


def test_risk_begins_when_three_quarters_are_used():
    assert at_risk_at(START, Allowance(48, "hour"), SHOP) == at(2025, 8, 3, 22)
    assert at_risk_at(START, Allowance(8, "opening_hour"), SHOP) == at(2025, 8, 2, 17)
    # From 10:00 to closing two days later are 6 + 8 + 8 hours; three quarters are 16.5.
    assert at_risk_at(START, Allowance(2, "business_day"), SHOP) == at(2025, 8, 4, 10, 30)
    assert at_risk_at(START, Allowance(48, "hour"), SHOP, share=Fraction(1, 2)) == at(2025, 8, 3, 10)


def test_risk_waits_with_a_pause_but_never_passes_the_due_time():
    stop = (at(2025, 8, 2, 12), at(2025, 8, 2, 22))
    assert at_risk_at(START, Allowance(48, "hour"), SHOP, [stop]) == at(2025, 8, 4, 8)
    assert at_risk_at(START, Allowance(0, "day"), SHOP, [stop]) == end_of(2025, 8, 2)
    assert at_risk_at(START, Allowance(48, "hour"), SHOP, [(at(2025, 8, 2, 12), None)]) is None
    assert at_risk_at(START, Allowance(48, "hour"), SHOP, [(at(2025, 8, 4), None)]) == at(2025, 8, 3, 22)


def test_a_clock_runs_comes_at_risk_and_breaks():
    clock = Clock(START, Allowance(48, "hour"), SHOP)
    assert clock.state(at(2025, 8, 3, 21, 59)) is ClockState.RUNNING
    assert clock.state(at(2025, 8, 3, 22)) is ClockState.AT_RISK
    assert clock.state(at(2025, 8, 4, 10)) is ClockState.AT_RISK
    assert clock.state(at(2025, 8, 4, 10, 0, 0, 1)) is ClockState.BREACHED


def test_a_clock_is_met_in_time_or_late():
    allowance = Allowance(48, "hour")
    assert Clock(START, allowance, SHOP, met_at=at(2025, 8, 4, 10)).state(at(2025, 9, 1)) is ClockState.MET
    late = Clock(START, allowance, SHOP, met_at=at(2025, 8, 4, 11))
    assert late.state(at(2025, 9, 1)) is ClockState.MET_LATE
    assert late.state(at(2025, 8, 4, 10, 30)) is ClockState.BREACHED


def test_a_paused_clock_is_paused_met_when_met_and_broken_when_it_broke_before():
    clock = Clock(START, Allowance(48, "hour"), SHOP, ((at(2025, 8, 3), None),))
    assert clock.state(at(2025, 8, 2, 23)) is ClockState.RUNNING
    assert clock.state(at(2025, 12, 1)) is ClockState.PAUSED
    met = Clock(START, Allowance(48, "hour"), SHOP, clock.pauses, met_at=at(2025, 10, 1))
    assert met.state(at(2025, 12, 1)) is ClockState.MET
    broken = Clock(START, Allowance(48, "hour"), SHOP, ((at(2025, 8, 5), None),))
    assert broken.state(at(2025, 12, 1)) is ClockState.BREACHED


def test_the_time_remaining_stands_still_during_a_pause():
    clock = Clock(START, Allowance(48, "hour"), SHOP, ((at(2025, 8, 3, 10), None),))
    assert clock.remaining(at(2025, 8, 3, 9)) == timedelta(hours=25)
    assert clock.remaining(at(2025, 8, 3, 11)) == timedelta(hours=24)
    assert clock.remaining(at(2025, 12, 1)) == timedelta(hours=24)


def test_the_time_remaining_is_working_time_for_business_days_and_negative_when_overdue():
    clock = Clock(START, Allowance(2, "business_day"), SHOP)
    assert clock.remaining(at(2025, 8, 3, 7)) == timedelta(hours=16)
    assert clock.remaining(at(2025, 8, 5, 9)) == -timedelta(hours=1)
    assert clock.remaining(at(2025, 7, 1)) == timedelta(hours=22)
    met = Clock(START, Allowance(2, "business_day"), SHOP, met_at=at(2025, 8, 3, 7))
    assert met.remaining(at(2025, 12, 1)) == timedelta(hours=16)


def test_impossible_allowances_and_shares_and_naive_moments_are_refused():
    with pytest.raises(ValueError, match="negative"):
        Allowance(-1, "day")
    with pytest.raises(ValueError, match="unknown unit 'week'"):
        Allowance(1, "week")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="between 0 and 1"):
        at_risk_at(START, Allowance(1, "day"), SHOP, share=Fraction(3, 2))
    with pytest.raises(ValueError, match="no time zone"):
        due_at(datetime(2025, 8, 2), Allowance(1, "day"), SHOP)


@st.composite
def cases(draw):
    start = draw(moments)
    allowance = Allowance(draw(st.integers(0, 40)), draw(st.sampled_from(UNITS)))
    calendar = draw(calendars())
    months = draw(st.sampled_from(["jalali", "gregorian"]))
    return start, allowance, calendar, draw(pauses(start)), months


def later_or_open(first: datetime | None, second: datetime | None) -> bool:
    """Whether `second` is not earlier than `first`, an open due time being later than any."""
    return second is None or (first is not None and first <= second)


@given(cases())
@settings(deadline=None)
def test_more_allowance_is_never_due_earlier(case):
    start, allowance, calendar, stops, months = case
    more = Allowance(allowance.amount + 1, allowance.unit)
    assert later_or_open(
        due_at(start, allowance, calendar, stops, months), due_at(start, more, calendar, stops, months)
    )


@given(cases())
@settings(deadline=None)
def test_a_pause_never_makes_it_earlier(case):
    start, allowance, calendar, stops, months = case
    for i in range(len(stops)):
        fewer = stops[:i] + stops[i + 1 :]
        for moment in (due_at, at_risk_at):
            assert later_or_open(
                moment(start, allowance, calendar, fewer, months),
                moment(start, allowance, calendar, stops, months),
            )


@given(cases())
@settings(deadline=None)
def test_it_is_never_due_before_it_starts_nor_at_risk_after_it_is_due(case):
    start, allowance, calendar, stops, months = case
    due = due_at(start, allowance, calendar, stops, months)
    risk = at_risk_at(start, allowance, calendar, stops, months)
    assert due is None or start <= due
    assert risk is None or start <= risk
    assert later_or_open(risk, due)


@given(cases(), st.floats(0, 1))
@settings(deadline=None)
def test_a_pause_split_in_two_changes_nothing(case, share):
    start, allowance, calendar, stops, months = case
    split = []
    for begin, end in stops:
        until = begin + timedelta(days=9) if end is None else end
        middle = begin + (until - begin) * share
        split += [(middle, end), (begin, middle)]
    for moment in (due_at, at_risk_at):
        assert moment(start, allowance, calendar, split, months) == moment(
            start, allowance, calendar, stops, months
        )


@given(cases())
@settings(deadline=None)
def test_empty_pauses_and_pauses_outside_the_clock_change_nothing(case):
    start, allowance, calendar, _, months = case
    plain = due_at(start, allowance, calendar, (), months)
    assert plain is not None
    outside = [(start - timedelta(days=3), start), (start, start), (plain, plain + timedelta(days=3))]
    assert due_at(start, allowance, calendar, outside, months) == plain


@given(cases(), st.integers(0, 60 * 24))
@settings(deadline=None)
def test_breached_means_that_nothing_remains(case, hours_later):
    start, allowance, calendar, stops, months = case
    clock = Clock(start, allowance, calendar, tuple(stops), months)
    now = start + timedelta(hours=hours_later)
    if clock.state(now) is ClockState.BREACHED:
        assert clock.remaining(now) <= timedelta(0)
    else:
        assert clock.remaining(now) >= timedelta(0)


def test_round_the_clock_opening_hours_are_hours():
    always = WorkingCalendar.of({weekday: [ALL_DAY] for weekday in range(7)})
    for amount in (0, 1, 48, 5000):
        assert due_at(START, Allowance(amount, "opening_hour"), always) == due_at(
            START, Allowance(amount, "hour"), always
        )
