"""Every mistake in a pack is a load error that names file, line, what is wrong and what to write."""

from __future__ import annotations

import pytest

from sepas.rules import Library, PackError, Problem, read_library
from tests.rules import small
from tests.rules.small import VOCABULARY, load, pack, provision

GIVES = "gives:\n  - {line: parts, outcome: covered}"


def problems(*texts: str) -> list[Problem]:
    with pytest.raises(PackError) as caught:
        load(*texts)
    assert all(problem.what and problem.remedy and problem.file for problem in caught.value.problems)
    return list(caught.value.problems)


def only(text: str, *more: str) -> Problem:
    found = problems(text, *more)
    assert len(found) == 1, found
    return found[0]


def line_of(text: str, needle: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if needle in line)


CONDITIONS = {
    "odometer < 40000": ("bare number", "km(40000)"),
    "failed_repairs >= 3": ("bare number", "count(3)"),
    "40000 > odometer": ("bare number", "km(40000)"),
    "odometer < days(3)": ("quantity in km", "own unit"),
    "odometr < km(5)": ("unknown name «odometr»", "odometer"),
    "product_class == 'fone'": ("«fone» is not one of the choices", "phone"),
    "product_class in {'phone', 'laptop'}": ("«laptop» is not one of the choices", ""),
    "product_class in ['phone']": ("not a set of choices", "{'a', 'b'}"),
    "product_class < 'phone'": ("choices have no order", "=="),
    "purchase_date + days(1)": ("is a date, a bool is needed", "bool"),
    "odometer": ("is a quantity in km, a bool is needed", ""),
    "accident and odometer": ("is a quantity in km, a bool is needed", ""),
    "not purchase_date": ("is a date, a bool is needed", ""),
    "purchase_date + km(5) < as_of": ("adds a quantity in km to a date", "days(n)"),
    "purchase_date + purchase_date < as_of": ("is not defined", "period"),
    "purchase_date < odometer": ("compares a date with a quantity in km", ""),
    "accident < misuse": ("compares truth values", "and, or, not"),
    "odometer + price > km(1)": ("mixes km and money", "one unit"),
    "price * purchase_date > money(1)": ("calculates with", "quantities"),
    "days(odometer) > days(1)": ("needs a number, not a quantity in km", "days(3)"),
    "days(days_stopped) > days(1)": ("around a quantity in day", "value alone"),
    "earlier_of(purchase_date) < as_of": ("two arguments", "earlier_of(a, b)"),
    "earlier_of(purchase_date, odometer) < as_of": ("a date is needed", ""),
    "min(purchase_date, as_of) < as_of": ("needs two quantities", "earlier_of"),
    "maximum(odometer, km(1)) < km(2)": ("unknown function «maximum»", "max"),
    "known()": ("needs one argument", "known(x)"),
    "purchase_date is None": ("«is» is not part", "known(fact)"),
    "accident == None": ("«None» is not a literal", "known(fact)"),
    "remark == 'x'": ("free text", "choice or bool"),
    "__import__('os').system('x')": ("not part of the expression language", ""),
    "[x for x in y]": ("not part of the expression language", ""),
    "(lambda: True)()": ("not part of the expression language", ""),
    "accident if": ("cannot be read", "syntax"),
    "wear / 0 > 1": ("divides by zero", ""),
    "purchase_date + months(1.5) < as_of": ("fraction of a period", "whole number"),
    "purchase_date + years(300) < as_of": ("more than 200 years", "shorter"),
    "odometer < (km(1) if accident else days(1))": ("in one place", "one type and unit"),
    "first_known(odometer, days_stopped) > km(1)": ("in one place", ""),
    "ceil(purchase_date) > days(1)": ("rounds numbers", ""),
    "-purchase_date < as_of": ("negates a date", ""),
    "~accident": ("not part of the expression language", ""),
    "known(*accident)": ("each argument", "each argument"),
    " and ".join(["accident"] * 300): ("longer than 2000", "definitions"),
    "not " * 60 + "accident": ("too large", "definitions"),
}


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_condition_that_means_nothing_definite_is_named_with_its_line(condition: str) -> None:
    what, remedy = CONDITIONS[condition]
    text = pack(provision(f'when: "{condition}"\n{GIVES}'))
    problem = only(text)
    assert problem.file == "pack0.yaml"
    assert problem.line == line_of(text, "when:")
    assert what in problem.what or what in problem.remedy, problem
    assert remedy in problem.remedy, problem


