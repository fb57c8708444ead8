"""GET /office/packs/<id>/<version>/ : one version of a pack, read as a lawyer would."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas import rules
from sepas.rules.model import Pack, Provision
from sepas.web.desk.decision import LEVELS
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.guarantees import documents_of
from sepas.web.office.packs.library import Words, library_with, version_of, versions_of, words_of
from sepas.web.office.parameters import parameters_of


@staff_only
@require_safe
def show(request: HttpRequest, pack_id: str, version: str) -> HttpResponse:
    documents = documents_of(actor_of(request))
    library = library_with(documents)
    pack = version_of(library, pack_id, version)
    words = words_of(library, pack, documents)
    own = {(str(document["pack"]), str(document["version"])): document for document in documents}
    context = {
        "pack": pack,
        "level_name": LEVELS.get(pack.level, pack.level),
        "scope": words.of(pack.scope),
        "provisions": [_provision(library, pack, provision, words) for provision in pack.provisions],
        "definitions": words.definitions,
        "parameters": parameters_of(pack, own),
        "sources": list(pack.sources.values()),
        "own_facts": [fact for fact in pack.facts.values() if fact.name not in library.vocabulary.facts],
        "others": [other for other in versions_of(library, pack.id) if other.version != pack.version],
    }
    return page(request, "office/packs/one.html", context, section="packs")


def _provision(library: rules.Library, pack: Pack, provision: Provision, words: Words) -> dict[str, Any]:
    names = library.vocabulary
    return {
        "row": provision,
        "when": words.of(provision.when),
        "instrument": pack.sources[provision.source].instrument,
        "gives": [names.lines.get(give.line, {}) for give in provision.gives],
        "denies": [names.lines.get(denial.line, {}) for denial in provision.denies],
        "owes": [names.obligations.get(owed.obligation, {}) for owed in provision.owes],
        "unlocks": [names.remedies.get(unlock.remedy, {}) for unlock in provision.unlocks],
        "ladder": [names.bodies.get(rung.body, {}) for rung in provision.ladder],
    }
