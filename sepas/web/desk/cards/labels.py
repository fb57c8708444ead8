"""GET, POST /desk/labels/ : a sheet of labels for many units, by their serial numbers or by their model."""

import re
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sepas.assets import queries as assets
from sepas.assets.models import Unit
from sepas.assets.serials import serial_key
from sepas.kernel.errors import Invalid
from sepas.warranty import owning
from sepas.warranty.models import GuaranteeCard
from sepas.web.codes import qr, unit_link
from sepas.web.desk.gate import actor_of, need, staff_only
from sepas.web.desk.shell import page

TEMPLATE = "desk/cards/labels.html"
ON_A_SHEET = 200
_MARKS = re.compile(r"[\r\n,\u060c]+")


@dataclass(frozen=True, slots=True)
class Label:
    unit: Unit
    link: str
    qr: SafeString
    card: GuaranteeCard | None


def label_of(unit: Unit, card: GuaranteeCard | None) -> Label:
    """What is printed for one unit. Select `unit.model`."""
    link = unit_link(unit)
    return Label(unit, link, qr(link), card)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    need(actor_of(request), "units.view")
    if request.method != "POST":
        return page(request, TEMPLATE, {"labels": [], "text": ""}, section="units")
    text = request.POST.get("serials", "")
    try:
        labels, missing = _labels(request, text)
    except Invalid as error:
        context = {"labels": [], "text": text, "errors": error.fields}
        return page(request, TEMPLATE, context, section="units", status=error.status)
    return page(request, TEMPLATE, {"labels": labels, "missing": missing, "text": text}, section="units")


def _labels(request: HttpRequest, text: str) -> tuple[list[Label], list[str]]:
    """The labels in the order of the list, and the lines that name no unit. Two queries."""
    lines = [line.strip() for line in _MARKS.split(text) if line.strip()]
    if not lines:
        raise Invalid({"serials": _("Write or paste serial numbers, one in each line.")})
    if len(lines) > ON_A_SHEET:
        raise Invalid({"serials": _("Print at most 200 labels at once.")})
    actor = actor_of(request)
    keys: dict[str, str] = {line: serial_key(line) for line in lines}
    found: dict[str, list[Unit]] = {}
    for unit in assets.units(actor).filter(serial_key__in=[key for key in keys.values() if key]):
        found.setdefault(unit.serial_key, []).append(unit)
    cards: dict[int, Any] = owning.cards_of(actor, [unit.pk for each in found.values() for unit in each])
    labels = [
        label_of(unit, cards.get(unit.pk))
        for line in dict.fromkeys(lines)
        for unit in found.get(keys[line], [])
    ]
    return labels, [line for line in dict.fromkeys(lines) if keys[line] not in found]
