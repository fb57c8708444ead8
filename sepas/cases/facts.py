"""What a case itself knows, in the words of the rules: nobody is asked for it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sepas.cases.models import Case
from sepas.cases.promises.moments import Moment

DATES = {
    Moment.DEFECT_REPORTED: "defect_reported_date",
    Moment.WITHDRAWAL_DECLARED: "withdrawal_declared_date",
    Moment.DEVICE_RECEIVED: "device_received_date",
    Moment.REPAIR_COMPLETED: "repair_completed_date",
}


def local_day(case: Case, now: datetime) -> date:
    """The date where the organisation is."""
    return now.astimezone(ZoneInfo(case.organisation.time_zone)).date()


def case_facts(case: Case, moments: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Facts that follow from what happened in the case, as JSON values.

    Days in repair count from the device's arrival until the repair ended, or until today. A case that was
    reopened came back once more for the same defect, and its repair had failed.
    """
    found: dict[str, Any] = {
        fact: local_day(case, datetime.fromisoformat(moments[moment])).isoformat()
        for moment, fact in DATES.items()
        if moment in moments
    }
    if "device_received_date" in found:
        begun = date.fromisoformat(found["device_received_date"])
        ended = (
            date.fromisoformat(found["repair_completed_date"])
            if "repair_completed_date" in found
            else local_day(case, now)
        )
        found["days_in_repair"] = max((ended - begun).days, 0)
    if case.reopened and Moment.DEFECT_REPORTED in moments:
        found["failed_repairs"] = case.reopened
        found["same_defect_visits"] = case.reopened + 1
    return found


def all_facts(
    case: Case, answers: Mapping[str, Any], moments: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    """Answers given by people, and over them what the case knows; of counts the larger one."""
    found = {**case.facts, **answers}
    for name, value in case_facts(case, moments, now).items():
        told = found.get(name)
        larger = name in {"failed_repairs", "same_defect_visits"} and isinstance(told, int) and told > value
        found[name] = told if larger else value
    return found
