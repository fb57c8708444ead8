"""GET /office/audit/ : who did what to what, newest first; with `verify`, the proof for one thing."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sepas.flows.activity import Activity, Asked, activity, proof
from sepas.kernel.activity.models import Event
from sepas.kernel.actor import Kind
from sepas.kernel.errors import Invalid
from sepas.parties import masks
from sepas.parties import queries as parties
from sepas.parties.models import Staff
from sepas.web.desk.gate import actor_of, need, staff_only
from sepas.web.desk.shell import page
from sepas.web.forms import sent_date
from sepas.web.office.audit import words
from sepas.web.office.audit.actors import KINDS, ONE
from sepas.web.office.audit.asked import asked

ADDRESSES = {
    "unit": "/desk/units/{}/",
    "customer": "/desk/customers/{}/",
    "staff": "/office/staff/{}/",
    "branch": "/office/branches/{}/",
    "model": "/office/models/{}/",
    "service_offer": "/office/services/{}/",
}
NAMES = frozenset({"assignee_name", "former_name"})
"""Values of facts that are names of colleagues."""
BREAKS = {
    "changed": _("A fact is not as it was recorded."),
    "unlinked": _("A fact does not follow from the one before it."),
    "missing": _("Facts before this one are gone."),
}


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    need(actor, "activity.view")
    before, errors, wanted = request.GET.get("before", ""), {}, Asked()
    try:
        wanted = asked(request)
    except Invalid as error:
        errors = error.fields
    found = activity(actor, wanted, before=int(before) if before.isdecimal() and len(before) < 19 else None)
    staff = [item.staff for item in parties.staff(actor, inactive=True)]
    people = {person.pk: person for person in staff}
    one = bool(wanted.subject and wanted.subject_id is not None)
    context = {
        "rows": [row(event, found, people) for event in found.events],
        "next": found.next,
        "asked": wanted,
        "one": one,
        "verified": _verified(request, wanted) if one and "verify" in request.GET else None,
        "errors": errors,
        "q": "",
        "text": wanted.text,
        "since": sent_date(request.GET, "since"),
        "until": sent_date(request.GET, "until"),
        "subjects": list(words.SUBJECTS.items()),
        "kinds": list(KINDS.items()),
        "people": [(f"staff:{person.pk}", person) for person in staff],
        "filtered": wanted != Asked(),
        "query": request.GET.urlencode(),
    }
    return page(request, "office/audit/list.html", context, section="audit", status=422 if errors else 200)


def row(event: Event, found: Activity, people: Mapping[int, Staff]) -> dict[str, Any]:
    """One line of the record, ready for the page."""
    data = masks.fact(event.data)
    named = {person.name_fa: person for person in people.values()}
    data |= {
        name: both_names(named[value])
        for name, value in data.items()
        if name in NAMES and isinstance(value, str) and value in named
    }
    kind = ONE.get(event.actor_kind, {"fa": event.actor_kind, "en": event.actor_kind})
    name = found.names.get((event.subject_type, event.subject_id), "")
    address = ADDRESSES.get(event.subject_type, "") if name else ""
    if event.subject_type == "case" and name:
        address = f"/desk/cases/{name}/"
    return {
        "event": event,
        "said": words.said(event.name),
        "who": _who(event, people) or kind,
        "subject": words.SUBJECTS.get(
            event.subject_type, {"fa": event.subject_type, "en": event.subject_type}
        ),
        "name": name,
        "code": event.subject_type == "case" and name,
        "address": address.format(event.subject_id) if address else "",
        "changes": words.changes(data),
        "details": words.details(data),
    }


def _who(event: Event, people: Mapping[int, Staff]) -> Any:
    person = people.get(event.actor_id or 0)
    if event.actor_kind == Kind.STAFF and person is not None:
        return both_names(person, event.actor_name)
    return event.actor_name if event.actor_kind in {Kind.STAFF, Kind.TOKEN} else ""


def both_names(person: Staff, recorded: str = "") -> dict[str, str]:
    """A name for readers of either language; at home as it was recorded."""
    return {"fa": recorded or person.name_fa, "en": person.name_en or recorded or person.name_fa}


def _verified(request: HttpRequest, wanted: Asked) -> list[Any]:
    assert wanted.subject_id is not None
    return [(item, BREAKS[item.what]) for item in proof(actor_of(request), wanted.subject, wanted.subject_id)]
