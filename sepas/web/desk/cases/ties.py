"""What ties a case to others and to the reader's day, as its page shows it."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sepas.cases import bond_policies
from sepas.cases import queries as cases
from sepas.cases.models import Case, Tie
from sepas.cases.queries import bonds as ties
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid, NotFound
from sepas.kernel.policy import Answer
from sepas.web.desk.asked import begin_of
from sepas.web.desk.gate import actor_of

NAMES = {
    "related": _("Related to"),
    "duplicate": _("A duplicate of"),
    "has_duplicate": _("Has the duplicate"),
    "caused_by": _("Caused by"),
    "causes": _("Causes"),
    "child": _("A part of"),
    "whole_of": _("Has the part"),
}
"""What a case says of the other one."""


def bonds_context(request: HttpRequest, case: Case, now: datetime) -> dict[str, Any]:
    """What the page shows of links, merges and snoozes, and who may change them."""
    actor = actor_of(request)
    found = ties.bonds(actor, case, now=now)
    return {
        "bonds": found,
        "tie_groups": _grouped(found),
        "tie_choices": Tie.choices,
        "may_link": bond_policies.may_link(actor, case),
        "may_merge": bond_policies.may_merge(actor, case),
        "may_split": bond_policies.may_split(actor, case),
        "may_claim": bond_policies.may_claim(actor, case),
        "may_release": bond_policies.may_release(actor, case),
        "may_snooze": bond_policies.may_snooze(actor, case),
        "may_override": bond_policies.may_override(actor, case),
        "snooze_choices": snooze_choices(now),
    }


def guarded(answer: Answer, verb: str, context: dict[str, Any]) -> Answer:
    """The answer for a verb's button, less what open parts hold back from whoever may not override it."""
    if verb in {"resolve", "close"} and answer and not context["may_override"]:
        held: Answer = context["bonds"].holds_back
        return held
    return answer


def snooze_choices(now: datetime) -> list[tuple[str, Any]]:
    """Moments to put a case aside until, as a form offers them."""
    return [
        ("3h", _("for three hours")),
        ("tomorrow", _("until tomorrow morning")),
        ("3d", _("for three days")),
        ("week", _("for a week")),
        ("customer", _("until the customer writes")),
    ]


def snooze_until(choice: str, now: datetime) -> datetime | None:
    """The moment of a choice; None: until the customer writes. Raises `Invalid`."""
    spans = {"3h": timedelta(hours=3), "3d": timedelta(days=3), "week": timedelta(days=7)}
    if choice == "customer":
        return None
    if choice == "tomorrow":
        local = now.astimezone(begin_of(now.date()).tzinfo)
        return begin_of(local.date() + timedelta(days=1)) + timedelta(hours=8)
    if choice not in spans:
        raise Invalid({"until": _("Choose until when.")})
    return now + spans[choice]


def other_in(request: HttpRequest, actor: Actor, name: str = "other") -> Case:
    """The case whose code was typed. Raises `Invalid` where there is none to be seen."""
    sent = request.POST if request.method == "POST" else request.GET
    try:
        return cases.case_by_code(actor, sent.get(name, ""))
    except NotFound:
        raise Invalid({name: _("There is no case with this code that you can see.")}) from None


def _grouped(found: ties.Bonds) -> list[tuple[Any, list[ties.Bond]]]:
    groups: dict[str, list[ties.Bond]] = {}
    for bond in found.links:
        groups.setdefault(bond.name, []).append(bond)
    return [(label, groups[name]) for name, label in NAMES.items() if name in groups]
