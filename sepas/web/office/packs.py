"""GET /office/packs/ and /office/packs/<id>/<version>/ : the rules, read as a lawyer would."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas import rules
from sepas.kernel.errors import NotFound
from sepas.rules.model import Pack, Provision
from sepas.web.desk.decision import LEVELS
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.guarantees import documents_of
from sepas.web.office.parameters import parameters_of


@staff_only
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    packs = _library(documents_of(actor_of(request))).packs
    by_place: dict[str, list[dict[str, Any]]] = {}
    for pack in packs:
        statuses = [provision.status for provision in pack.provisions]
        by_place.setdefault(pack.jurisdiction, []).append(
            {
                "pack": pack,
                "level_name": LEVELS.get(pack.level, pack.level),
                "provisions": len(statuses),
                "checked": statuses.count("verified_text"),
                "secondary": statuses.count("verified_secondary"),
                "unverified": statuses.count("unverified"),
            }
        )
    mine = organisation_of(request).jurisdiction
    places = sorted(by_place.items(), key=lambda item: (item[0] != mine, item[0]))
    return page(request, "office/packs.html", {"places": places}, section="packs")


@staff_only
@require_safe
def one(request: HttpRequest, pack_id: str, version: str) -> HttpResponse:
    documents = documents_of(actor_of(request))
    library = _library(documents)
    pack = library.pack(pack_id, version)
    if pack is None:
        raise NotFound
    words = library.vocabulary
    context = {
        "pack": pack,
        "level_name": LEVELS.get(pack.level, pack.level),
        "provisions": [_provision(library, pack, provision) for provision in pack.provisions],
        "parameters": parameters_of(
            pack, {(str(doc["pack"]), str(doc["version"])): doc for doc in documents}
        ),
        "sources": list(pack.sources.values()),
        "own_facts": [fact for fact in pack.facts.values() if fact.name not in words.facts],
    }
    return page(request, "office/pack.html", context, section="packs")


def _library(documents: list[dict[str, Any]]) -> rules.Library:
    """The standard packs and all guarantees of the organisation, whichever model they are for."""
    return rules.standard_library().extended(documents) if documents else rules.standard_library()


def _provision(library: rules.Library, pack: Pack, provision: Provision) -> dict[str, Any]:
    words = library.vocabulary
    return {
        "row": provision,
        "instrument": pack.sources[provision.source].instrument,
        "gives": [words.lines.get(give.line, {}) for give in provision.gives],
        "denies": [words.lines.get(denial.line, {}) for denial in provision.denies],
        "owes": [words.obligations.get(owed.obligation, {}) for owed in provision.owes],
        "unlocks": [words.remedies.get(unlock.remedy, {}) for unlock in provision.unlocks],
        "ladder": [words.bodies.get(rung.body, {}) for rung in provision.ladder],
    }