SHAPES = {
    "an unknown key": ("whem: accident\n" + GIVES, "unknown key «whem»", "when", "whem"),
    "an unknown line": (
        "gives:\n  - {line: wheels, outcome: covered}",
        "«wheels» is not a line",
        "parts",
        "wheels",
    ),
    "an unknown outcome": (
        "gives:\n  - {line: parts, outcome: free}",
        "«free» is not a outcome",
        "covered",
        "free",
    ),
    "partly without a share": (
        "gives:\n  - {line: parts, outcome: partly}",
        "percent or an amount",
        "percent",
        "parts",
    ),
    "a percentage beyond 100": (
        "gives:\n  - {line: parts, outcome: partly, percent: 120}",
        "between 0 and 100",
        "50",
        "120",
    ),
    "an unknown obligation": (
        "owes:\n  - {obligation: sing}",
        "«sing» is not a obligation",
        "repair",
        "sing",
    ),
    "an unknown event": (
        "owes:\n  - {obligation: repair, within: days(1), starts: dawn}",
        "«dawn» is not a starts",
        "case_opened",
        "dawn",
    ),
    "a clock without a start": (
        "owes:\n  - {obligation: repair, within: days(1)}",
        "needs a start",
        "starts",
        "repair",
    ),
    "a clock in kilometres": (
        "owes:\n  - {obligation: repair, within: km(1), starts: case_opened}",
        "not a period",
        "days(n)",
        "within",
    ),
    "an unknown remedy": ("unlocks:\n  - {remedy: gold}", "«gold» is not a remedy", "loaner", "gold"),
    "per without amount": (
        "unlocks:\n  - {remedy: loaner, per: day}",
        "without an amount",
        "amount",
        "loaner",
    ),
    "an amount that is no money": (
        "unlocks:\n  - {remedy: loaner, amount: odometer}",
        "quantity in money is needed",
        "money(",
        "odometer",
    ),
    "an unknown body": (
        "ladder:\n  - {step: L0, body: king, text: {fa: الف, en: a}}",
        "«king» is not a body",
        "desk",
        "king",
    ),
    "a text without Persian": (
        "ladder:\n  - {step: L0, body: desk, text: {en: a}}",
        "the text in «fa» is missing",
        "fa",
        "desk",
    ),
    "no effect": ("when: accident", "no effect", "gives", "id: t.one"),
    "an unknown burden": ("burden: nobody\n" + GIVES, "«nobody» is not a burden", "supplier", "burden"),
    "a contradiction": (
        GIVES + "\ndenies:\n  - {line: parts}",
        "gives and denies «parts»",
        "split",
        "id: t.one",
    ),
    "a denial of nothing": (
        "denies:\n  - {line: parts, provisions: [t.two]}",
        "not in this pack",
        "same pack",
        "id: t.one",
    ),
    "a breach that unlocks nothing": (
        "owes:\n  - {obligation: repair, on_breach: [loaner]}",
        "never unlocks",
        "unlocks",
        "id: t.one",
    ),
    "a remedy for a duty nobody has": (
        "unlocks:\n  - {remedy: loaner, on_breach_of: repair}",
        "owed by no provision",
        "owes",
        "id: t.one",
    ),
    "a condition that is false": (
        'when: "accident and not accident"\n' + GIVES,
        "unreachable",
        "when",
        "id: t.one",
    ),
    "choices that exclude each other": (
        "when: \"product_class == 'car' and product_class in {'phone', 'tablet'}\"\n" + GIVES,
        "unreachable",
        "when",
        "id: t.one",
    ),
    "an empty span of kilometres": (
        'when: "odometer < km(5) and odometer > km(7)"\n' + GIVES,
        "unreachable",
        "when",
        "id: t.one",
    ),
    "a comparison and its opposite": (
        'when: "event_date <= purchase_date and event_date > purchase_date"\n' + GIVES,
        "unreachable",
        "when",
        "id: t.one",
    ),
    "a remedy that can never be": (
        "when: accident\nunlocks:\n  - {remedy: loaner, when: not accident}",
        "can never be unlocked",
        "when",
        "id: t.one",
    ),
    "a number for a text": ("burden: 5\n" + GIVES, "must be text", "word", "burden"),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_mistake_in_a_provision_is_named_with_its_line(name: str) -> None:
    body, what, remedy, needle = SHAPES[name]
    text = pack(provision(body))
    problem = only(text)
    assert what in problem.what, problem
    assert remedy in problem.remedy, problem
    assert problem.line == line_of(text, needle), problem


def test_months_need_a_calendar() -> None:
    text = pack(provision(f'when: "event_date < purchase_date + months(3)"\n{GIVES}')).replace(
        "calendar: jalali\n", ""
    )
    problem = only(text)
    assert "names no calendar" in problem.what
    assert "calendar: jalali" in problem.remedy


def test_a_parameter_outside_its_choices_is_an_error_where_it_stands() -> None:
    extra = "parameters:\n  counting:\n    value: sometimes\n    choices: [always, never]\n"
    text = pack(provision(GIVES), extra=extra)
    problem = only(text)
    assert "«sometimes» is not a choice of «counting»" in problem.what
    assert problem.line == line_of(text, "sometimes")
    alternative = extra.replace("sometimes", "always") + "    alternatives:\n      - {value: often}\n"
    assert "«often»" in only(pack(provision(GIVES), extra=alternative)).what


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("level: law", "level: custom", "«custom» is not a level"),
        ("level: law", "colour: red\nlevel: law", "unknown key «colour»"),
        ("jurisdiction: IR", "jurisdiction: XX", "unknown jurisdiction «XX»"),
        ("calendar: jalali", "calendar: lunar", "«lunar» is not a calendar"),
        ('version: "1"', "version: 1404.1", "must be text"),
        ("title: {fa: بستهٔ آزمون, en: Test pack}", "title: {fa: بستهٔ آزمون}", "the text in «en» is missing"),
        ("kind: statute", "kind: rumour", "«rumour» is not a kind"),
        ("source: act, article", "source: acts, article", "not among the pack's sources"),
        (
            "calendar: jalali",
            "calendar: jalali\nvalid: {from: 2025-01-01, to: 2024-01-01}",
            "ends before it begins",
        ),
        ("calendar: jalali", "calendar: jalali\nvalid: {from: yesterday}", "is not a date"),
        ("calendar: jalali", "calendar: jalali\nas_of: [odometer]", "not a date fact"),
        ("calendar: jalali", "calendar: jalali\nscope: accident and not accident", "can never hold"),
        (
            "calendar: jalali",
            "calendar: jalali\ndefinitions: {odometer: accident}",
            "already names something else",
        ),
        ("calendar: jalali", "calendar: jalali\ndefinitions: {known: accident}", "cannot be a name"),
        ("calendar: jalali", "calendar: jalali\ncalendar: jalali", "written twice"),
        ("title: {fa: بستهٔ", "title: {fa: [بستهٔ", "YAML"),
    ],
)
def test_a_mistake_in_the_head_of_a_pack_is_named(old: str, new: str, what: str) -> None:
    text = pack(provision(GIVES))
    assert old in text
    found = problems(text.replace(old, new, 1))
    assert any(what in problem.what and problem.line for problem in found), found


