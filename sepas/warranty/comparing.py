"""A first look at where a guarantee promises less than the law: sample cases, not a proof.

The law stays in force beside every guarantee, so nobody loses by one that promises less; but its author should know.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sepas import rules
from sepas.rules.answers import RANK

MONTHS = (1, 6, 12, 18, 24, 30)
LINES = ("parts", "labour", "travel", "diagnosis")
_BASIS = ("purchase_date", "delivery_date", "installation_date", "activation_date", "import_declaration_date")


def compare_with_law(
    library: rules.Library, *, pack: str, jurisdiction: str, day: date, product_classes: Sequence[str]
) -> dict[str, Any]:
    """`{"method": "samples", "cases": n, "less": […]}`: lines that the law covers and the guarantee does not.

    One unit of each class, bought and in use on `day`, fails from a fault of its own after 1 to 30 months. Each
    finding names the line, class, months, and the provision of the law; only the first month of each is listed.
    """
    law = [
        item.id
        for item in library.packs
        if item.jurisdiction == jurisdiction and item.level in ("law", "standard")
    ]
    cases, less = 0, {}
    for product_class in product_classes:
        for months in MONTHS:
            facts: dict[str, Any] = dict.fromkeys(_BASIS, day)
            facts |= {"product_class": product_class, "defect_cause": "inherent"}
            facts["event_date"] = as_of = day + timedelta(days=round(30.44 * months) - 3)
            known = library.parse_facts(facts)
            by_law = library.decide(known, as_of=as_of, jurisdiction=jurisdiction, packs=sorted(set(law)))
            ours = library.decide(known, as_of=as_of, jurisdiction=jurisdiction, packs=[pack])
            cases += 1
            for name in LINES:
                theirs, own = by_law.lines[name], ours.lines[name]
                if RANK[own.outcome] < RANK[theirs.outcome] and (name, product_class) not in less:
                    less[name, product_class] = {
                        "line": name,
                        "product_class": product_class,
                        "months": months,
                        "law": {"outcome": theirs.outcome, "provision": theirs.provision},
                        "guarantee": {"outcome": own.outcome},
                    }
    return {"method": "samples", "cases": cases, "less": list(less.values())}
