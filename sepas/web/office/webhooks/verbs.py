"""POST /office/webhooks/<id>/… : a new secret, a test, on and off, removal, sending again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.kernel.once import once
from sepas.kernel.policy import require
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.office.webhooks.show import webhook_page
from sepas.web.once import key_of, once_then
from sepas.webhooks import policies, queries
from sepas.webhooks.actions.endpoints import remove_webhook, rotate_secret, switch_webhook
from sepas.webhooks.actions.sending import replay, send_test
from sepas.webhooks.models import Endpoint


@staff_only
@require_POST
def secret(request: HttpRequest, pk: int) -> HttpResponse:
    """Shown in the answer to this POST, and never again."""
    actor, endpoint, now = _begin(request, pk)
    made = []

    def rotate() -> dict[str, Any]:
        made.append(rotate_secret(actor, endpoint=endpoint, now=now).secret)
        return {}

    once(scope=f"form:{request.path}"[:80], key=key_of(request), request={}, now=now, act=rotate)
    return webhook_page(request, queries.endpoint(actor, pk), secret=made[0] if made else "")


@staff_only
@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    actor, endpoint, now = _begin(request, pk)
    done = _("The test waits to be sent; reload in a moment to see the answer.")
    return _do(request, pk, done, now, lambda: send_test(actor, endpoint=endpoint, now=now))


@staff_only
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    actor, endpoint, now = _begin(request, pk)
    on = request.POST.get("on") == "yes"
    done = _("The webhook is on.") if on else _("The webhook is off; what waits is kept.")
    return _do(request, pk, done, now, lambda: switch_webhook(actor, endpoint=endpoint, on=on, now=now))


@staff_only
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    actor, endpoint, now = _begin(request, pk)

    def run() -> str:
        remove_webhook(actor, endpoint=endpoint, now=now)
        messages.success(request, _("The webhook is removed."))
        return "/office/webhooks/"

    return once_then(request, run, now=now)


@staff_only
@require_POST
def again(request: HttpRequest, pk: int, delivery_id: int) -> HttpResponse:
    actor, endpoint, now = _begin(request, pk)
    delivery = queries.delivery(actor, endpoint, delivery_id)
    return _do(
        request, pk, _("It waits to be sent again, under the same id."), now,
        lambda: replay(actor, delivery=delivery, now=now),
    )  # fmt: skip


def _begin(request: HttpRequest, pk: int) -> tuple[Actor, Endpoint, datetime]:
    actor = actor_of(request)
    require(policies.may_edit_webhooks(actor, organisation_of(request).pk))
    return actor, queries.endpoint(actor, pk), clock.now()


def _do(request: HttpRequest, pk: int, done: Any, now: datetime, act: Callable[[], object]) -> HttpResponse:
    def run() -> str:
        act()
        messages.success(request, done)
        return f"/office/webhooks/{pk}/"

    return once_then(request, run, now=now)
