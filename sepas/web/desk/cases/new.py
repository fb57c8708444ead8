"""GET, POST /desk/cases/new/ : a case for somebody on the phone or at the counter.

First who and what: a search by number, name or serial. Then one form, with the engine's questions as a script
that is read out; each answer shows at once what would be decided. What was
taken down is kept for a while, read back to the caller, and becomes a case only then.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas import rules
from sepas.assets import queries as assets
from sepas.assets.models import Unit
from sepas.cases.actions.open import open_case
from sepas.cases.actions.texts import cleaned
from sepas.cases.lifecycle import Kind
from sepas.cases.models import Case
from sepas.cases.policies import may_open
from sepas.cases.queries.related import related
from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid, type_of_text
from sepas.kernel.ids import show_code
from sepas.kernel.policy import require
from sepas.parties import queries as parties
from sepas.parties.models import Customer
from sepas.teamwork.actions.intake import forget_intake, keep_intake, kept_intake
from sepas.warranty import queries as warranty
from sepas.warranty.days import local_day
from sepas.web.desk import decision as decisions
from sepas.web.desk import facts
from sepas.web.desk.cases.choices import branch_in, files_in
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.listening import hint_for
from sepas.web.desk.shell import page
from sepas.web.once import once_then
from sepas.web.preferences import current
from sepas.web.services import chosen, looked_at, same_as, services_now
from sepas.web.templatetags.reader import in_digits

LONGEST = 4000
SAY_WHAT = _("Write in your own words what is wrong.")


@dataclass(frozen=True)
class Intake:
    """What the form holds so far. `answers` are facts as JSON values, `skipped` what the caller does not know."""

    data: Mapping[str, Any]
    customer: Customer | None = None
    unit: Unit | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()

    @property
    def product_class(self) -> str:
        return str(self.data.get("product_class", ""))


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    require(may_open(actor, organisation_of(request).pk))
    if request.method == "POST":
        return _take(request, actor)
    kept = kept_intake(actor, now=clock.now())
    if request.GET.get("resume") == "yes" and kept:
        return _form(request, _read(actor, kept, forgiving=True))
    chosen = {"customer", "unit", "mobile"} & set(request.GET)
    if not chosen:
        return _search(request, actor, kept)
    asked = request.GET.dict()
    same = kept and all(kept.get(name, "") == asked.get(name, "") for name in ("customer", "unit"))
    # The very page once more, after a reload or a broken line: with what was taken down on it.
    return _form(request, _read(actor, asked | kept if same else asked, forgiving=bool(same)))


def _search(request: HttpRequest, actor: Actor, kept: Mapping[str, str]) -> HttpResponse:
    text = request.GET.get("find", "").strip()[:100]
    context: dict[str, Any] = {"text": text, "customers": [], "units": [], "meant": [], "kept": kept}
    if text:
        context["customers"] = (
            list(parties.customers(actor, text=text))[:10] if actor.may("customers.view") else []
        )
        context["units"] = assets.find_units(text, organisation_id=actor.organisation_id)
        if not context["units"]:
            context["meant"] = assets.near_misses(actor, text)
    return page(
        request, "desk/cases/new_search.html", context, section="new", fragment="desk/cases/new_found.html"
    )


def _take(request: HttpRequest, actor: Actor) -> HttpResponse:
    sent = _sent(request)
    try:
        intake = _read(actor, sent)
        library = _library(request, intake)
        step = request.POST.get("do", "")
        if step == "open":
            return _open(request, actor, _with_answer(intake, library))
        after = _after(intake, library, step)
        _keep(request, actor, after)
        if step != "read":
            return _form(request, after)
        cleaned("description", request.POST.get("description", ""), missing=SAY_WHAT)
        return _form(request, after, readback=_readback(request, actor, sent["kind"]))
    except Invalid as error:
        return _form(request, _read(actor, sent, forgiving=True), error=error)


def _sent(request: HttpRequest) -> dict[str, Any]:
    """What was sent; a service that was chosen says the kind of request."""
    service = looked_at(request.POST.get("offer", ""))
    return {"kind": "", **request.POST.dict()} | ({"kind": service.kind} if service else {})


def _keep(request: HttpRequest, actor: Actor, intake: Intake) -> None:
    """Keep what was taken down so far, with the answers as they are now."""
    answers = {"known": json.dumps(intake.answers, ensure_ascii=False), "skipped": " ".join(intake.skipped)}
    keep_intake(actor, sent=dict(intake.data) | answers, now=clock.now())


def _readback(request: HttpRequest, actor: Actor, kind: str) -> dict[str, Any]:
    """What is read to the caller before the case is opened, besides what the form shows anyway."""
    if kind not in Kind.values:
        raise Invalid({"kind": _("Choose what you need.")})
    return {"kind": Kind(kind).label, "branch": branch_in(request, actor)}


def _after(intake: Intake, library: rules.Library, step: str) -> Intake:
    """The intake after an answer was given, skipped or taken back."""
    name = str(intake.data.get("asked", ""))
    if step == "skip" and name in library.schema.facts:
        return Intake(intake.data, intake.customer, intake.unit, intake.answers, (*intake.skipped, name))
    if step.startswith("forget:"):
        forgotten = step.removeprefix("forget:")
        answers = {fact: value for fact, value in intake.answers.items() if fact != forgotten}
        skipped = tuple(fact for fact in intake.skipped if fact != forgotten)
        return Intake(intake.data, intake.customer, intake.unit, answers, skipped)
    return _with_answer(intake, library)


def _with_answer(intake: Intake, library: rules.Library) -> Intake:
    fact = library.schema.facts.get(str(intake.data.get("asked", "")))
    found = facts.read([fact], intake.data) if fact is not None else {}
    return Intake(intake.data, intake.customer, intake.unit, intake.answers | found, intake.skipped)


def _open(request: HttpRequest, actor: Actor, intake: Intake) -> HttpResponse:
    now, data = clock.now(), intake.data

    def run() -> str:
        case = open_case(
            actor,
            organisation=organisation_of(request),
            kind=data.get("kind", ""),
            description=data.get("description", ""),
            mobile=intake.customer.mobile if intake.customer else data.get("mobile", ""),
            name=data.get("name", ""),
            unit=intake.unit,
            answers=_facts(intake),
            branch=branch_in(request, actor),
            files=files_in(request),
            offer=chosen(organisation_of(request).pk, data.get("offer", "")),
            even_if_open=data.get("even_if_open") == "yes",
            now=now,
        )
        forget_intake(actor)
        code = in_digits(show_code(case.code), current())
        messages.success(
            request, _("The case is open. Read the tracking code to the customer: %(code)s") % {"code": code}
        )
        return f"/desk/cases/{case.code}/"

    try:
        return once_then(request, run, now=now)
    except Conflict as conflict:
        if conflict.code != "already_open":
            raise
        return _form(request, intake, conflict=conflict)


def _facts(intake: Intake) -> dict[str, Any]:
    told = {"product_class": intake.product_class} if intake.product_class and intake.unit is None else {}
    return told | intake.answers


def _read(actor: Actor, data: Mapping[str, Any], *, forgiving: bool = False) -> Intake:
    customer = unit = None
    if str(data.get("unit", "")).isdecimal():
        unit = assets.unit(actor, int(data["unit"]))
        customer = unit.owner
    if str(data.get("customer", "")).isdecimal():
        customer = parties.customer(actor, int(data["customer"]))
    try:
        answers = json.loads(str(data.get("known", "")) or "{}")
        if not isinstance(answers, dict) or len(str(answers)) > LONGEST:
            raise ValueError
    except ValueError:
        if not forgiving:
            raise Invalid({"known": _("The form was damaged on its way. Start again.")}) from None
        answers = {}
    skipped = tuple(str(data.get("skipped", "")).split())
    return Intake(data, customer, unit, answers, skipped)


def _library(request: HttpRequest, intake: Intake) -> rules.Library:
    return warranty.library_for(organisation_of(request), intake.unit.model if intake.unit else None)


def _form(
    request: HttpRequest,
    intake: Intake,
    *,
    error: Invalid | None = None,
    conflict: Conflict | None = None,
    readback: dict[str, Any] | None = None,
) -> HttpResponse:
    actor, organisation = actor_of(request), organisation_of(request)
    errors: dict[str, type_of_text] = dict(error.fields) if error else {}
    made = None
    if intake.unit is not None or intake.product_class:
        day = local_day(clock.now(), organisation)
        try:
            made = warranty.preview(intake.unit, _facts(intake), as_of=day, organisation=organisation)
        except Invalid as wrong:
            errors |= wrong.fields
    question = _question(made, intake.skipped)
    model = intake.unit.model if intake.unit else None
    services = services_now(organisation, model, intake.product_class, now=clock.now())
    known = _library(request, intake).schema.facts
    context = {
        "intake": intake,
        "data": intake.data,
        "errors": errors,
        "problem": error.message if error else "",
        "conflict": conflict,
        "readback": readback,
        "decision": decisions.present(made) if made is not None else None,
        "listen_for": hint_for(question.name) if question else None,
        "open_cases": open_cases(actor, intake.customer),
        "question": facts.field_of(question, sent=intake.data if error else None, errors=errors)
        if question
        else None,
        "told": [
            (name, known[name].question, facts.show(known[name], value))
            for name, value in intake.answers.items()
            if name in known
        ],
        "known_json": json.dumps(intake.answers, ensure_ascii=False),
        "skipped": [(name, known[name].question) for name in intake.skipped if name in known],
        "skipped_text": " ".join(intake.skipped),
        "services": services,
        "service": same_as(str(intake.data.get("offer", "")), services),
        "kinds": Kind.choices,
        "classes": [
            (value, text)
            for value, text in rules.standard_library().schema.facts["product_class"].choices.items()
        ],
        "branches": list(parties.branches(actor)),
        "units": assets.units_of_customer(actor, intake.customer.pk)
        if intake.customer and intake.unit is None
        else [],
    }
    status = error.status if error else conflict.status if conflict else 200
    return page(request, "desk/cases/new.html", context, section="new", status=status)


def open_cases(actor: Actor, customer: Customer | None) -> list[Case]:
    """What the caller has open already: they may well call about it. One query, none for a stranger."""
    if customer is None:
        return []
    return [each for each in related(actor, customer_id=customer.pk, limit=20) if each.is_open]


def _question(made: rules.Decision | None, skipped: tuple[str, ...]) -> Any:
    if made is None:
        return None
    for role in ("customer", "staff"):
        found = made.next_question(role, besides=skipped)
        if found is not None:
            return made.plan.schema.facts[found.fact]
    return None
