"""GET /office/packs/bench/ : try the rules: set facts, see decision and trace, change one and see what it changes.

All that was set stands in the address, so that a trial can be sent to somebody. `was` holds the facts of the trial
before, and the page says what changed since then and why.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sepas import rules
from sepas.kernel import clock
from sepas.kernel.errors import Invalid, type_of_text
from sepas.rules.model import FactDef
from sepas.warranty.changes import Case, explain_change
from sepas.warranty.days import local_day
from sepas.warranty.queries import decided
from sepas.web.desk import facts
from sepas.web.desk.decision import present
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.forms import read_date
from sepas.web.office.guarantees import documents_of
from sepas.web.office.packs.library import library_with

PLACES = {
    "IR": _("Iran"),
    "EU": _("European Union"),
    "UK": _("United Kingdom"),
    "TR": _("Türkiye"),
}
LONGEST = 4000
"""Letters that the facts of the trial before may take in the address."""
FIRST = ("product_class", "purchase_date", "event_date", "defect_cause")
"""What one sets first; the rest follows from what the decision needs."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What was asked: the place, the day, and facts as JSON values."""

    jurisdiction: str
    as_of: date
    facts: Mapping[str, Any]

    def decide(self, library: rules.Library) -> rules.Decision:
        return decided(library, self.facts, as_of=self.as_of, jurisdiction=self.jurisdiction)


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    library = library_with(documents_of(actor_of(request)))
    known = library.schema.facts
    errors: dict[str, type_of_text] = {}
    trial = _trial(request, known, errors)
    context: dict[str, Any] = {
        "places": [(code, name) for code, name in PLACES.items() if code in library.jurisdictions],
        "trial": trial,
        "errors": errors,
        "sent": bool(request.GET),
    }
    try:
        decision = trial.decide(library)
    except Invalid as error:
        errors |= error.fields
        decision = Trial(trial.jurisdiction, trial.as_of, {}).decide(library)
    context |= {
        "decision": present(decision),
        "change": _change(library, trial, decision, request.GET.get("was", "")),
        "was": json.dumps(dict(trial.facts), ensure_ascii=False, sort_keys=True),
        "groups": _groups(request, decision, errors),
    }
    fragment = "office/packs/bench_result.html" if request.headers.get("HX-Target") == "result" else None
    return page(request, "office/packs/bench.html", context, section="packs", fragment=fragment)


def _trial(request: HttpRequest, known: Mapping[str, FactDef], errors: dict[str, type_of_text]) -> Trial:
    organisation = organisation_of(request)
    place = request.GET.get("jurisdiction", "")
    today = local_day(clock.now(), organisation)
    as_of, given = today, dict[str, Any]()
    try:
        as_of = read_date(request.GET, "as_of") or today
    except Invalid as error:
        errors |= error.fields
    for fact in known.values():
        try:
            given |= facts.read([fact], request.GET)
        except Invalid as error:
            errors |= error.fields
    return Trial(place if place in PLACES else organisation.jurisdiction, as_of, given)


def _change(
    library: rules.Library, trial: Trial, decision: rules.Decision, was: str
) -> dict[str, Any] | None:
    """What the decision says otherwise than with the facts of the trial before; None where there was none."""
    if not was or len(was) > LONGEST:
        return None
    try:
        given = json.loads(was)
        before = Trial(trial.jurisdiction, trial.as_of, given).decide(library)
    except (ValueError, TypeError, AttributeError, Invalid):
        return None
    if before.facts.as_json() == decision.facts.as_json():
        return None
    change = explain_change(Case(before, before.facts.as_json()), Case(decision, decision.facts.as_json()))
    held = {(entry.pack, entry.provision): entry.held for entry in before.trace}
    turned = [
        {
            "title": entry.title,
            "before": held.get((entry.pack, entry.provision)),
            "after": entry.held,
        }
        for entry in decision.trace
        if held.get((entry.pack, entry.provision)) is not entry.held
    ]
    return {"text": change["text"], "turned": turned}


def _groups(
    request: HttpRequest, decision: rules.Decision, errors: Mapping[str, type_of_text]
) -> list[dict[str, Any]]:
    """All facts that can matter, as form fields: first what one begins with and has set, then what is missing, the
    most useful first, then the rest.
    """
    schema = decision.plan.schema.facts
    known = decision.facts.as_json()
    read = {name for entry in decision.trace for name in (*entry.facts, *entry.missing)}
    begin = [name for name in schema if name in FIRST or name in known]
    needed = [item.fact for item in decision.missing if item.fact not in begin]
    others = [name for name in schema if name in read and name not in begin and name not in needed]

    def field(name: str) -> facts.Field:
        wrong = errors.get(name) or errors.get(facts.PREFIX + name)
        sent = request.GET if wrong else None
        return facts.field_of(schema[name], sent=sent, known=known.get(name), errors=errors)

    def fields(names: list[str]) -> list[facts.Field]:
        return [field(name) for name in names]

    return [
        {"title": _("What is known"), "fields": fields(begin), "open": True},
        {"title": _("What the decision still needs"), "fields": fields(needed), "open": bool(known)},
        {"title": _("What else can matter"), "fields": fields(others), "open": False},
    ]
