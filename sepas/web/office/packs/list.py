"""GET /office/packs/ : the rule packs that decisions rest on, by country, with how well each was checked."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas.rules.model import Pack
from sepas.web.desk.decision import LEVELS
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.guarantees import documents_of
from sepas.web.office.packs.library import library_with


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    packs = library_with(documents_of(actor_of(request))).packs
    by_place: dict[str, list[dict[str, Any]]] = {}
    for pack in packs:
        statuses = [provision.status for provision in pack.provisions]
        by_place.setdefault(pack.jurisdiction, []).append(
            {
                "pack": pack,
                "earlier": _earlier(packs, pack),
                "level_name": LEVELS.get(pack.level, pack.level),
                "provisions": len(statuses),
                "checked": statuses.count("verified_text"),
                "secondary": statuses.count("verified_secondary"),
                "unverified": statuses.count("unverified"),
            }
        )
    mine = organisation_of(request).jurisdiction
    places = sorted(by_place.items(), key=lambda item: (item[0] != mine, item[0]))
    return page(request, "office/packs/list.html", {"places": places}, section="packs")


def _earlier(packs: Sequence[Pack], pack: Pack) -> Pack | None:
    """The version that `pack` replaced."""
    begins = pack.valid_from or date.min
    before = [item for item in packs if item.id == pack.id and (item.valid_from or date.min) < begins]
    return max(before, key=lambda item: item.valid_from or date.min, default=None)
