"""What the filters of the record ask for, read from an address."""

from datetime import datetime, time, timedelta

from django.http import HttpRequest

from sepas.flows.activity import Asked
from sepas.web.forms import read_dates
from sepas.web.office.audit.actors import KINDS
from sepas.web.office.audit.words import SUBJECTS
from sepas.web.preferences import current


def asked(request: HttpRequest) -> Asked:
    """The filters of an address. Raises `Invalid` for a day that does not exist; the rest is ignored when unknown."""
    sent = request.GET
    days = read_dates(sent, ("since", "until"))
    subject, number, who = sent.get("subject", ""), sent.get("id", ""), sent.get("who", "")
    since, until = days["since"], days["until"]
    return Asked(
        subject=subject if subject in SUBJECTS else "",
        subject_id=int(number) if number.isdecimal() and len(number) < 19 else None,
        who=who if who.partition(":")[0] in KINDS else "",
        since=_begin(since) if since else None,
        until=_begin(until + timedelta(days=1)) if until else None,
        text=sent.get("q", "").strip()[:100],
    )


def _begin(day) -> datetime:
    return datetime.combine(day, time(), tzinfo=current().zone)
