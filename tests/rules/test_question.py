"""The next question is the one that settles most at least cost to the person asked."""

from __future__ import annotations

from sepas.rules import Question
from sepas.rules.question import plausible
from tests.rules.small import decide, library, load, pack, provision

ONE_FOR_TWO = provision(
    "when: accident\ngives:\n  - {line: parts, outcome: covered}\n  - {line: labour, outcome: covered}"
) + provision("when: sealed\ngives:\n  - {line: travel, outcome: covered}", id="t.two")


def asked(text: str, role: str = "customer", **facts: object) -> Question | None:
    return decide(load(text), **facts).next_question(role)


def test_the_fact_that_settles_most_is_asked_first() -> None:
    question = asked(pack(ONE_FOR_TWO))
    assert question is not None
    assert (question.fact, question.type, question.settles) == ("accident", "bool", ("parts", "labour"))
    assert question.choices["true"] == {"fa": "بله", "en": "Yes"}
    then = asked(pack(ONE_FOR_TWO), accident=True)
    assert then is not None
    assert then.fact == "sealed"
    assert asked(pack(ONE_FOR_TWO), accident=True, sealed=False) is None


def test_nobody_is_asked_what_only_another_can_know() -> None:
    text = pack(provision("when: misuse\ngives:\n  - {line: parts, outcome: covered}"))
    assert asked(text, "customer") is None
    question = asked(text, "technician")
    assert question is not None
    assert question.fact == "misuse"


def test_of_equal_facts_the_one_is_asked_that_the_person_answers_most_easily() -> None:
    # The odometer is the customer's to tell first, the activation date the system's; a truth is easier.
    text = pack(
        provision("when: odometer < km(5)\ngives:\n  - {line: parts, outcome: covered}")
        + provision("when: accident\ngives:\n  - {line: labour, outcome: covered}", id="t.two")
        + provision(
            "when: activation_date < as_of\ngives:\n  - {line: travel, outcome: covered}", id="t.three"
        )
    )
    first = asked(text)
    assert first is not None
    assert first.fact == "accident"
    second = asked(text, accident=True)
    assert second is not None
    assert second.fact == "odometer"


def test_history_can_make_another_question_better() -> None:
    text = pack(
        provision("when: accident and failed_repairs > count(2)\ngives:\n  - {line: parts, outcome: covered}")
        + provision(
            "when: sealed and failed_repairs > count(2)\ngives:\n  - {line: labour, outcome: covered}",
            id="t.two",
        )
    )
    decision = decide(load(text))
    rarely = {"accident": {True: 99.0, False: 1.0}, "sealed": {True: 1.0, False: 99.0}}
    often = {"accident": {True: 1.0, False: 99.0}, "sealed": {True: 99.0, False: 1.0}}
    first, second = decision.next_question(prior=rarely), decision.next_question(prior=often)
    assert first is not None
    assert second is not None
    assert (first.fact, second.fact) == ("sealed", "accident")


def test_a_date_is_tried_on_both_sides_of_its_deadline() -> None:
    text = pack(
        provision(
            "when: event_date <= purchase_date + months(18)\ngives:\n  - {line: parts, outcome: covered}"
        )
    )
    decision = decide(load(text))
    answers = list(plausible(decision, decision.plan.schema.facts["purchase_date"]))
    tried = {
        decision.library.decide_again(decision, "purchase_date", day).lines["parts"].outcome
        for day in answers
    }
    assert tried == {"covered", "not_covered"}
    question = decision.next_question()
    assert question is not None
    assert question.fact == "purchase_date"
    assert question.question == {"fa": "چه روزی خریدید؟", "en": "When did you buy it?"}
    assert question.why == {
        "fa": "گارانتی از این روز شمرده می‌شود.",
        "en": "The guarantee counts from this day.",
    }


def test_a_quantity_is_tried_on_both_sides_of_its_limit() -> None:
    text = pack(provision("when: odometer < km(40000)\ngives:\n  - {line: parts, outcome: covered}"))
    decision = decide(load(text))
    assert list(plausible(decision, decision.plan.schema.facts["odometer"])) == [39_999, 40_000, 40_001]


def test_answering_every_question_ends_the_dialogue() -> None:
    answers = {
        "product_class": "phone", "purchase_date": "2025-03-01", "activation_date": "2025-03-01",
        "odometer": 10, "accident": False, "sealed": True,
    }  # fmt: skip
    known: dict[str, object] = {}
    order = []
    for _ in range(12):
        question = decide(library(), **known).next_question("customer")
        if question is None:
            break
        order.append(question.fact)
        known[question.fact] = answers[question.fact]
    assert len(order) == len(set(order))
    final = decide(library(), **known)
    assert final.next_question("customer") is None
    assert final.lines["travel"].outcome == "covered"
    assert "misuse" in {item.fact for item in final.missing}
