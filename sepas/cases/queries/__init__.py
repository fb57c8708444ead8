"""Reads; each a fixed number of SQL queries."""

from sepas.cases.queries.inbox import Due, Inbox, counts, inbox
from sepas.cases.queries.one import case_by_code, case_by_code_and_mobile, case_by_secret, cases_of_customer
from sepas.cases.queries.page import CasePage, page
from sepas.cases.queries.timeline import Entry, timeline
from sepas.cases.queries.tracking import Tracking, tracking

__all__ = [
    "CasePage",
    "Due",
    "Entry",
    "Inbox",
    "Tracking",
    "case_by_code",
    "case_by_code_and_mobile",
    "case_by_secret",
    "cases_of_customer",
    "counts",
    "inbox",
    "page",
    "timeline",
    "tracking",
]
