"""What must be true of every decision, over the small packs and over all that are shipped."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sepas.rules import Decision, Library, ir, standard_library
from sepas.rules.model import Pack
from tests.rules import reference, small
from tests.rules.worlds import AS_OF, answers, worlds

LIBRARIES = {"small": (small.with_contract, "IR")} | {
    code: (standard_library, code) for code in standard_library().jurisdictions
}
each_library = pytest.mark.parametrize("name", LIBRARIES)
many = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


def library_of(name: str) -> tuple[Library, str]:
    make, jurisdiction = LIBRARIES[name]
    return make(), jurisdiction


def draw_decision(data: st.DataObject, name: str) -> Decision:
    library, jurisdiction = library_of(name)
    facts = library.parse_facts(data.draw(worlds(library, jurisdiction=jurisdiction)))
    return library.decide(facts, as_of=data.draw(AS_OF), jurisdiction=jurisdiction)


@each_library
@many
@given(data=st.data())
def test_a_compiled_plan_equals_the_slow_interpreter(name: str, data: st.DataObject) -> None:
    decision = draw_decision(data, name)
    packs = [slot.pack for slot in decision.plan.packs]
    judged = reference.judge(packs, list(decision.lines), decision.facts, decision.as_of)
    assert {entry.provision: entry.held for entry in decision.trace} == judged.held
    assert {name: line.outcome for name, line in decision.lines.items()} == judged.lines
    assert {name: line.provisional for name, line in decision.lines.items()} == judged.provisional


@each_library
@many
@given(data=st.data())
def test_every_decision_replays_to_the_same_bits(name: str, data: st.DataObject) -> None:
    decision = draw_decision(data, name)
    stored = json.loads(json.dumps(decision.record()))
    again = decision.library.replay(stored)
    assert again.record() == decision.record()
    assert json.dumps(again.as_dict(), sort_keys=True) == json.dumps(decision.as_dict(), sort_keys=True)


def steady(decision: Decision) -> set[str]:
    """Facts whose learning can only settle: not asked about by known() or first_known(), no default, no
    choice of version."""
    loose = {"event_date"}
    for slot in decision.plan.packs:
        loose.update(slot.pack.as_of)
        for root in (slot.pack.scope, *(condition for _, condition in conditions(slot.pack))):
            for node in ir.walk(root):
                if isinstance(node, ir.Known | ir.FirstKnown):
                    loose.update(ir.facts_of(node))
    return set(decision.plan.schema.names) - loose


def conditions(pack: Pack) -> list[tuple[str, ir.Node]]:
    out = []
    for provision in pack.provisions:
        out.append((provision.id, provision.when))
        out += [(provision.id, unlock.when) for unlock in provision.unlocks if unlock.when is not None]
    return out


def learn(data: st.DataObject, decision: Decision, name: str) -> tuple[str, Decision]:
    """The same decision with one steady fact more, drawn from those still missing."""
    library, jurisdiction = library_of(name)
    candidates = sorted({item.fact for item in decision.missing} & steady(decision))
    assume(candidates)
    fact = data.draw(st.sampled_from(candidates))
    answer = data.draw(answers(library, fact, jurisdiction=jurisdiction))
    value = library.parse_facts({fact: answer}).get(fact)
    return fact, library.decide_again(decision, fact, value)


@each_library
@many
@given(data=st.data())
def test_learning_a_fact_changes_no_truth_that_was_settled(name: str, data: st.DataObject) -> None:
    before = draw_decision(data, name)
    _, after = learn(data, before, name)
    held = {entry.provision: entry.held for entry in after.trace}
    for entry in before.trace:
        if entry.held is not None:
            assert held.get(entry.provision, False) == entry.held


@each_library
@many
@given(data=st.data())
def test_learning_takes_a_line_of_the_law_away_only_where_a_burden_was_met(
    name: str, data: st.DataObject
) -> None:
    before = draw_decision(data, name)
    _, after = learn(data, before, name)
    was = {entry.provision: entry for entry in before.trace}
    now = {entry.provision: entry.held for entry in after.trace}
    for line in before.lines.values():
        if line.outcome not in ("covered", "partly") or line.layer != "law":
            continue
        if after.lines[line.name].outcome != "not_covered":
            continue
        denied = [
            entry
            for entry in was.values()
            if entry.held is None
            and now.get(entry.provision)
            and any(effect["effect"] == "denies" and effect["line"] == line.name for effect in entry.effects)
        ]
        given_by = was[line.provision or ""]
        rebutted = given_by.by_burden == "presumed" and now.get(given_by.provision, False) is False
        assert denied or rebutted, (line, after.lines[line.name])
        assert line.provisional


RANK = ["not_covered", "needs_facts", "needs_assessor", "partly", "covered"]


@st.composite
def contracts(draw: st.DrawFn, facts: dict[str, Any]) -> dict[str, Any]:
    """A contract pack with random gifts and exclusions on conditions over the customer's facts."""
    conditions = ["True", "event_date <= as_of + days(1)", *(f"known({name})" for name in list(facts)[:3])]
    lines = ("parts", "labour", "travel", "replacement", "refund")
    provisions = []
    for index in range(draw(st.integers(1, 4))):
        one: dict[str, Any] = {
            "id": f"random.{index}",
            "title": {"fa": "بند", "en": "Clause"},
            "cite": {"source": "paper", "article": "1"},
            "status": draw(st.sampled_from(["verified_text", "unverified"])),
            "when": draw(st.sampled_from(conditions)),
            "burden": draw(st.sampled_from(["supplier", "consumer", "none"])),
            "text": {"fa": "متن", "en": "Text"},
        }
        line = draw(st.sampled_from(lines))
        if draw(st.booleans()):
            one["denies"] = [{"line": line}]
        else:
            gift = draw(
                st.sampled_from(
                    [{"outcome": "covered"}, {"outcome": "assessor"}, {"outcome": "partly", "percent": 1}]
                )
            )
            one["gives"] = [{"line": line, **gift}]
        provisions.append(one)
    level = draw(st.sampled_from(["contract", "campaign", "goodwill"]))
    return {
        **small.CONTRACT,
        "pack": "random.contract",
        "level": level,
        "scope": True,
        "provisions": provisions,
    }


