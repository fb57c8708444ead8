"""POST /office/imports/<id>/passwords : one-time passwords for people of a file, shown once, to be printed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from sepas.exchange import policies, queries
from sepas.kernel import clock
from sepas.kernel.once import once
from sepas.kernel.policy import require
from sepas.parties.actions.staff import NewSignIn, reset_sign_in
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.office.imports.show import import_page
from sepas.web.once import asked, key_of

AT_ONCE = 20
"""Hashing a password is slow on purpose; more are given by asking again."""


@staff_only
@require_POST
def post(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    require(policies.may_import(actor, organisation_of(request).pk))
    row = queries.one_import(actor, pk)
    handed: list[NewSignIn] = []

    def act() -> dict[str, Any]:
        for person in queries.waiting_staff(actor, row)[:AT_ONCE]:
            handed.append(reset_sign_in(actor, staff=person, now=now))
        return {"given": len(handed)}

    _result, replayed = once(
        scope=f"form:{request.path}"[:80], key=key_of(request), request=asked(request), now=now, act=act
    )
    return import_page(request, row, handed=handed, sent_before=replayed)
