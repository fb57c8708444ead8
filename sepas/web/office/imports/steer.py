"""POST /office/imports/<id>/pause, …/resumption, …/cancellation."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from sepas.exchange import policies, queries
from sepas.exchange.actions.steer import cancel_import, pause_import, resume_import
from sepas.exchange.models import Import
from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.kernel.policy import require
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.once import once_then


@staff_only
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    return _steer(request, pk, lambda actor, row, now: pause_import(actor, row=row, now=now))


@staff_only
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    return _steer(request, pk, lambda actor, row, now: resume_import(actor, row=row, now=now))


@staff_only
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    return _steer(request, pk, lambda actor, row, now: cancel_import(actor, row=row, now=now))


def _steer(request: HttpRequest, pk: int, verb: Callable[[Actor, Import, datetime], Import]) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    require(policies.may_import(actor, organisation_of(request).pk))

    def run() -> str:
        verb(actor, queries.one_import(actor, pk), now)
        return f"/office/imports/{pk}/"

    return once_then(request, run, now=now)
