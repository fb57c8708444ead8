"""The form of a macro: reading, keeping, showing it again with what is wrong."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from sepas.cases.lifecycle import HoldReason
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.teamwork import policies
from sepas.teamwork.actions.macros import FIELDS, keep_macro
from sepas.teamwork.macro import Aside, Macro, Part, Then, in_order
from sepas.teamwork.variables import VARIABLES
from sepas.web.desk.canned.form import MEANINGS
from sepas.web.desk.gate import actor_of
from sepas.web.desk.shell import page
from sepas.web.once import once_then


def keep(request: HttpRequest, kept: Macro | None) -> HttpResponse:
    """Keep what the form holds and go to the list; or the form again."""
    actor, now = actor_of(request), clock.now()
    given: dict[str, Any] = {name: request.POST.get(name, "") for name in FIELDS}
    given["take"] = given["take"] == "yes"
    given["order"] = in_order(request.POST.getlist("order"))
    if move := request.POST.get("move", ""):
        return form_page(request, kept, None, given | {"order": moved(given["order"], move)})

    def run() -> str:
        keep_macro(actor, kept=kept, personal=request.POST.get("shared") != "yes", now=now, **given)
        messages.success(request, _("The macro is kept."))
        return "/desk/macros/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return form_page(request, kept, error, given)


def moved(order: list[str], move: str) -> list[str]:
    """The order after one step of `name:up` or `name:down`; the same for what cannot be moved there."""
    name, _colon, way = move.partition(":")
    if name not in order:
        return order
    at = order.index(name)
    to = at - 1 if way == "up" else at + 1
    if not 0 <= to < len(order):
        return order
    changed = list(order)
    changed[at], changed[to] = changed[to], changed[at]
    return changed


def form_page(
    request: HttpRequest,
    kept: Macro | None,
    error: Invalid | None = None,
    given: dict[str, Any] | None = None,
) -> HttpResponse:
    actor = actor_of(request)
    personal = kept is None or kept.owner_id is not None
    context: dict[str, Any] = {
        "kept": kept,
        "value": {name: getattr(kept, name, "") for name in FIELDS} | (given or {}),
        "parts": [(name, Part(name).label) for name in _order(kept, given)],
        "shared": request.POST.get("shared") == "yes",
        "errors": error.fields if error else {},
        "problem": error.message if error else "",
        "may_keep": policies.may_keep_macro(actor, personal=personal, kept=kept),
        "may_share": policies.may_keep_macro(actor, personal=False),
        "thens": Then.choices,
        "reasons": HoldReason.choices,
        "asides": Aside.choices,
        "variables": [(persian, name, MEANINGS[name]) for name, (persian, _value) in VARIABLES.items()],
    }
    return page(
        request, "desk/macros/form.html", context, section="macros", status=error.status if error else 200
    )


def _order(kept: Macro | None, given: dict[str, Any] | None) -> list[str]:
    if given:
        return list(given["order"])
    return kept.parts if kept else in_order(())
