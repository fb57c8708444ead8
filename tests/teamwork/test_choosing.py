"""Which rule finds whom, as a table: pure, without a database."""

from dataclasses import replace

import pytest

from sepas.teamwork.choosing import About, Conditions, Person, Rule, Wants, choose

ABOUT = About(
    kind="guarantee_repair",
    branch=2,
    branches=(1, 2),
    product_class="refrigerator",
    city="تهران",
    language="fa",
    owed_by_law=True,
    open_now=True,
)
ANY = Wants(on_shift=False)
ALI = Person(1, "علی", 2, frozenset({"technician"}), {"refrigerator": 3}, load=4)
BAHAR = Person(2, "بهار", 2, frozenset({"technician"}), {"refrigerator": 1}, load=2)
CYRUS = Person(3, "سیروس", 1, frozenset({"agent"}), {}, load=0)
ALL = [ALI, BAHAR, CYRUS]


def rule(pk: int = 1, **more: object) -> Rule:
    return Rule(pk, f"قاعدهٔ {pk}", **({"wants": ANY} | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("conditions", "holds"),
    [
        (Conditions(), True),
        (Conditions(kinds=("guarantee_repair", "advice")), True),
        (Conditions(kinds=("advice",)), False),
        (Conditions(classes=("refrigerator",)), True),
        (Conditions(classes=("phone",)), False),
        (Conditions(branches=(1,)), True),
        (Conditions(branches=(3,)), False),
        (Conditions(cities=("کرج", "تهران")), True),
        (Conditions(cities=("کرج",)), False),
        (Conditions(languages=("en",)), False),
        (Conditions(promise="law"), True),
        (Conditions(hours="open"), True),
        (Conditions(hours="closed"), False),
        (Conditions(kinds=("guarantee_repair",), cities=("کرج",)), False),
    ],
)
def test_a_rule_is_for_cases_that_are_in_each_of_its_lists(conditions: Conditions, holds: bool) -> None:
    found = choose([rule(conditions=conditions)], ABOUT, ALL)
    assert (found.person is not None) is holds


@pytest.mark.parametrize(
    ("wants", "people", "chosen"),
    [
        (ANY, ALL, CYRUS),
        (replace(ANY, skilled=True), ALL, BAHAR),
        (replace(ANY, skilled=True, level=2), ALL, ALI),
        (replace(ANY, same_branch=True), ALL, BAHAR),
        (replace(ANY, roles=("technician",)), ALL, BAHAR),
        (ANY, [ALI, BAHAR, replace(CYRUS, away=True)], BAHAR),
        (Wants(), [replace(ALI, there=False), BAHAR], BAHAR),
        (ANY, [replace(ALI, load=1), replace(BAHAR, load=1)], ALI),
    ],
)
def test_of_those_that_fit_the_one_with_the_least_work_takes_it(
    wants: Wants, people: list[Person], chosen: Person
) -> None:
    found = choose([rule(wants=wants)], ABOUT, people)
    assert found.person is not None
    assert found.person.pk == chosen.pk


@pytest.mark.parametrize(("last", "chosen"), [(None, 1), (1, 2), (2, 3), (3, 1), (99, 1)])
def test_in_turn_everybody_comes_after_the_one_before(last: int | None, chosen: int) -> None:
    found = choose([rule(way="round_robin", last=last)], ABOUT, ALL)
    assert found.person is not None
    assert found.person.pk == chosen


def test_the_first_rule_that_finds_somebody_decides() -> None:
    rules = [
        rule(1, conditions=Conditions(kinds=("advice",))),
        rule(2, wants=replace(ANY, skilled=True, level=2), conditions=Conditions(classes=("refrigerator",))),
        rule(3),
    ]
    found = choose(rules, ABOUT, ALL)
    assert (found.rule, found.person) == (rules[1], ALI)
    assert found.why == {
        "fa": "قاعدهٔ «قاعدهٔ 2»؛ در این کالا استاد است؛ کار بازش از همه کمتر است.",
        "en": "Rule “قاعدهٔ 2”; expert with this product; has the least open work.",
    }
    left = choose(rules, ABOUT, [BAHAR, CYRUS])
    assert (left.rule, left.person) == (rules[2], CYRUS)


@pytest.mark.parametrize(
    ("wants", "people", "word"),
    [
        (replace(ANY, roles=("agent",)), [ALI], "role"),
        (replace(ANY, same_branch=True), [CYRUS], "branch"),
        (replace(ANY, skilled=True, level=3), [BAHAR, CYRUS], "expert"),
        (ANY, [replace(ALI, away=True)], "away"),
        (Wants(), [replace(ALI, there=False)], "closed"),
    ],
)
def test_when_nobody_fits_it_is_said_what_was_missing(wants: Wants, people: list[Person], word: str) -> None:
    found = choose([rule(wants=wants)], ABOUT, people)
    assert found.person is None
    assert word in found.why["en"]
    assert found.why["fa"]


def test_without_a_rule_that_holds_nobody_is_chosen() -> None:
    found = choose([], ABOUT, ALL)
    assert (found.person, found.rule) == (None, None)
    assert "No rule" in found.why["en"]
