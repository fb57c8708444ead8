"""The form of a ready text: reading, keeping, showing it again with what is wrong."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.teamwork import policies
from sepas.teamwork.actions.canned import keep_canned_reply
from sepas.teamwork.models import CannedReply
from sepas.teamwork.variables import VARIABLES
from sepas.web.desk.gate import actor_of
from sepas.web.desk.shell import page
from sepas.web.once import once_then

FIELDS = ("title", "folder", "body_fa", "body_en")
MEANINGS = {
    "customer": _("the customer's name"),
    "code": _("the tracking code"),
    "model": _("the product's model"),
    "serial": _("the serial number"),
    "promises": _("every promised date"),
    "next_promise": _("the nearest promised date"),
    "branch": _("the branch"),
    "branch_address": _("the branch's address"),
    "company": _("the company"),
    "link": _("the tracking link"),
    "agent": _("your own name"),
}


def keep(request: HttpRequest, kept: CannedReply | None) -> HttpResponse:
    """Keep what the form holds and go to the list; or the form again."""
    actor, now = actor_of(request), clock.now()
    given: dict[str, Any] = {name: request.POST.get(name, "") for name in FIELDS}

    def run() -> str:
        keep_canned_reply(actor, kept=kept, personal=request.POST.get("shared") != "yes", now=now, **given)
        messages.success(request, _("The text is kept."))
        return "/desk/canned/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return form_page(request, kept, error, given)


def form_page(
    request: HttpRequest,
    kept: CannedReply | None,
    error: Invalid | None = None,
    given: dict[str, str] | None = None,
) -> HttpResponse:
    actor = actor_of(request)
    personal = kept is None or kept.owner_id is not None
    context: dict[str, Any] = {
        "kept": kept,
        "value": {name: getattr(kept, name, "") for name in FIELDS} | (given or {}),
        "shared": request.POST.get("shared") == "yes",
        "errors": error.fields if error else {},
        "problem": error.message if error else "",
        "may_keep": policies.may_keep(actor, personal=personal, kept=kept),
        "may_share": policies.may_keep(actor, personal=False),
        "variables": [(persian, name, MEANINGS[name]) for name, (persian, _value) in VARIABLES.items()],
    }
    return page(
        request, "desk/canned/form.html", context, section="canned", status=error.status if error else 200
    )
