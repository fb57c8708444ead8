"""POST /office/staff/<id>/deactivation, …/reactivation, …/password : who may come in, and with what."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.kernel import clock
from sepas.kernel.errors import Conflict, Invalid
from sepas.parties import queries as parties
from sepas.parties.actions.sessions import end_session
from sepas.parties.actions.staff import NewSignIn, deactivate_staff, reactivate_staff, reset_sign_in
from sepas.parties.queries import StaffRow
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.office.staff.handing import hand_once
from sepas.web.office.staff.show import staff_page
from sepas.web.once import once_then


@staff_only
@require_POST
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    row = parties.staff_member(actor, pk)

    def run() -> str:
        deactivate_staff(actor, staff=row.staff, now=now)
        messages.success(request, _("This person cannot sign in any more; every session of theirs is over."))
        return f"/office/staff/{pk}/"

    try:
        return once_then(request, run, now=now)
    except (Invalid, Conflict) as error:
        return staff_page(request, row, access_error=error)


@staff_only
@require_POST
def reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    row = parties.staff_member(actor, pk)
    return _hand(request, row, lambda: reactivate_staff(actor, staff=row.staff, now=now))


@staff_only
@require_POST
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    row = parties.staff_member(actor, pk)
    lost = request.POST.get("lost_phone") == "yes"
    return _hand(
        request, row, lambda: reset_sign_in(actor, staff=row.staff, remove_second_factor=lost, now=now)
    )


def _hand(request: HttpRequest, row: StaffRow, make: Callable[[], NewSignIn]) -> HttpResponse:
    try:
        return staff_page(request, row, handed=hand_once(request, make, now=clock.now()))
    except (Invalid, Conflict) as error:
        return staff_page(request, row, access_error=error)


@staff_only
@require_POST
def sign_out(request: HttpRequest, pk: int, session_id: int) -> HttpResponse:
    """POST /office/staff/<id>/sessions/<session>/ending : signs the person out in one browser."""
    actor, now = actor_of(request), clock.now()
    row = parties.staff_member(actor, pk)

    def run() -> str:
        end_session(actor, staff=row.staff, session_id=session_id, now=now)
        messages.success(request, _("The session is over."))
        return f"/office/staff/{pk}/"

    return once_then(request, run, now=now)
