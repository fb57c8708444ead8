"""The rule engine: packs of law and contract in, explained decisions out. Pure; no Django, no database.

    library = standard_library()
    facts = library.parse_facts({"purchase_date": "2025-01-01"})
    decision = library.decide(facts, as_of=date(2025, 6, 1), jurisdiction="IR")

See docs/rules/engine.md for how it works and docs/rules/pack-format.md for what a pack is.
"""

from sepas.rules.answers import (
    GivenBy,
    Line,
    Missing,
    Obligation,
    PackRef,
    Question,
    Remedy,
    Step,
)
from sepas.rules.decision import Decision
from sepas.rules.errors import BadFacts, FactProblem, PackError, Problem, ReplayMismatch
from sepas.rules.facts import Facts
from sepas.rules.library import Library, load_library, read_library, standard_library
from sepas.rules.trace import TraceEntry

__all__ = [
    "BadFacts",
    "Decision",
    "FactProblem",
    "Facts",
    "GivenBy",
    "Library",
    "Line",
    "Missing",
    "Obligation",
    "PackError",
    "PackRef",
    "Problem",
    "Question",
    "Remedy",
    "ReplayMismatch",
    "Step",
    "TraceEntry",
    "load_library",
    "read_library",
    "standard_library",
]
