"""A library of packs: loads them, chooses those in force, and decides."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from sepas.rules.checks import check_library, check_pack
from sepas.rules.decision import Decision
from sepas.rules.documents import Doc, Problems, from_data, from_yaml
from sepas.rules.errors import BadFacts, FactProblem, PackError, Problem
from sepas.rules.facts import Facts, Given, Schema
from sepas.rules.loader import read_pack
from sepas.rules.model import Pack, Vocabulary
from sepas.rules.plan import Plan
from sepas.rules.records import replay
from sepas.rules.vocabulary import read_vocabulary

VOCABULARY = "vocabulary.yaml"
GOLDEN = "golden"


class Library:
    """Packs over one vocabulary. Build with `standard_library`, `load_library` or `extended`; immutable."""

    def __init__(self, vocabulary: Vocabulary, packs: Sequence[Pack]) -> None:
        self.vocabulary = vocabulary
        self.packs: tuple[Pack, ...] = tuple(packs)
        facts = dict(vocabulary.facts)
        for pack in packs:
            facts.update(pack.facts)
        self.schema = Schema(facts.values())
        self._asked: dict[tuple[str, tuple[str, ...] | None], Asked] = {}
        self._plans: dict[tuple[tuple[str, str], ...], Plan] = {}

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """The jurisdictions that some pack covers."""
        return tuple(dict.fromkeys(pack.jurisdiction for pack in self.packs))

    def pack(self, pack_id: str, version: str) -> Pack | None:
        """One version of a pack, or None."""
        return next((pack for pack in self.packs if pack.id == pack_id and pack.version == version), None)

    def extended(self, documents: Iterable[Mapping[str, object]]) -> Library:
        """This library with more packs, given as plain data in the shape of the YAML files.

        Raises PackError with every problem; the file of a problem is the pack's id.
        """
        problems = Problems()
        packs: list[Pack] = []
        for index, document in enumerate(documents):
            label = document.get("pack")
            file = label if isinstance(label, str) else f"document {index + 1}"
            try:
                doc = from_data(document, file)
            except TypeError as error:
                problems.found.append(Problem(file, 0, str(error), "use plain JSON values"))
                continue
            pack = read_pack(doc, self.vocabulary, problems)
            if pack is not None:
                packs.append(pack)
        return assemble(self.vocabulary, self.packs, packs, problems)

    def parse_facts(self, raw: Mapping[str, object]) -> Facts:
        """Typed facts from JSON values; None means unknown. Raises BadFacts with every problem."""
        return self.schema.parse(raw)

    def decide(
        self, facts: Facts, *, as_of: date, jurisdiction: str, packs: Sequence[str] | None = None
    ) -> Decision:
        """Decide by the pack versions in force. `packs` restricts to those ids.

        Raises BadFacts for a jurisdiction or pack id that the library does not have.
        """
        restricted = None if packs is None else tuple(packs)
        asked = self._asked.get((jurisdiction, restricted))
        if asked is None:
            asked = self._ask(jurisdiction, restricted)
        if facts.schema is not self.schema:
            facts = facts.within(self.schema)
        plan = asked.plan(facts.values, as_of)
        return Decision(asked, plan, facts, as_of, plan.run(facts.values, facts.unknown, as_of))

    def decide_with(
        self,
        facts: Facts,
        *,
        as_of: date,
        jurisdiction: str,
        packs: Sequence[Pack],
        restricted_to: tuple[str, ...] | None = None,
    ) -> Decision:
        """Decide by exactly these pack versions, whatever their validity. Raises BadFacts as `decide`."""
        plan = self._plan(tuple(packs))
        given = facts.within(self.schema)
        asked = self._asked.get((jurisdiction, restricted_to)) or self._ask(jurisdiction, restricted_to)
        return Decision(asked, plan, given, as_of, plan.run(given.values, given.unknown, as_of))

    def decide_again(self, decision: Decision, fact: str, value: Given | None) -> Decision:
        """The same decision with one more fact known."""
        return self.decide(
            decision.facts.learn(fact, value),
            as_of=decision.as_of,
            jurisdiction=decision.jurisdiction,
            packs=decision.restricted_to,
        )

    def replay(self, record: Mapping[str, object]) -> Decision:
        """Make a recorded decision again, with the same bits. Raises ReplayMismatch."""
        return replay(self, record)

    def _plan(self, packs: tuple[Pack, ...]) -> Plan:
        key = tuple((pack.id, pack.version) for pack in packs)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = Plan(self.schema, self.vocabulary, packs)
        return plan

    def _ask(self, jurisdiction: str, packs: tuple[str, ...] | None) -> Asked:
        if jurisdiction not in self.jurisdictions:
            raise BadFacts([unknown_word("jurisdiction", jurisdiction, self.jurisdictions)])
        ids = tuple(dict.fromkeys(pack.id for pack in self.packs if pack.jurisdiction == jurisdiction))
        wrong = [name for name in packs or () if name not in ids]
        if wrong:
            raise BadFacts([unknown_word("packs", name, ids) for name in wrong])
        chosen = [pack for pack in self.packs if pack.id in (ids if packs is None else packs)]
        asked = self._asked[jurisdiction, packs] = Asked(self, chosen, jurisdiction, packs)
        return asked


class Asked:
    """What a decision was asked of: a library, a jurisdiction, perhaps only some pack ids.

    Picks, for each of the `versions`, the one in force on the date that its pack looks at.
    """

    def __init__(
        self, library: Library, versions: Sequence[Pack], jurisdiction: str, packs: tuple[str, ...] | None
    ) -> None:
        self.library = library
        self.jurisdiction = jurisdiction
        self.packs = packs
        self.versions = versions
        groups: dict[tuple[str, ...], set[date]] = {}
        for pack in versions:
            breaks = groups.setdefault(pack.as_of, set())
            if pack.valid_from is not None:
                breaks.add(pack.valid_from)
            if pack.valid_to is not None and pack.valid_to < date.max:
                breaks.add(pack.valid_to + timedelta(days=1))
        index = library.schema.index
        self.groups = [
            (names, tuple(index[name] for name in names), sorted(breaks))
            for names, breaks in groups.items()
            if breaks
        ]
        self.plans: dict[tuple[int, ...], Plan] = {}
        count = Counter(pack.id for pack in versions)
        self.several = {pack.id: pack.as_of for pack in versions if count[pack.id] > 1 and pack.as_of}

    def plan(self, values: tuple[Given | None, ...], as_of: date) -> Plan:
        """The plan of the versions in force for these facts."""
        key: list[int] = []
        for _, places, breaks in self.groups:
            day = as_of
            for place in places:
                known = values[place]
                if known is not None:
                    assert isinstance(known, date)
                    day = known
                    break
            key.append(bisect_right(breaks, day))
        plan = self.plans.get(tuple(key))
        if plan is None:
            plan = self.plans[tuple(key)] = self._build(key)
        return plan

    def _build(self, key: list[int]) -> Plan:
        days: dict[tuple[str, ...], date] = {}
        for (names, _, breaks), place in zip(self.groups, key, strict=True):
            days[names] = breaks[place - 1] if place else date.min
        chosen = [pack for pack in self.versions if pack.in_force(days.get(pack.as_of, date.min))]
        return self.library._plan(tuple(chosen))

    def undated(self, facts: Facts) -> list[tuple[str, str]]:
        """Unknown facts that choose between versions of a pack, each with `version:<pack>`."""
        return [
            (names[0], f"version:{pack}")
            for pack, names in self.several.items()
            if all(facts.get(name) is None for name in names)
        ]


def unknown_word(field: str, word: str, allowed: Sequence[str]) -> FactProblem:
    listed = ", ".join(allowed)
    message = {
        "fa": f"«{word}» شناخته نیست؛ یکی از این‌ها را بنویسید: {listed}",
        "en": f"«{word}» is unknown; use one of: {listed}",
    }
    return FactProblem(field, f"unknown_{field.rstrip('s')}", message, tuple(allowed))


def assemble(
    vocabulary: Vocabulary, base: Sequence[Pack], added: Sequence[Pack], problems: Problems
) -> Library:
    """A library of `base` and `added` packs, or PackError with everything that is wrong."""
    for pack in added:
        problems.found.extend(check_pack(pack))
    problems.found.extend(check_library([*base, *added]))
    if problems.found:
        raise PackError(sorted(problems.found, key=lambda problem: (problem.file, problem.line)))
    return Library(vocabulary, [*base, *added])


def read_library(texts: Mapping[str, str]) -> Library:
    """A library from YAML texts by file name; `vocabulary.yaml` must be among them. Raises PackError."""
    problems = Problems()
    documents: dict[str, Doc] = {}
    for file, text in texts.items():
        doc = from_yaml(text, file, problems)
        if doc is not None:
            documents[file] = doc
    shared = documents.pop(VOCABULARY, None)
    if shared is None:
        problems.found.append(Problem(VOCABULARY, 1, "there is no vocabulary", "add vocabulary.yaml"))
        raise PackError(problems.found)
    vocabulary = read_vocabulary(shared, problems)
    packs = [pack for doc in documents.values() if (pack := read_pack(doc, vocabulary, problems)) is not None]
    return assemble(vocabulary, (), packs, problems)


def load_library(directory: Path | Traversable) -> Library:
    """All packs under a directory (golden cases aside) with its vocabulary. Raises PackError."""
    return read_library(dict(yaml_files(directory, "")))


def yaml_files(directory: Path | Traversable, prefix: str) -> list[tuple[str, str]]:
    out: list[tuple[str, str]] = []
    for item in sorted(directory.iterdir(), key=lambda found: found.name):
        if item.is_dir():
            if item.name != GOLDEN:
                out += yaml_files(item, f"{prefix}{item.name}/")
        elif item.name.endswith(".yaml"):
            out.append((prefix + item.name, item.read_text(encoding="utf-8")))
    return out


@cache
def standard_library() -> Library:
    """The packs that Sepas ships, loaded once. Raises PackError when one is wrong."""
    return load_library(files("sepas.rules").joinpath("packs"))
