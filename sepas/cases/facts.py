"""What a case itself knows, in the words of the rules: nobody is asked for it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sepas import rules
from sepas.cases.models import Case
from sepas.cases.promises.moments import Moment


def local_day(case: Case, now: datetime) -> date:
    """The date where the organisation is."""
    return now.astimezone(ZoneInfo(case.organisation.time_zone)).date()


def case_facts(case: Case, moments: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Facts that follow from what happened in the case, as JSON values.

    Every moment that the vocabulary has a date for (`<moment>_date`) gives it. Days in repair count from the
    device's arrival until the repair ended, or until today. A case that was reopened came back once more for
    the same defect, and its repair had failed.
    """
    known = rules.standard_library().vocabulary.facts
    found: dict[str, Any] = {
        f"{moment}_date": local_day(case, datetime.fromisoformat(when)).isoformat()
        for moment, when in moments.items()
    }
    begun, ended = found.get(f"{Moment.DEVICE_RECEIVED}_date"), found.get(f"{Moment.REPAIR_COMPLETED}_date")
    if begun:
        until = date.fromisoformat(ended) if ended else local_day(case, now)
        found["days_in_repair"] = max((until - date.fromisoformat(begun)).days, 0)
    if case.reopened and Moment.DEFECT_REPORTED in moments:
        found["failed_repairs"] = case.reopened
        found["same_defect_visits"] = case.reopened + 1
    return {name: value for name, value in found.items() if name in known}


def all_facts(
    case: Case, answers: Mapping[str, Any], moments: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    """Answers given by people, and over them what the case knows; of counts the larger one.

    Unless somebody said when the defect appeared, it was there on the day on which the case was opened: a
    decision that is made again later judges that day, not its own.
    """
    found = {"event_date": local_day(case, case.opened_at).isoformat(), **case.facts, **answers}
    for name, value in case_facts(case, moments, now).items():
        told = found.get(name)
        larger = name in {"failed_repairs", "same_defect_visits"} and isinstance(told, int) and told > value
        found[name] = told if larger else value
    return found
