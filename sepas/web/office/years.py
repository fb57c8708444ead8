"""Years of the reader's calendar."""

from datetime import date, timedelta

from persiantools.jdatetime import JalaliDate

from sepas.kernel.dates import Calendar


def year_around(day: date, calendar: Calendar) -> tuple[date, date]:
    """The first and the last day of the year in which `day` lies, in that calendar, as Gregorian dates."""
    if calendar == "gregorian":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    year = JalaliDate(day).year
    first = JalaliDate(year, 1, 1).to_gregorian()
    return first, JalaliDate(year + 1, 1, 1).to_gregorian() - timedelta(days=1)
