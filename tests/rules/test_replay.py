"""A recorded decision is made again with the same bits, or the difference is named."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sepas.rules import ReplayMismatch
from tests.rules import small
from tests.rules.small import LAW, VOCABULARY, library, load, with_contract

FACTS = {"product_class": "phone", "purchase_date": "2025-03-01", "odometer": 10, "wear": 0.75}


def stored(**facts: Any) -> dict[str, Any]:
    return json.loads(json.dumps(small.decide(with_contract(), **{**FACTS, **facts}).record()))


def test_a_record_holds_inputs_packs_and_digests_but_no_texts() -> None:
    record = stored()
    assert record["facts"] == {
        "purchase_date": "2025-03-01",
        "odometer": 10,
        "wear": "0.75",
        "product_class": "phone",
    }
    assert [pack["id"] for pack in record["packs"]] == ["test.law", "test.contract"]
    assert all(len(pack["sha256"]) == 64 for pack in record["packs"])
    assert "گارانتی" not in json.dumps(record, ensure_ascii=False)


def test_a_record_replays_to_the_same_answer() -> None:
    again = with_contract().replay(stored())
    assert again.as_dict() == small.decide(with_contract(), **FACTS).as_dict()
    assert again.record() == stored()


def test_a_restricted_decision_replays_restricted() -> None:
    facts = with_contract().parse_facts(FACTS)
    decision = with_contract().decide(
        facts, as_of=small.date(2025, 6, 1), jurisdiction="IR", packs=("test.contract",)
    )
    again = with_contract().replay(json.loads(json.dumps(decision.record())))
    assert [pack.id for pack in again.packs] == ["test.contract"]
    assert again.restricted_to == ("test.contract",)


def test_a_missing_pack_is_named() -> None:
    with pytest.raises(ReplayMismatch) as caught:
        library().replay(stored())
    assert caught.value.reason == "pack_missing"
    assert caught.value.differences == ("test.contract: 1 -> not in the library",)


def test_a_changed_pack_is_named() -> None:
    changed = small.read_library(
        {"vocabulary.yaml": VOCABULARY, "law.yaml": LAW.replace("months(18)", "months(19)")}
    )
    with pytest.raises(ReplayMismatch) as caught:
        changed.extended([small.CONTRACT]).replay(stored())
    assert caught.value.reason == "pack_changed"
    assert caught.value.differences[0].startswith("test.law 1: ")


def test_a_digest_sees_content_and_not_layout() -> None:
    one = load(small.pack(small.provision("when: accident\ngives:\n  - {line: parts, outcome: covered}")))
    two = load(
        "# a comment\n"
        + small.pack(small.provision("when:   accident\ngives:\n  - line: parts\n    outcome: covered"))
    )
    assert one.packs[0].sha256 == two.packs[0].sha256


def test_a_changed_result_is_shown_where_it_differs() -> None:
    record = stored()
    record["result"]["lines"]["parts"][0] = "not_covered"
    record["result_sha256"] = "0" * 64
    with pytest.raises(ReplayMismatch) as caught:
        with_contract().replay(record)
    assert caught.value.reason == "outcome"
    assert caught.value.differences == ('lines.parts[0]: "not_covered" -> "needs_facts"',)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"format": 0}, "format"),
        ({"facts": {"nonsense": 1}}, "inputs"),
        ({"as_of": "yesterday"}, "inputs"),
        ({"jurisdiction": "XX"}, "inputs"),
    ],
)
def test_a_damaged_record_is_refused(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(ReplayMismatch) as caught:
        with_contract().replay({**stored(), **change})
    assert caught.value.reason == reason
