"""The ladder of complaints of one case: which steps there are, and which comes next."""

from collections.abc import Sequence

from sepas.cases.models import Case
from sepas.cases.promises.terms import Step, terms_of

OWN_LADDER = (
    Step(
        name="L1",
        body="supplier_complaints",
        body_title={"fa": "واحد شکایت شرکت", "en": "The company’s complaint desk"},
        text={
            "fa": "شکایت شما به واحد رسیدگی به شکایت شرکت رسید.",
            "en": "Your complaint is with the company’s complaint desk.",
        },
    ),
    Step(
        name="L2",
        body="supplier_hq",
        body_title={"fa": "دفتر مرکزی شرکت", "en": "The company’s head office"},
        text={
            "fa": "شکایت شما به دفتر مرکزی شرکت رسید.",
            "en": "Your complaint is with the company’s head office.",
        },
    ),
)
"""The steps inside the company, for cases whose decision names no ladder."""

OUR_STEPS = frozenset({"supplier_complaints", "supplier_hq", "seller", "agency"})
"""Bodies of the company itself. Beyond them only the customer can go; the case says where and how."""


def ladder_of(case: Case) -> Sequence[Step]:
    """The steps of this case, lowest first: those that its decision names, else the company's own.

    Where two packs name the same step, the one that gives the body a time speaks.
    """
    found: dict[str, Step] = {}
    for step in terms_of(case.decision).ladder or OWN_LADDER:
        earlier = found.get(step.name)
        if earlier is None or (earlier.amount is None and step.amount is not None):
            found[step.name] = step
    return list(found.values())


def next_step(ladder: Sequence[Step], present: str) -> Step | None:
    """The step after `present` (empty: the first); None at the top."""
    names = [step.name for step in ladder]
    at = names.index(present) + 1 if present in names else 0
    return ladder[at] if at < len(ladder) else None
