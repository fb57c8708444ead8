"""GET, POST /office/staff/ : who works here, with which roles, and where these hold; POST adds somebody."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas.kernel import clock
from sepas.kernel.errors import Conflict, Invalid
from sepas.kernel.policy import ALLOWED, Answer
from sepas.parties import policies
from sepas.parties import queries as parties
from sepas.parties.actions.staff import NewSignIn, create_staff
from sepas.parties.models import Branch
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.branches.choice import branch_options, chosen_branch
from sepas.web.office.staff.handing import Handed, hand_once

FIELDS = ("username", "name_fa", "name_en", "mobile", "language")
LANGUAGES = [("fa", _("Persian")), ("en", _("English"))]


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    actor, now = actor_of(request), clock.now()
    given: dict[str, Any] = {name: request.POST.get(name, "") for name in FIELDS}

    def make() -> NewSignIn:
        return create_staff(
            actor,
            organisation=organisation_of(request),
            branch=chosen_branch(request, "branch"),
            now=now,
            **given,
        )

    try:
        return _page(request, handed=hand_once(request, make, now=now))
    except Invalid as error:
        return _page(request, error)
    except Conflict as conflict:
        if conflict.code != "username_taken":
            raise
        return _page(request, Invalid({"username": conflict.message}, conflict.message))


def places_for(request: HttpRequest) -> tuple[Answer, list[Branch]]:
    """Whether the actor may put people in the whole organisation, and the open branches where they may.

    One query. The answer about the whole organisation has the reason when there is no branch either.
    """
    actor, organisation_id = actor_of(request), organisation_of(request).pk
    reached = [
        row for row in parties.branches(actor) if policies.may_create_staff(actor, organisation_id, row.pk)
    ]
    return policies.may_create_staff(actor, organisation_id, None), reached


def _page(request: HttpRequest, error: Invalid | None = None, handed: Handed | None = None) -> HttpResponse:
    people = parties.staff(actor_of(request), inactive=True)
    everywhere, reached = places_for(request)
    context = {
        "people": people,
        "may": ALLOWED if reached else everywhere,
        "everywhere": everywhere,
        "branches": branch_options(reached),
        "languages": LANGUAGES,
        "sent": request.POST if error else {},
        "errors": error.fields if error else {},
        "problem": error.message if error else "",
        "handed": handed,
        "person": next((row.staff for row in people if handed and row.staff.pk == handed.staff_id), None),
    }
    response = page(
        request, "office/staff/list.html", context, section="staff", status=error.status if error else 200
    )
    response["Cache-Control"] = "no-store"
    return response