@each_library
@settings(many, max_examples=25)
@given(data=st.data())
def test_a_contract_never_reduces_a_line(name: str, data: st.DataObject) -> None:
    library, jurisdiction = library_of(name)
    raw = data.draw(worlds(library, jurisdiction=jurisdiction))
    as_of = data.draw(AS_OF)
    contract = {**data.draw(contracts(raw)), "jurisdiction": jurisdiction}
    facts = library.parse_facts(raw)
    before = library.decide(facts, as_of=as_of, jurisdiction=jurisdiction)
    after = library.extended([contract]).decide(facts, as_of=as_of, jurisdiction=jurisdiction)
    for line in before.lines.values():
        more = after.lines[line.name]
        assert RANK.index(more.outcome) >= RANK.index(line.outcome)
        if more.outcome == line.outcome == "partly":
            assert (more.percent or 0) >= (line.percent or 0)
            assert (more.amount or 0) >= (line.amount or 0)
        if line.outcome in ("covered", "partly") and not line.provisional:
            assert not more.provisional
    assert {item.obligation for item in after.obligations} >= {item.obligation for item in before.obligations}


@each_library
@settings(many, max_examples=25)
@given(data=st.data())
def test_missing_facts_are_unknown_and_can_be_asked_about(name: str, data: st.DataObject) -> None:
    decision = draw_decision(data, name)
    for item in decision.missing:
        assert decision.facts.get(item.fact) is None
        assert item.settles
    question = decision.next_question("customer")
    asked = [item.fact for item in decision.missing if "customer" in item.asked_of]
    assert (question is None) == (not asked)
    if question is not None:
        assert question.fact in {item.fact for item in decision.missing}
        assert "customer" in question.asked_of


@each_library
@settings(many, max_examples=25)
@given(data=st.data())
def test_with_every_missing_fact_known_nothing_is_open_but_the_assessor(
    name: str, data: st.DataObject
) -> None:
    decision = draw_decision(data, name)
    library, jurisdiction = library_of(name)
    for _ in range(80):
        missing = [item.fact for item in decision.missing]
        if not missing:
            break
        fact = missing[0]
        answer = data.draw(answers(library, fact, jurisdiction=jurisdiction))
        decision = library.decide_again(decision, fact, library.parse_facts({fact: answer}).get(fact))
    assert not decision.missing
    assert "needs_facts" not in {line.outcome for line in decision.lines.values()}
    assert not decision.provisional


def test_the_day_of_the_decision_is_not_read_from_the_clock() -> None:
    decision = small.decide(small.library(), as_of=date(2021, 1, 1), product_class="phone")
    assert decision.as_of == date(2021, 1, 1)