def test_all_errors_are_reported_at_once() -> None:
    first = provision(f'when: "odometer < 5"\n{GIVES}', id="t.one")
    second = provision(f'when: "nonsense"\n{GIVES}\ncolour: red', id="t.two")
    assert len(problems(pack(first + second))) == 3


def test_ids_are_used_once_over_all_packs_but_may_recur_in_versions_of_one() -> None:
    old = pack(provision(GIVES), extra="valid: {from: 2020-01-01, to: 2021-12-31}\n")
    new = pack(provision(GIVES), version="2", extra="valid: {from: 2022-01-01}\n")
    assert len(load(old, new).packs) == 2
    assert "used twice" in only(old, pack(provision(GIVES), id="t.other")).what
    assert "used twice" in only(pack(provision(GIVES) + provision(GIVES))).what


def test_versions_may_not_overlap_or_share_a_number() -> None:
    old = pack(provision(GIVES), extra="valid: {from: 2020-01-01, to: 2022-01-01}\n")
    assert (
        "overlaps version 1"
        in only(old, pack(provision(GIVES), version="2", extra="valid: {from: 2022-01-01}\n")).what
    )
    assert "exists already" in only(old, pack(provision(GIVES), extra="valid: {from: 2023-01-01}\n")).what


def test_a_pack_may_repeat_a_shared_fact_but_not_change_it() -> None:
    title = "title: {fa: تصادف, en: Accident}"
    same = f"facts:\n  accident:\n    type: bool\n    {title}\n    asked_of: [customer]\n"
    assert load(pack(provision(GIVES), extra=same)).packs[0].facts == {}
    other = same.replace("en: Accident", "en: Crash")
    assert "declared differently" in only(pack(provision(GIVES), extra=other)).what


