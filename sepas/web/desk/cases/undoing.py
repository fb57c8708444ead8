"""POST /desk/cases/<code>/undoing : take back what one did a moment ago, by the verb that makes up for it.

The offer is a signed note in the address of the page that follows: nothing is kept for it, and it serves for a minute
and for the very state of the case that the verb left.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.cases import queries as cases
from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.claim import release_case
from sepas.cases.actions.link import unlink_cases
from sepas.cases.actions.resume import resume_case
from sepas.cases.actions.snooze import unsnooze_case
from sepas.cases.models import Case, CaseLink, Snooze
from sepas.cases.queries import bonds
from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid
from sepas.parties import queries as parties
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.once import once_then

SALT = "sepas.web.desk.undoing"
SECONDS = 60
NOTE = "undo"
OVER = _("The minute for undoing is over, or the case has changed since.")


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be taken back now; `note` is what the form sends."""

    verb: str
    note: str


def address_with_offer(case: Case, verb: str, *, result: Any = None, former: int | None = None) -> str:
    """The page of `case` with the offer to take `verb` back. `result`: what the action gave."""
    if isinstance(result, Case):
        case = result
    note: dict[str, Any] = {"verb": verb, "case": case.pk, "version": case.version, "former": former}
    if isinstance(result, CaseLink):
        note["link"] = result.pk
        one = result.first if result.first_id == case.pk else result.second
        note["version"] = one.version
    if isinstance(result, Snooze):
        note["version"] = result.case.version
    return f"/desk/cases/{case.code}/?{urlencode({NOTE: signing.dumps(note, salt=SALT)})}"


def offered(request: HttpRequest, case: Case) -> Offer | None:
    """The offer that the page's address carries, if it still serves."""
    text = request.GET.get(NOTE, "")
    known = _read(text) if text else None
    if known is None or known["case"] != case.pk or known["version"] != case.version:
        return None
    return Offer(known["verb"], text)


@staff_only
@require_POST
def post(request: HttpRequest, code: str) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    case = cases.case_by_code(actor, code)

    def run() -> str:
        known = _read(request.POST.get(NOTE, ""))
        if known is None or known["case"] != case.pk or known["version"] != case.version:
            raise Conflict(OVER, code="too_late")
        _take_back(actor, case, known, now)
        return f"/desk/cases/{case.code}/"

    return once_then(request, run, now=now)


def _take_back(actor: Actor, case: Case, known: dict[str, Any], now: datetime) -> None:
    verb = known["verb"]
    if verb == "hold":
        resume_case(actor, case=case, now=now)
    elif verb == "snooze":
        unsnooze_case(actor, case=case, now=now)
    elif verb == "link":
        unlink_cases(actor, link=bonds.link_of(actor, case, known["link"]), now=now)
    elif verb in {"assign", "claim"} and known["former"] is None:
        release_case(actor, case=case, now=now)
    elif verb in {"assign", "claim"}:
        people = {person.pk: person for person in parties.assignable(actor)}
        if known["former"] not in people:
            raise Invalid({"assignee": _("Choose somebody who works here.")})
        assign_case(actor, case=case, assignee=people[known["former"]], now=now)


def _read(text: str) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = signing.loads(text, salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return None
    return found
