"""Official holidays by jurisdiction, from the `holidays` package, named in Persian and English.

What is certain and what is not, for Iran:

* Solar holidays (Nowruz, 12 and 13 Farvardin, 14 and 15 Khordad, 22 Bahman, 29 Esfand, and 30 Esfand of a
  leap year) are exact.
* Lunar holidays (Tasua, Ashura, Eid al-Fitr, …) follow the moon as it was seen in Iran for 2001 to 2026. All
  other years are *estimated*: one day after the Umm al-Qura calendar, so a day off is possible. Their names
  say so, and `estimated_holidays` lists them.
* Today's list is applied to all years; a few days were holidays only later than the first year asked for
  (the second day of Eid al-Fitr, 8 Rabi' al-Awwal). Closures that a government declares at short notice are
  known only where the package names them; an organisation adds its own to its calendar.

For Türkiye the days before religious feasts and 29 October, which are half days, are not in this list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import TypedDict

import holidays

KNOWN_YEARS = range(2000, 2051)
"""Gregorian years for which jurisdiction calendars carry holidays; outside them only weekly rest counts."""

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


class HolidayName(TypedDict):
    fa: str
    en: str


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Where official holidays come from, and the weekdays on which nobody is expected to work."""

    timezone: str
    weekly_rest: frozenset[int]
    country: str = ""
    subdivision: str | None = None
    market: str = ""


_SATURDAY_SUNDAY = frozenset({SAT, SUN})

_EU_TIMEZONES = {
    "AT": "Vienna", "BE": "Brussels", "BG": "Sofia", "CZ": "Prague", "DE": "Berlin", "DK": "Copenhagen",
    "EE": "Tallinn", "ES": "Madrid", "FI": "Helsinki", "FR": "Paris", "GR": "Athens", "HR": "Zagreb",
    "HU": "Budapest", "IE": "Dublin", "IT": "Rome", "LT": "Vilnius", "LU": "Luxembourg", "LV": "Riga",
    "MT": "Malta", "NL": "Amsterdam", "PL": "Warsaw", "PT": "Lisbon", "RO": "Bucharest", "SE": "Stockholm",
    "SI": "Ljubljana", "SK": "Bratislava",
}  # fmt: skip

JURISDICTIONS = MappingProxyType(
    {
        # Thursday counts: no rule for the private sector closes it. Friday is the weekly holiday.
        "IR": Jurisdiction("Asia/Tehran", frozenset({FRI}), country="IR"),
        # Regulation on after-sales services, art. 4: every day but Sundays and official holidays.
        "TR": Jurisdiction("Europe/Istanbul", frozenset({SUN}), country="TR"),
        # England's bank holidays; Scotland and Northern Ireland have others.
        "UK": Jurisdiction("Europe/London", _SATURDAY_SUNDAY, country="GB", subdivision="ENG"),
        # No holiday list holds for the whole Union (Regulation 1182/71 refers to each member state's). The
        # six TARGET closing days are common to almost all; "EU-DE" and so on give a member state's own.
        "EU": Jurisdiction("Europe/Brussels", _SATURDAY_SUNDAY, market="ECB"),
        "AE": Jurisdiction("Asia/Dubai", _SATURDAY_SUNDAY, country="AE"),
        "IN": Jurisdiction("Asia/Kolkata", frozenset({SUN}), country="IN"),
        "US": Jurisdiction("America/New_York", _SATURDAY_SUNDAY, country="US"),
        "EU-CY": Jurisdiction("Asia/Nicosia", _SATURDAY_SUNDAY, country="CY"),
    }
    | {
        f"EU-{code}": Jurisdiction(f"Europe/{city}", _SATURDAY_SUNDAY, country=code)
        for code, city in _EU_TIMEZONES.items()
    }
)


def official_holidays(code: str, years: Iterable[int]) -> dict[date, HolidayName]:
    """Official holidays of a jurisdiction in the given Gregorian years, in order of date.

    Where the package has no Persian name, `fa` repeats the English one. An estimated date says so in its
    name. Raises ValueError for an unknown jurisdiction.
    """
    source = jurisdiction(code)
    wanted = sorted(set(years))
    english = _holidays_of(source, wanted, "en_US")
    persian = _holidays_of(source, wanted, "fa_IR") if source.country == "IR" else english
    return {
        day: {"fa": _well_written(persian[day]) if persian is not english else name, "en": name}
        for day, name in sorted(english.items())
    }


@lru_cache(maxsize=64)
def holiday_dates(code: str, first_year: int, last_year: int) -> frozenset[date]:
    """Dates of the official holidays of `first_year` to `last_year`, both included. Cached."""
    return frozenset(_holidays_of(jurisdiction(code), range(first_year, last_year + 1), "en_US"))


def estimated_holidays(code: str, years: Iterable[int]) -> frozenset[date]:
    """Those official holidays whose date is an estimate of the moon's course, not yet announced."""
    found = _holidays_of(jurisdiction(code), sorted(set(years)), "en_US")
    # A day may carry two names; it is certain as soon as one of them is.
    return frozenset(
        day for day, name in found.items() if all("(estimated)" in part for part in name.split("; "))
    )


def jurisdiction(code: str) -> Jurisdiction:
    """The jurisdiction of that code; raises ValueError that lists the known ones."""
    try:
        return JURISDICTIONS[code]
    except KeyError:
        known = ", ".join(sorted(JURISDICTIONS))
        raise ValueError(f"unknown jurisdiction {code!r}; known are {known}") from None


def _holidays_of(source: Jurisdiction, years: Iterable[int], language: str) -> dict[date, str]:
    if source.market:
        return dict(holidays.financial_holidays(source.market, years=years, language=language))
    return dict(
        holidays.country_holidays(source.country, subdiv=source.subdivision, years=years, language=language)
    )


def _well_written(name: str) -> str:
    return (
        name.replace("عیدنوروز", "عید نوروز")
        .replace("15 خرداد", "۱۵ خرداد")
        .replace("؛شهادت", "؛ شهادت")
        .replace("; ", "؛ ")
        .replace("علیه السلام", "علیه‌السلام")
    )