def test_a_fact_of_its_own_belongs_to_the_pack_and_can_be_used() -> None:
    form = "    type: choice\n    title: {fa: رنگ, en: Colour}\n    choices: {red: {fa: سرخ, en: Red}}\n"
    extra = f"facts:\n  colour:\n{form}"
    library = load(pack(provision(f"when: \"colour == 'red'\"\n{GIVES}"), extra=extra))
    decision = small.decide(library, colour="red")
    assert decision.lines["parts"].outcome == "covered"


def test_a_vocabulary_is_checked_too() -> None:
    def vocabulary(old: str, new: str) -> str:
        assert old in VOCABULARY
        with pytest.raises(PackError) as caught:
            read_library({"vocabulary.yaml": VOCABULARY.replace(old, new, 1)})
        assert len(caught.value.problems) == 1, caught.value.problems
        assert caught.value.problems[0].line > 0
        return caught.value.problems[0].what

    assert "a unit belongs to a quantity" in vocabulary("    unit: km\n", "")
    assert "«furlong» is not a unit" in vocabulary("    unit: km\n", "    unit: furlong\n")
    assert "«neighbour» is unknown in asked_of" in vocabulary("[customer, technician]", "[neighbour]")
    assert "«title» is missing" in vocabulary("    title: {fa: کارکرد, en: Odometer}\n", "")
    with pytest.raises(PackError, match="there is no vocabulary"):
        read_library({})


def test_a_pack_from_a_form_is_checked_alike_and_named_by_its_id() -> None:
    broken = {**small.CONTRACT, "scope": "product_class == 'fridge'"}
    with pytest.raises(PackError) as caught:
        small.library().extended([broken, {"pack": "x", "title": object()}])
    places = {(problem.file, problem.path) for problem in caught.value.problems}
    assert ("test.contract", "scope") in places
    assert any(file == "x" for file, _ in places)


def test_extending_a_library_leaves_it_as_it_was() -> None:
    before = len(small.library().packs)
    extended: Library = small.library().extended([small.CONTRACT])
    assert (len(small.library().packs), len(extended.packs)) == (before, before + 1)
