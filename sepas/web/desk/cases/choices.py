"""Reading the choices in forms of a case: a branch, a person, answers to the engine's questions."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sepas import rules
from sepas.cases.models import Case
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid, NotFound
from sepas.parties import queries as parties
from sepas.parties.models import Branch, Staff
from sepas.warranty import queries as warranty
from sepas.web.desk import facts


def files_in(request: HttpRequest) -> list[Any]:
    """The files that came with a form."""
    return list(request.FILES.getlist("files"))


def branch_in(request: HttpRequest, actor: Actor) -> Branch | None:
    """The chosen branch, if one was chosen. Raises `Invalid` for one that is not there."""
    text = request.POST.get("branch", "")
    if not text:
        return None
    try:
        return parties.branch(actor, int(text))
    except (ValueError, NotFound):
        raise Invalid({"branch": _("Choose a branch from the list.")}) from None


def person_in(request: HttpRequest, actor: Actor, case: Case) -> Staff:
    """The chosen member of staff, among those who may be given work at the case's branch."""
    text = request.POST.get("assignee", "")
    people = {str(person.pk): person for person in parties.assignable(actor, case.branch)}
    if text not in people:
        raise Invalid({"assignee": _("Choose somebody from the list.")})
    return people[text]


def library_of(case: Case) -> rules.Library:
    """The rules that hold for the case's product."""
    return warranty.library_for(case.organisation, case.unit.model if case.unit else None)


def answers_in(request: HttpRequest, case: Case) -> dict[str, Any]:
    """Facts as JSON values; raises `Invalid` by field, and when nothing was answered."""
    known = library_of(case).schema.facts
    found = facts.read(known.values(), request.POST)
    if not found:
        raise Invalid({"facts": _("Answer at least one question.")})
    return found
