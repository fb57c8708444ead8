"""Reads; each a fixed number of SQL queries."""

from sepas.cases.queries.holding import HoldEffect, hold_effects
from sepas.cases.queries.inbox import Due, Group, Inbox, counts, inbox
from sepas.cases.queries.one import (
    case_by_code,
    case_by_code_and_mobile,
    case_by_secret,
    case_by_share,
    cases_of_customer,
    codes_of_cases,
    share_links,
)
from sepas.cases.queries.page import CasePage, attachment, page
from sepas.cases.queries.ratings import RatingSums, ratings, sums
from sepas.cases.queries.timeline import Entry, timeline
from sepas.cases.queries.tracking import Tracking, accrued, claimables, tracking

__all__ = [
    "CasePage",
    "Due",
    "Entry",
    "Group",
    "HoldEffect",
    "Inbox",
    "RatingSums",
    "Tracking",
    "accrued",
    "attachment",
    "case_by_code",
    "case_by_code_and_mobile",
    "case_by_secret",
    "case_by_share",
    "cases_of_customer",
    "claimables",
    "codes_of_cases",
    "counts",
    "hold_effects",
    "inbox",
    "page",
    "ratings",
    "share_links",
    "sums",
    "timeline",
    "tracking",
]
