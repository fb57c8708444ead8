"""POST /office/branches/<id>/place moves a branch in the tree; …/closure and …/reopening take it out and back in."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.kernel import clock
from sepas.kernel.errors import Conflict, Invalid, type_of_text
from sepas.parties import queries as parties
from sepas.parties.actions.branches import close_branch, move_branch, reopen_branch
from sepas.parties.models import Branch
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.office.branches.choice import chosen_branch
from sepas.web.office.branches.show import branch_page
from sepas.web.once import once_then


@staff_only
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()

    def act(branch: Branch) -> None:
        move_branch(actor, branch=branch, parent=chosen_branch(request, "parent"), now=now)

    return _do(request, pk, act, _("The branch has its new place, with everything below it."))


@staff_only
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()

    def act(branch: Branch) -> None:
        close_branch(actor, branch=branch, now=now)

    return _do(request, pk, act, _("The branch is closed down; nothing new is given to it."))


@staff_only
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()

    def act(branch: Branch) -> None:
        reopen_branch(actor, branch=branch, now=now)

    return _do(request, pk, act, _("The branch serves again."))


def _do(request: HttpRequest, pk: int, act: Callable[[Branch], None], done: type_of_text) -> HttpResponse:
    branch = parties.branch(actor_of(request), pk)

    def run() -> str:
        act(branch)
        messages.success(request, str(done))
        return f"/office/branches/{pk}/"

    try:
        return once_then(request, run, now=clock.now())
    except (Invalid, Conflict) as error:
        return branch_page(request, branch, place_error=error)
