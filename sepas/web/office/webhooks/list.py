"""GET, POST /office/webhooks/ : the organisation's webhooks, and a new one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from sepas.kernel import clock
from sepas.kernel.errors import DomainError, Invalid
from sepas.kernel.once import once
from sepas.kernel.policy import require
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.webhooks.forms import event_groups, given_in
from sepas.web.once import key_of
from sepas.webhooks import policies, queries
from sepas.webhooks.actions.endpoints import register_webhook
from sepas.webhooks.models import Endpoint


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    actor, organisation = actor_of(request), organisation_of(request)
    require(policies.may_edit_webhooks(actor, organisation.pk))
    if request.method != "POST":
        return _page(request)
    now, given, made = clock.now(), given_in(request), []

    def register() -> dict[str, Any]:
        fresh = register_webhook(actor, organisation=organisation, now=now, **given)
        made.append(fresh)
        return {"webhook": fresh.endpoint.pk}

    try:
        result, _replayed = once(
            scope="form:/office/webhooks/", key=key_of(request), request=given, now=now, act=register
        )
    except DomainError as error:
        if error.status == 403:
            raise
        return _page(request, error=error, given=given)
    # A replay finds the webhook but not its secret, which is not shown twice.
    endpoint = queries.endpoint(actor, result["webhook"])
    return _page(request, made=endpoint, secret=made[0].secret if made else "")


def _page(
    request: HttpRequest,
    *,
    error: DomainError | None = None,
    given: dict[str, Any] | None = None,
    made: Endpoint | None = None,
    secret: str = "",
) -> HttpResponse:
    given = given or {}
    context = {
        "webhooks": list(queries.endpoints(actor_of(request))),
        "groups": event_groups(given.get("events", [])),
        "given": given,
        "errors": error.fields if isinstance(error, Invalid) else {},
        "problem": error.message if error else "",
        "made": made,
        "secret": secret,
    }
    status = error.status if error else 200
    response = page(request, "office/webhooks/list.html", context, section="webhooks", status=status)
    response["Cache-Control"] = "no-store"
    return response
