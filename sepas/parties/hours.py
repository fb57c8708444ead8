"""Opening hours as people enter them. Pure: text in, clean data out."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from sepas.kernel.errors import Invalid, type_of_text
from sepas.kernel.text import to_latin_digits

Intervals = list[list[str]]
Hours = dict[str, Intervals]

MOST_INTERVALS = 6
_TIME = re.compile(r"^(\d{1,2})\s*[:٫.]\s*(\d{2})$")

# Weekday of the half day, if there is one, and the days of rest.
_CUSTOMS: dict[str, tuple[int | None, frozenset[int]]] = {
    "IR": (3, frozenset({4})),
    "TR": (5, frozenset({6})),
    "IN": (None, frozenset({6})),
}
_ELSEWHERE: tuple[int | None, frozenset[int]] = (None, frozenset({5, 6}))


def default_hours(jurisdiction: str) -> Hours:
    """Hours to begin with: nine to five, and a half day before the day of rest where that is the custom."""
    half, rest = _CUSTOMS.get(jurisdiction, _ELSEWHERE)
    return {
        str(weekday): [["09:00", "13:00" if weekday == half else "17:00"]]
        for weekday in range(7)
        if weekday not in rest
    }


def parse_hours(given: Mapping[Any, Any]) -> Hours:
    """A week's hours, cleaned: weekdays "0" (Monday) to "6" to sorted `["09:00", "13:00"]` intervals.

    Persian digits, `9:00` and intervals in any order are accepted; a closing time of 24:00 is the end of the
    day. Days without intervals are left out. Raises `Invalid` that names each wrong day as `hours.<weekday>`,
    and refuses a week in which the place never opens.
    """
    week: Hours = {}
    wrong: dict[str, type_of_text] = {}
    for key, intervals in given.items():
        weekday = to_latin_digits(str(key)).strip()
        if weekday not in set("0123456"):
            wrong[f"hours.{key}"] = _("Weekdays are numbered from 0 (Monday) to 6 (Sunday).")
            continue
        try:
            found = parse_intervals(intervals, field=f"hours.{weekday}")
        except Invalid as error:
            wrong |= error.fields
            continue
        if found:
            week[weekday] = found
    if wrong:
        raise Invalid(wrong, code="hours_invalid")
    if not week:
        message = _("A branch opens on at least one day of the week. To stop its work, close the branch.")
        raise Invalid({"hours": message}, message, code="hours_invalid")
    return dict(sorted(week.items()))


def parse_intervals(given: Any, *, field: str = "intervals") -> Intervals:
    """Intervals of one day, cleaned and sorted; none is a closed day. Raises `Invalid` on `field`."""
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise _wrong(field, _("Give opening and closing times in pairs, such as 09:00 to 13:00."))
    if len(given) > MOST_INTERVALS:
        raise _wrong(field, _("A day has at most six intervals."))
    found = sorted(_interval(item, field) for item in given)
    for earlier, later in pairwise(found):
        if later[0] < earlier[1]:
            raise _wrong(field, _("Two intervals overlap. Let one end before the next begins."))
    return found


def _interval(item: Any, field: str) -> list[str]:
    if not isinstance(item, Sequence) or isinstance(item, str) or len(item) != 2:
        raise _wrong(field, _("Give opening and closing times in pairs, such as 09:00 to 13:00."))
    opens, closes = _clock(item[0], field), _clock(item[1], field)
    if closes == "00:00":
        closes = "24:00"
    if opens >= closes:
        raise _wrong(
            field,
            _("Closing time comes after opening time. Hours past midnight go on the next day."),
        )
    return [opens, closes]


def _clock(text: Any, field: str) -> str:
    match = _TIME.match(to_latin_digits(str(text)).strip())
    hour, minute = (int(match[1]), int(match[2])) if match else (99, 99)
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        raise _wrong(field, _("Write times like 09:00 or 17:30."))
    return f"{hour:02}:{minute:02}"


def _wrong(field: str, message: type_of_text) -> Invalid:
    return Invalid({field: message}, message, code="hours_invalid")
