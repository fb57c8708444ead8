"""GET /office/packs/<id>/comparison/?from=…&to=… : what a new version of a pack changes, in text and in effect."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sepas import rules
from sepas.kernel.errors import NotFound
from sepas.rules.answers import OUTCOME_TEXTS
from sepas.rules.model import Pack
from sepas.rules.prose import Clause, in_one_line
from sepas.rules.samples import worked_cases
from sepas.rules.versions import Change, difference, outcomes
from sepas.web.desk import facts
from sepas.web.desk.decision import ICONS
from sepas.web.desk.gate import actor_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.guarantees import documents_of
from sepas.web.office.packs.library import Words, library_with, version_of, versions_of, words_of
from sepas.web.office.parameters import parameters_of
from sepas.web.preferences import current

PARTS = {
    "title": _("title"),
    "text": _("text"),
    "when": _("condition"),
    "cite": _("citation"),
    "status": _("how well it was checked"),
    "burden": _("burden of proof"),
    "note": _("note"),
    "gives": _("what it covers"),
    "denies": _("what it leaves out"),
    "owes": _("what is owed"),
    "unlocks": _("what may be claimed"),
    "ladder": _("where a complaint goes"),
}
FRAME = {
    "calendar": _("the calendar that months are counted in"),
    "scope": _("what the pack is for"),
    "as_of": _("the day that chooses the version"),
    "definitions": _("definitions"),
}


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words that both texts have (`same`), only the earlier one (`gone`), or only the later one (`new`)."""

    kind: str
    text: str


@staff_only
@require_safe
def show(request: HttpRequest, pack_id: str) -> HttpResponse:
    documents = documents_of(actor_of(request))
    library = library_with(documents)
    versions = versions_of(library, pack_id)
    if len(versions) < 2:
        raise NotFound
    before = _asked(library, versions, request.GET.get("from", ""), versions[-2])
    after = _asked(library, versions, request.GET.get("to", ""), versions[-1])
    found = difference(before, after)
    old, new = (words_of(library, pack, documents) for pack in (before, after))
    decided, differing = outcomes(library, before, after, worked_cases(after.jurisdiction))
    context = {
        "before": before,
        "after": after,
        "versions": versions,
        "found": found,
        "changed": [_change(change, old, new) for change in found.changed],
        "added": [{"row": row, "when": new.of(row.when)} for row in found.added],
        "removed": [{"row": row, "when": old.of(row.when)} for row in found.removed],
        "parameters": _parameters(before, after, documents, {name for name, *_rest in found.parameters}),
        "frame": [FRAME[name] for name in found.frame],
        "decided": decided,
        "cases": [_case(library, outcome) for outcome in differing],
    }
    return page(request, "office/packs/comparison.html", context, section="packs")


def _asked(library: rules.Library, versions: Sequence[Pack], version: str, usual: Pack) -> Pack:
    return version_of(library, usual.id, version) if version else usual


def _change(change: Change, old: Words, new: Words) -> dict[str, Any]:
    language = current().language
    before, after = change.before, change.after
    return {
        "row": after,
        "parts": [PARTS[name] for name in change.parts],
        "text": word_changes(before.text[language], after.text[language]) if "text" in change.parts else [],
        "title": before.title if "title" in change.parts else None,
        "when": word_changes(_line(old.of(before.when)), _line(new.of(after.when)))
        if "when" in change.parts
        else [],
        "status": (before.status, after.status) if "status" in change.parts else None,
    }


def _line(clause: Clause | None) -> str:
    return in_one_line(clause, current().language) if clause else ""


def word_changes(before: str, after: str) -> list[Run]:
    """Two texts as runs of words, for marking what went and what came."""
    old, new = (re.findall(r"\S+\s*", text) for text in (before, after))
    runs: list[Run] = []
    for kind, left, left_end, right, right_end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            runs.append(Run("same", "".join(new[right:right_end])))
            continue
        if left_end > left:
            runs.append(Run("gone", "".join(old[left:left_end])))
        if right_end > right:
            runs.append(Run("new", "".join(new[right:right_end])))
    return runs


def _parameters(
    before: Pack, after: Pack, documents: list[dict[str, Any]], names: set[str]
) -> list[dict[str, Any]]:
    own = {(str(document["pack"]), str(document["version"])): document for document in documents}
    old, new = ({row["name"]: row for row in parameters_of(pack, own)} for pack in (before, after))
    listed = [*new, *(name for name in old if name not in new)]
    return [
        {
            "title": (new.get(name) or old[name])["title"],
            "before": old.get(name),
            "after": new.get(name),
        }
        for name in listed
        if name in names
    ]


def _case(library: rules.Library, outcome: Any) -> dict[str, Any]:
    words = library.vocabulary
    return {
        "facts": [
            (library.schema.facts[name].title, facts.show(library.schema.facts[name], value))
            for name, value in library.parse_facts(outcome.sample.facts).as_json().items()
        ],
        "as_of": outcome.sample.as_of,
        "lines": [
            {
                "title": words.lines[name],
                "before": before,
                "after": after,
                "before_icon": ICONS[before],
                "after_icon": ICONS[after],
                "words": (OUTCOME_TEXTS[before], OUTCOME_TEXTS[after]),
            }
            for name, before, after in outcome.lines
        ],
        "added": [words.remedies[name] for name in outcome.remedies_added],
        "removed": [words.remedies[name] for name in outcome.remedies_removed],
    }
