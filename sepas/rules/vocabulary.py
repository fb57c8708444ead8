"""Reading `vocabulary.yaml`, and the facts that a pack declares for itself."""

from __future__ import annotations

from collections.abc import Mapping

from sepas.rules import ir
from sepas.rules.documents import Doc, Problems
from sepas.rules.fields import Fields, bilingual
from sepas.rules.ir import Type
from sepas.rules.language import FUNCTIONS
from sepas.rules.model import ROLES, FactDef, Text, Vocabulary

KINDS = ("bool", "date", "choice", "quantity", "text")
RESERVED = frozenset(
    {"as_of", "True", "False", "None", "and", "or", "not", "in", "if", "else", "is", *FUNCTIONS}
)

EVENT_DATE = FactDef(
    name="event_date",
    type=ir.DATE,
    choices={},
    title={"fa": "تاریخ بروز عیب یا نیاز", "en": "Date of the defect or need"},
    question={"fa": "عیب را چه روزی دیدید؟", "en": "On which day did the defect appear?"},
    why={
        "fa": "حق شما بر پایهٔ روزی سنجیده می‌شود که عیب پیدا شده است.",
        "en": "Your rights are judged by the day on which the defect appeared.",
    },
    asked_of=("customer", "staff"),
)
"""Used where the vocabulary does not declare the fact itself."""


def read_vocabulary(doc: Doc, problems: Problems) -> Vocabulary:
    """Check a vocabulary document; problems are collected, what can be read is returned."""
    fields = Fields(doc, problems)
    facts = read_facts(fields, problems)
    facts.setdefault("event_date", EVENT_DATE)
    if facts["event_date"].type != ir.DATE:
        problems.add(doc, "«event_date» is not a date", "declare it as type: date")
    names = {key: read_names(fields, key, problems) for key in ("lines", "obligations", "remedies", "bodies")}
    fields.done()
    return Vocabulary(facts, names["lines"], names["obligations"], names["remedies"], names["bodies"])


def read_names(fields: Fields, key: str, problems: Problems) -> dict[str, Text]:
    out: dict[str, Text] = {}
    for name, value in fields.named(key):
        text = bilingual(value, problems)
        if text is not None:
            out[name] = text
    return out


def read_facts(fields: Fields, problems: Problems) -> dict[str, FactDef]:
    """The entries under `facts:` of a vocabulary or a pack."""
    out: dict[str, FactDef] = {}
    for name, doc in fields.named("facts"):
        if not name.isidentifier() or name in RESERVED:
            problems.add(
                doc, f"«{name}» cannot name a fact", "use letters, digits and _, and no word of the language"
            )
            continue
        fact = read_fact(name, doc, problems)
        if fact is not None:
            out[name] = fact
    return out


def read_fact(name: str, doc: Doc, problems: Problems) -> FactDef | None:
    fields = Fields(doc, problems)
    kind = fields.text("type", need=True, one_of=KINDS)
    unit = fields.text("unit", one_of=ir.UNITS)
    choices = read_names(fields, "choices", problems)
    title = fields.bilingual("title")
    question = fields.bilingual("question", need=False)
    why = fields.bilingual("why", need=False)
    asked_of = fields.texts("asked_of", one_of=ROLES)
    fields.done()
    if kind is None or title is None or (unit is None and "unit" in fields.keys):
        return None
    if (kind == "quantity") != ("unit" in fields.keys):
        problems.add(
            doc, f"«{name}»: a unit belongs to a quantity, and a quantity to a unit", "add or drop unit:"
        )
        return None
    if (kind == "choice") != bool(choices):
        problems.add(
            doc, f"«{name}»: choices belong to a choice, and a choice to choices", "add or drop choices:"
        )
        return None
    return FactDef(
        name, _type(kind, unit, choices), choices, title, question or title, why or title, asked_of
    )


def _type(kind: str, unit: str | None, choices: Mapping[str, Text]) -> Type:
    match kind:
        case "bool":
            return ir.BOOL
        case "date":
            return ir.DATE
        case "choice":
            return Type("choice", None, frozenset(choices))
        case "quantity":
            return Type("quantity", unit)
    return ir.TEXT
