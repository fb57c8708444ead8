"""GET, POST /office/assignment/ : by which rules a case finds its person; POST adds one.

POST …/<id>/removal and …/<id>/place take one away and change its place; POST /office/routine sets the daily routine;
POST /office/flows switches something that happens by itself off and on.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from sepas.cases.lifecycle import Kind
from sepas.flows.switches import flows_of, may_switch, switch_flow
from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid
from sepas.parties import queries as parties
from sepas.parties.roles import Role
from sepas.rules import standard_library
from sepas.teamwork import queries as teamwork
from sepas.teamwork.actions.rules import keep_rule, move_rule, remove_rule, set_routine
from sepas.teamwork.policies import may_set_rules
from sepas.teamwork.staffing import Way
from sepas.web.answer import safe_next
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.forms import read_number
from sepas.web.once import once_then

LEVELS = ((1, _("learns it")), (2, _("does it well")), (3, _("teaches it")))
ROLES = ((Role.AGENT.value, Role.AGENT.label), (Role.TECHNICIAN.value, Role.TECHNICIAN.label))
LANGUAGES = (("fa", _("Persian")), ("en", _("English")))
HOURS = (("open", _("while the branch is open")), ("closed", _("while the branch is closed")))


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    actor, organisation, now = actor_of(request), organisation_of(request), clock.now()
    sent = request.POST

    def run() -> str:
        level = read_number(sent.get("level", "1"))
        keep_rule(
            actor,
            organisation=organisation,
            name=sent.get("name", ""),
            conditions={
                "kinds": sent.getlist("kinds"),
                "classes": sent.getlist("classes"),
                "branches": [int(each) for each in sent.getlist("branches") if each.isdecimal()],
                "cities": sent.get("cities", "").replace("،", ",").split(","),
                "languages": sent.getlist("languages"),
                "promise": sent.get("promise", ""),
                "hours": sent.get("hours", ""),
            },
            wants={
                "skilled": sent.get("skilled") == "yes",
                "level": level if level is not None else 0,
                "same_branch": sent.get("same_branch") == "yes",
                "on_shift": sent.get("on_shift") == "yes",
                "roles": sent.getlist("roles"),
            },
            way=sent.get("way", ""),
            now=now,
        )
        messages.success(request, _("The rule counts for cases from now on."))
        return "/office/assignment/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return _page(request, error)


@staff_only
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    rule = teamwork.assignment_rule(actor, pk)

    def run() -> str:
        remove_rule(actor, rule=rule, now=now)
        messages.success(request, _("The rule is gone; what it gave away stays where it is."))
        return "/office/assignment/"

    return once_then(request, run, now=now)


@staff_only
@require_POST
def place(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    rule = teamwork.assignment_rule(actor, pk)

    def run() -> str:
        move_rule(actor, rule=rule, up=request.POST.get("way") != "down", now=now)
        return "/office/assignment/"

    return once_then(request, run, now=now)


@staff_only
@require_POST
def routine(request: HttpRequest) -> HttpResponse:
    actor, organisation, now = actor_of(request), organisation_of(request), clock.now()

    def run() -> str:
        hours = read_number(request.POST.get("forgotten_after", ""))
        set_routine(actor, organisation=organisation, forgotten_after=hours or 0, now=now)
        messages.success(request, _("It counts from now on."))
        return "/office/promises/"

    return once_then(request, run, now=now)


@staff_only
@require_POST
def flows(request: HttpRequest) -> HttpResponse:
    actor, now = actor_of(request), clock.now()

    def run() -> str:
        on = request.POST.get("on") == "yes"
        switch_flow(actor, flow=request.POST.get("flow", ""), on=on, now=now)
        messages.success(
            request, _("It happens by itself again.") if on else _("It happens by itself no more.")
        )
        return safe_next(request, "/office/assignment/")

    return once_then(request, run, now=now)


def flow_switch(actor: Actor, name: str) -> dict[str, Any]:
    """One flow with its switch, for the page that it belongs to. One query."""
    label, on = next((label, on) for flow, label, on in flows_of(actor) if flow == name)
    return {"name": name, "label": label, "on": on, "may": may_switch(actor)}


def _page(request: HttpRequest, error: Invalid | None = None) -> HttpResponse:
    actor, sent = actor_of(request), request.POST
    classes = standard_library().schema.facts["product_class"].choices
    branches = list(parties.branches(actor))
    names: dict[str, dict[Any, Any]] = {
        "kinds": dict(Kind.choices),
        "classes": dict(classes),
        "branches": {
            branch.pk: {"fa": branch.name_fa, "en": branch.name_en or branch.name_fa} for branch in branches
        },
        "languages": dict(LANGUAGES),
    }
    rules = [
        {
            "row": row,
            "about": [
                [table.get(value, value) for value in row.conditions[name]]
                for name, table in names.items()
                if row.conditions.get(name)
            ],
            "cities": row.conditions.get("cities", []),
            "hours": dict(HOURS).get(row.conditions.get("hours", "")),
            "level": dict(LEVELS).get(row.wants.get("level", 1)),
            "roles": [dict(ROLES).get(role, role) for role in row.wants.get("roles", [])],
        }
        for row in teamwork.assignment_rules(actor)
    ]
    context = {
        "rules": rules,
        "may": may_set_rules(actor, organisation_of(request).pk),
        "flow": flow_switch(actor, "assign_by_rules"),
        "kinds": Kind.choices,
        "classes": list(classes.items()),
        "branches": branches,
        "languages": LANGUAGES,
        "hours": HOURS,
        "levels": LEVELS,
        "roles": ROLES,
        "ways": Way.choices,
        "sent": sent,
        "chosen": {
            name: sent.getlist(name) for name in ("kinds", "classes", "branches", "languages", "roles")
        },
        "errors": error.fields if error else {},
        "problem": error.message if error else "",
    }
    return page(
        request,
        "office/assignment.html",
        context,
        section="assignment",
        status=error.status if error else 200,
    )
