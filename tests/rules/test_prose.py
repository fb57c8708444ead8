"""Conditions in words: made from the tree that decides, complete, in both languages."""

import re
from datetime import date

import pytest

from sepas.rules import ir, standard_library
from sepas.rules.prose import Clause, Language, Reader, clause_of, in_one_line, long_definitions, phrase_of

LIBRARY = standard_library()
PROVISIONS = [(pack, provision) for pack in LIBRARY.packs for provision in pack.provisions]
RAW = re.compile(r"[a-z]+_[a-z_]+|[<>=]=|\bNone\b|Const|FactRef")
KEPT = {"full_weeks", "started_weeks", "excess_only", "from_day_1", "per_visit", "cumulative"}
"""Values of parameters that are words; whoever shows them says what they mean."""


def reader(language: Language = "en", **more) -> Reader:
    return Reader(language, LIBRARY.schema.facts, {}, str, date.isoformat, **more)


def days(number: int) -> ir.Const:
    return ir.Const(ir.quantity("day"), number)


BOUGHT, BROKE = ir.FactRef(ir.DATE, "purchase_date"), ir.EventDate()
CLASS = ir.FactRef(LIBRARY.schema.facts["product_class"].type, "product_class")
HOPELESS = ir.FactRef(ir.BOOL, "irreparable")
DUE = ir.Shift(BOUGHT, days(30), 1, "jalali")


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (ir.Compare("<=", BROKE, DUE), "the day of the event is not after 30 days after Purchase date"),
        (ir.Not(ir.Compare("<=", BROKE, DUE)), "the day of the event is after 30 days after Purchase date"),
        (ir.Not(ir.Not(HOPELESS)), "{irreparable}: yes"),
        (ir.Not(HOPELESS), "{irreparable}: no"),
        (ir.In(CLASS, frozenset({"tv"}), False), "{product_class} is “{tv}”"),
        (ir.Not(ir.In(CLASS, frozenset({"tv", "phone"}), False)), "{product_class} is none of: {phone}, {tv}"),
        (ir.Not(ir.Known(BOUGHT)), "Purchase date is not known"),
        (ir.TRUE, "always"),
        (
            ir.Or((HOPELESS, ir.And((HOPELESS, ir.Known(BOUGHT))))),
            "{irreparable}: yes or ({irreparable}: yes and Purchase date is known)",
        ),
        (ir.Not(ir.Or((HOPELESS, ir.Known(BOUGHT)))), "not so: ({irreparable}: yes or Purchase date is known)"),
    ],
)  # fmt: skip
def test_what_a_condition_says(node: ir.Node, words: str) -> None:
    facts = LIBRARY.schema.facts
    names = {name: fact.title["en"] for name, fact in facts.items()}
    names |= {value: text["en"] for value, text in facts["product_class"].choices.items()}
    assert in_one_line(clause_of(node, reader()), "en") == words.format(**names)


def test_neither_of_two_is_read_as_none_of_them() -> None:
    found = clause_of(ir.Not(ir.Or((HOPELESS, ir.Known(BOUGHT)))), reader())
    assert (found.kind, len(found.parts)) == ("none", 2)


def test_lists_of_the_same_kind_are_one() -> None:
    inner = ir.And((HOPELESS, ir.Known(BOUGHT)))
    found = clause_of(ir.And((inner, ir.Known(CLASS))), reader())
    assert [part.kind for part in found.parts] == ["fact", "fact", "fact"]


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize(("pack", "provision"), PROVISIONS, ids=lambda item: getattr(item, "id", ""))
def test_every_provision_can_be_read_without_names_of_the_code(pack, provision, language) -> None:
    words = in_one_line(clause_of(provision.when, reader(language)), language)
    assert words
    assert set(RAW.findall(words)) <= KEPT


def test_long_definitions_are_written_once_and_referred_to() -> None:
    pack = LIBRARY.pack("ir.electronics", "1404.1")
    assert pack is not None
    named, written = long_definitions(pack.definitions, reader(), lambda place: f"D{place}")
    labels = [label for _name, label, _clause in written]
    assert labels == [
        f"D{place}" for place, name in enumerate(pack.definitions, start=1) if name in named.named
    ]
    for provision in pack.provisions:
        assert len(in_one_line(clause_of(provision.when, named), "en")) < 200, provision.id
    ends = {name: clause for name, _label, clause in written}
    assert "D" in ends["guarantee_end"].text
    assert in_one_line(clause_of(pack.definitions["guarantee_end"], named), "en")


def test_a_definition_that_has_a_name_holds_or_does_not() -> None:
    rule = ir.DefRef(ir.BOOL, "running", ir.Known(BOUGHT))
    named = reader(named={"running": "“definition 1”"})
    assert clause_of(rule, named) == Clause("fact", "“definition 1” holds")
    assert clause_of(ir.Not(rule), named) == Clause("fact", "“definition 1” does not hold")
    assert phrase_of(ir.DefRef(ir.DATE, "end", DUE), named) == "30 days after Purchase date"


def test_parameters_say_value_and_title() -> None:
    term = ir.Param(ir.quantity("month"), "term", 18)
    titled = Reader("fa", {}, {"term": {"fa": "مدت", "en": "Term"}}, str, date.isoformat)
    assert phrase_of(term, titled) == "18 ماه (مدت)"
    assert phrase_of(term, reader()) == "18 months"
