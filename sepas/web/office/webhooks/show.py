"""GET, POST /office/webhooks/<id>/ : one webhook, what it was told, and its settings."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.parties import masks
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.webhooks.forms import event_groups, given_in
from sepas.web.once import once_then
from sepas.webhooks import policies, queries
from sepas.webhooks.actions.endpoints import edit_webhook
from sepas.webhooks.models import DeliveryState, Endpoint
from sepas.webhooks.telling import called


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    require(policies.may_edit_webhooks(actor, organisation_of(request).pk))
    endpoint = queries.endpoint(actor, pk)
    if request.method != "POST":
        return webhook_page(request, endpoint)
    given = given_in(request)

    def run() -> str:
        edit_webhook(actor, endpoint=endpoint, now=now, **given)
        messages.success(request, _("The webhook is as you set it."))
        return f"/office/webhooks/{pk}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return webhook_page(request, endpoint, error=error, given=given)


def webhook_page(
    request: HttpRequest,
    endpoint: Endpoint,
    *,
    error: Invalid | None = None,
    given: dict[str, Any] | None = None,
    secret: str = "",
) -> HttpResponse:
    """The page; `secret` is a new one, shown this once."""
    actor = actor_of(request)
    state, before = request.GET.get("state", ""), request.GET.get("before", "")
    rows = queries.deliveries(actor, endpoint, state=state if state in DeliveryState.values else "")
    if before.isdecimal() and before.isascii() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    found = list(rows[: queries.PAGE_SIZE + 1])
    shown = found[: queries.PAGE_SIZE]
    numbers = queries.counts(actor, endpoint)
    values = given or {
        name: getattr(endpoint, name) for name in ("name", "url", "events", "details", "amounts", "contact")
    }
    context = {
        "webhook": endpoint,
        "may_test": policies.may_test(actor, endpoint),
        "told": [
            (each, called(each.delivery.name), policies.may_replay(actor, each.delivery))
            for each in queries.told(actor, shown)
        ],
        "next": shown[-1].pk if len(found) > len(shown) else None,
        "state": state,
        "states": [(value, label, numbers[value]) for value, label in DeliveryState.choices],
        "groups": event_groups(values["events"]),
        "given": values,
        "errors": error.fields if error else {},
        "problem": error.message if error else "",
        "secret": secret,
        "veiled": endpoint.amounts and masks.hides("fields.money"),
        "now": clock.now(),
    }
    status = error.status if error else 200
    response = page(request, "office/webhooks/show.html", context, section="webhooks", status=status)
    response["Cache-Control"] = "no-store"
    return response
