"""What a model's buyer is promised: the guarantee of each pack as a length of time, for a page that anybody reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sepas.assets.models import ProductModel
from sepas.parties.models import Organisation
from sepas.rules.exports import guarantee_periods
from sepas.rules.model import Text
from sepas.service_levels.calendars import MonthCalendar, add_months
from sepas.warranty.cards import Bar, bar
from sepas.warranty.facts import DATES, model_facts
from sepas.warranty.library import library_for
from sepas.warranty.queries import decided

BEGINNINGS = tuple(fact for column, fact in DATES.items() if column != "import_declared_on")


@dataclass(frozen=True, slots=True)
class Term:
    """One promise. `months` where it is a whole number of them in the pack's or the Gregorian calendar, else `days`."""

    title: Text
    level: str
    months: int | None
    days: int
    km: int | None
    rests_on_unverified: bool
    bar: Bar


def terms_of(model: ProductModel, organisation: Organisation, *, as_of: date) -> list[Term]:
    """What somebody who buys the model on `as_of` is promised. One query, two when a document is new."""
    facts = model_facts(model) | dict.fromkeys(BEGINNINGS, as_of)
    decision = decided(
        library_for(organisation, model).library, facts, as_of=as_of, jurisdiction=organisation.jurisdiction
    )
    found = []
    for period in guarantee_periods(decision):
        if period.starts_on is None or period.ends_on is None:
            continue
        length = (period.ends_on - period.starts_on).days
        months = whole_months(period.starts_on, period.ends_on)
        found.append(
            Term(
                period.title,
                period.level,
                months,
                length,
                period.km,
                period.rests_on_unverified,
                bar(period, as_of),
            )
        )
    return found


def whole_months(start: date, end: date) -> int | None:
    """How many months lie between two days, the last one counted or not; None where it is no whole number."""
    calendars: tuple[MonthCalendar, ...] = ("jalali", "gregorian")
    about = round((end - start).days / 30.44)
    for calendar in calendars:
        for months in (about - 1, about, about + 1):
            if months > 0 and add_months(start, months, calendar) in (end, end + timedelta(days=1)):
                return months
    return None
