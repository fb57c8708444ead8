"""Calendars, moments and pauses for property tests: short years, several zones, all kinds of hours."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from sepas.service_levels.calendars import ALL_DAY, Interval, WorkingCalendar

ZONES = ["Asia/Tehran", "Europe/London", "Europe/Istanbul", "America/Havana", "Asia/Kathmandu"]

moments = st.datetimes(
    datetime(2019, 1, 1), datetime(2024, 1, 1), timezones=st.just(UTC), allow_imaginary=False
)


@st.composite
def hours(draw):
    quarters = sorted(draw(st.sets(st.integers(0, 96), min_size=2, max_size=6)))
    if len(quarters) % 2:
        quarters.pop()
    clocks = [time(q // 4 % 24, q % 4 * 15) for q in quarters]
    return [Interval(a, b) for a, b in zip(clocks[::2], clocks[1::2], strict=True)]


@st.composite
def calendars(draw):
    kinds = st.one_of(hours(), st.just([ALL_DAY]))
    weekly = draw(st.dictionaries(st.integers(0, 6), kinds, min_size=1))
    near = st.dates(date(2019, 1, 1), date(2024, 6, 1))
    return WorkingCalendar.of(
        weekly,
        holidays=draw(st.sets(near, max_size=20)),
        special_days=draw(st.dictionaries(near, st.one_of(st.just([]), hours()), max_size=6)),
        timezone=draw(st.sampled_from(ZONES)),
    )


@st.composite
def pauses(draw, start):
    """Pauses around a start, in any order, that may overlap; the last may still be running."""
    found = []
    for _ in range(draw(st.integers(0, 4))):
        begin = start + timedelta(minutes=draw(st.integers(-3 * 1440, 30 * 1440)))
        length = draw(st.integers(0, 10 * 1440))
        found.append((begin, begin + timedelta(minutes=length)))
    if draw(st.booleans()) and draw(st.booleans()):
        found.append((start + timedelta(minutes=draw(st.integers(0, 40 * 1440))), None))
    return found
