"""The form of one thing worth a photo."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from sepas.cases.lifecycle import Kind
from sepas.catalogue.actions.photos import TEXTS
from sepas.catalogue.models import PhotoHint
from sepas.kernel.errors import DomainError, Invalid
from sepas.web.desk.gate import actor_of
from sepas.web.office.services.form import ABOUT, about_in, abouts

HELPED = (
    Kind.GUARANTEE_REPAIR, Kind.PAID_REPAIR, Kind.INSTALLATION, Kind.ACTIVATION, Kind.MAINTENANCE,
    Kind.PARTS_ORDER, Kind.RETURN, Kind.REPLACEMENT, Kind.REFUND,
    Kind.ADVICE, Kind.TRAINING, Kind.COMPLAINT,
)  # fmt: skip
"""Kinds of request that a photo helps with."""


def given_in(request: HttpRequest) -> dict[str, Any]:
    """What the form says, as the action takes it."""
    found: dict[str, Any] = {name: request.POST.get(name, "") for name in (*TEXTS, "kind")}
    return found | about_in(actor_of(request), request.POST.get(ABOUT, ""))


def context_of(request: HttpRequest, hint: PhotoHint | None, error: DomainError | None) -> dict[str, Any]:
    """The fields with what was typed, or what is known of the hint."""
    value: dict[str, Any]
    if error:
        value = {name: request.POST.get(name, "") for name in (*TEXTS, "kind", ABOUT)}
    elif hint is not None:
        value = {name: getattr(hint, name) for name in (*TEXTS, "kind")}
        value[ABOUT] = f"model:{hint.model_id}" if hint.model_id else f"class:{hint.product_class}"
    else:
        value = {ABOUT: request.GET.get(ABOUT, ""), "kind": ""}
    return {
        "hint": hint,
        "value": value,
        "errors": error.fields if isinstance(error, Invalid) else {},
        "problem": error.message if error else "",
        "kinds": [("", _("every request")), *((kind.value, kind.label) for kind in HELPED)],
        "abouts": abouts(actor_of(request)),
    }
