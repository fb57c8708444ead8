"""Lines, burdens of proof, layers, duties, remedies and the ladder of a decision."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sepas.rules import BadFacts, GivenBy
from tests.rules import small
from tests.rules.small import decide, library, load, pack, provision, with_contract

PHONE: dict[str, Any] = {
    "product_class": "phone",
    "purchase_date": "2025-03-01",
    "activation_date": "2025-03-05",
    "odometer": 10,
}


def outcome(line: str, **facts: Any) -> tuple[str, bool]:
    found = decide(library(), **facts).lines[line]
    return found.outcome, found.provisional


def test_a_line_is_given_until_the_supplier_proves_misuse() -> None:
    assert outcome("parts", **PHONE) == ("covered", True)
    assert outcome("parts", **PHONE, misuse=False) == ("covered", True)
    assert outcome("parts", **PHONE, misuse=False, accident=False) == ("covered", False)
    assert outcome("parts", **PHONE, misuse=True) == ("not_covered", False)
    line = decide(library(), **PHONE).lines["parts"]
    assert line.missing == ("accident", "misuse")
    assert (line.layer, line.pack, line.provision) == ("law", "test.law", "law.minimum")


def test_a_presumption_gives_until_it_is_rebutted() -> None:
    early = {**PHONE, "event_date": "2025-05-30"}
    assert outcome("replacement", **early) == ("covered", True)
    assert outcome("replacement", **early, defect_cause="inherent") == ("covered", False)
    assert outcome("replacement", **early, defect_cause="misuse", failed_repairs=0) == ("not_covered", False)
    assert outcome("replacement", **early, defect_cause="misuse") == ("needs_facts", False)
    late = {**PHONE, "event_date": "2025-05-31"}
    assert outcome("replacement", **late, failed_repairs=0) == ("not_covered", False)
    line = decide(library(), **early).lines["replacement"]
    assert (line.provision, line.missing) == ("law.presumed", ("failed_repairs", "defect_cause"))


def test_a_claim_counts_once_it_is_proven_and_says_that_its_source_is_unverified() -> None:
    assert outcome("travel", **PHONE) == ("not_covered", True)
    assert decide(library(), **PHONE).lines["travel"].missing == ("sealed",)
    proven = decide(library(), **PHONE, sealed=True).lines["travel"]
    assert (proven.outcome, proven.provisional, proven.rests_on_unverified) == ("covered", False, True)
    assert outcome("travel", **PHONE, sealed=False) == ("not_covered", False)


@pytest.mark.parametrize(
    ("burden", "effect", "outcome", "by_burden"),
    [
        ("supplier", "gives", ("covered", True), "presumed"),
        ("consumer", "gives", ("not_covered", True), "not_proven"),
        ("none", "gives", ("needs_facts", False), None),
        ("supplier", "denies", ("covered", True), "not_proven"),
        ("consumer", "denies", ("not_covered", True), "presumed"),
        ("none", "denies", ("needs_facts", False), None),
    ],
)
def test_each_burden_settles_an_open_provision_its_way(
    burden: str, effect: str, outcome: tuple[str, bool], by_burden: str | None
) -> None:
    gives = "gives:\n  - {line: parts, outcome: covered}"
    open_one = f"when: accident\nburden: {burden}\n" + (
        gives if effect == "gives" else "denies:\n  - {line: parts}"
    )
    other = provision(gives, id="t.two") if effect == "denies" else ""
    decision = decide(load(pack(provision(open_one) + other)))
    line = decision.lines["parts"]
    assert (line.outcome, line.provisional) == outcome
    assert line.missing == ("accident",)
    assert (decision.trace[0].held, decision.trace[0].by_burden) == (None, by_burden)
    assert decision.trace[0].missing == ("accident",)
    assert decision.provisional is outcome[1]


def test_an_open_scope_leaves_everything_open_and_asks_for_its_facts() -> None:
    facts = {key: value for key, value in PHONE.items() if key != "product_class"}
    decision = decide(library(), **facts, misuse=False, accident=False)
    assert decision.lines["parts"].outcome == "needs_facts"
    assert decision.lines["parts"].missing == ("product_class",)
    assert [pack.id for pack in decision.packs] == ["test.law"]


def test_a_pack_out_of_scope_says_nothing() -> None:
    decision = decide(library(), **{**PHONE, "product_class": "car"})
    assert {line.outcome for line in decision.lines.values()} == {"not_covered"}
    assert (decision.trace, decision.obligations, decision.remedies, decision.packs) == ([], [], [], [])
    assert decision.missing == ()


def test_rights_add_up_and_each_line_says_who_gave_it() -> None:
    decision = decide(with_contract(), **PHONE, misuse=False, accident=False)
    labour = decision.lines["labour"]
    assert (labour.outcome, labour.percent, labour.layer, labour.provision) == (
        "partly",
        80.0,
        "contract",
        "contract.labour",
    )
    assert labour.also_given_by == (GivenBy("test.law", "law.minimum", "law", "partly"),)
    travel = decision.lines["travel"]
    assert (travel.outcome, travel.percent, travel.amount, travel.layer) == (
        "partly",
        None,
        500_000,
        "contract",
    )


def test_a_contract_excludes_nothing_that_the_law_gives() -> None:
    alone = decide(library(), **PHONE, misuse=False, accident=False)
    assert (
        decide(with_contract(), **PHONE, misuse=False, accident=False).lines["parts"] == alone.lines["parts"]
    )


def test_a_denial_names_the_provisions_it_narrows() -> None:
    gives = "gives:\n  - {line: parts, outcome: covered}"
    one = provision("when: accident\n" + gives)
    two = provision("when: misuse\n" + gives, id="t.two")
    denial = provision("when: sealed\ndenies:\n  - {line: parts, provisions: [t.one]}", id="t.no")
    found = load(pack(one + two + denial))
    assert decide(found, accident=True, misuse=False, sealed=True).lines["parts"].outcome == "not_covered"
    assert decide(found, accident=True, misuse=False, sealed=True).lines["parts"].provision == "t.no"
    assert decide(found, accident=True, misuse=True, sealed=True).lines["parts"].provision == "t.two"


def test_a_line_that_an_unverified_provision_cut_says_so() -> None:
    gives = provision("gives:\n  - {line: parts, outcome: covered}")
    denial = provision("denies:\n  - {line: parts}", id="t.no", status="unverified")
    line = decide(load(pack(gives + denial))).lines["parts"]
    assert (line.outcome, line.rests_on_unverified, line.provision) == ("not_covered", True, "t.no")


def test_the_verified_and_the_higher_are_named_first() -> None:
    gives = "gives:\n  - {line: parts, outcome: covered}"
    unverified = pack(provision(gives, status="unverified"), id="t.a")
    goodwill = pack(provision(gives, id="t.two"), id="t.b", level="goodwill")
    contract = pack(provision(gives, id="t.three"), id="t.c", level="contract")
    line = decide(load(unverified, goodwill, contract)).lines["parts"]
    assert (line.provision, line.layer, line.rests_on_unverified) == ("t.three", "contract", False)
    assert [given.provision for given in line.also_given_by] == ["t.two", "t.one"]


def test_outcomes_rank_from_covered_down_to_not_covered() -> None:
    def found(*outcomes: str) -> str:
        texts = [
            pack(
                provision(
                    ("when: accident\n" if o == "open" else "")
                    + f"gives:\n  - {{line: parts, outcome: {share(o)}}}",
                    id=f"t.{i}",
                ),
                id=f"p.{i}",
            )
            for i, o in enumerate(outcomes)
        ]
        return decide(load(*texts)).lines["parts"].outcome

    def share(name: str) -> str:
        return {"partly": "partly, percent: 10", "open": "covered"}.get(name, name)

    assert found("open", "assessor", "partly", "covered") == "covered"
    assert found("open", "assessor", "partly") == "partly"
    assert found("open", "assessor") == "needs_assessor"
    assert found("open") == "needs_facts"


def test_a_share_can_be_computed_from_facts_and_its_facts_are_asked() -> None:
    body = (
        "gives:\n  - {line: parts, outcome: partly, amount: price * 0.5}\n"
        "  - {line: labour, outcome: partly, percent: 100 * wear}"
    )
    found = load(pack(provision(body)))
    line = decide(found).lines["parts"]
    assert (line.outcome, line.amount, line.missing) == ("partly", None, ("price",))
    assert [item.fact for item in decide(found).missing] == ["price", "wear"]
    assert decide(found, price=1001).lines["parts"].amount == 501
    assert decide(found, wear=0.25).lines["labour"].percent == 25.0


def test_a_clock_starts_on_the_reported_day_or_for_now_on_the_day_of_the_decision() -> None:
    owed = decide(library(), **PHONE).obligations[0]
    assert (owed.obligation, owed.status, owed.within, owed.unit, owed.of) == (
        "repair",
        "owed",
        15,
        "day",
        "supplier",
    )
    assert (owed.start, owed.start_assumed, owed.due) == (date(2025, 6, 1), True, date(2025, 6, 16))
    assert owed.on_breach == ("loaner",)
    reported = decide(library(), **PHONE, defect_reported_date="2025-05-20").obligations[0]
    assert (reported.start, reported.start_assumed, reported.due) == (
        date(2025, 5, 20),
        False,
        date(2025, 6, 4),
    )


@pytest.mark.parametrize(
    ("clock", "due"),
    [
        ("within: hours(48), starts: case_opened", date(2025, 6, 3)),
        ("within: hours(25), starts: case_opened", date(2025, 6, 3)),
        ("within: months(1), starts: case_opened", date(2025, 7, 2)),  # 1404/03/11 -> 1404/04/11
        ("within: business_days(2), starts: case_opened", date(2025, 6, 3)),
        ("within: business_days(4), starts: case_opened", date(2025, 6, 8)),  # 4-6 June are holidays
        ("within: days(4), counting: business, starts: case_opened", date(2025, 6, 8)),
        ("within: days(4), starts: case_opened", date(2025, 6, 5)),
        ("within: days(4), start_date: purchase_date", None),
        ("starts: case_opened", None),
    ],
)
def test_a_clock_ends_by_its_unit_and_counting(clock: str, due: date | None) -> None:
    found = load(pack(provision(f"owes:\n  - {{obligation: repair, {clock}}}")))
    owed = decide(found).obligations[0]
    assert owed.due == due


def test_a_duty_is_owed_presumed_or_open() -> None:
    def status(burden: str) -> str:
        text = f"when: accident\nburden: {burden}\nowes:\n  - {{obligation: repair}}"
        return decide(load(pack(provision(text)))).obligations[0].status

    assert (status("supplier"), status("consumer"), status("none")) == (
        "conditional",
        "needs_facts",
        "needs_facts",
    )
    text = "when: accident\nowes:\n  - {obligation: repair}"
    assert decide(load(pack(provision(text))), accident=False).obligations == []


def test_remedies_wait_for_a_breach_or_a_count_and_compute_their_amounts() -> None:
    def remedies(**facts: Any) -> dict[str, tuple[str, int | None]]:
        return {
            item.remedy: (item.status, item.amount) for item in decide(library(), **PHONE, **facts).remedies
        }

    none = {"failed_repairs": 2, "days_stopped": 0}
    assert remedies(**none) == {"loaner": ("after_breach", None)}
    assert remedies(failed_repairs=3, days_stopped=0)["replacement"] == ("available", None)
    # Worked in the source: a price of 16,000,000 brings 24,000 a day at 15/10,000.
    assert remedies(failed_repairs=0, days_stopped=3, price=16_000_000)["stop_damages"] == (
        "available",
        24_000,
    )
    assert remedies(failed_repairs=0, days_stopped=5, price=82_000_000)["stop_damages"] == (
        "available",
        369_000,
    )
    assert remedies(failed_repairs=0, days_stopped=3)["stop_damages"] == ("available", None)
    assert remedies(failed_repairs=0)["stop_damages"][0] == "needs_facts"
    assert "price" in {
        item.fact for item in decide(library(), **PHONE, failed_repairs=0, days_stopped=3).missing
    }


def test_a_remedy_settles_its_line_and_falls_with_it() -> None:
    unlock = provision("unlocks:\n  - {remedy: replacement, line: replacement}")
    denial = provision("when: misuse\ndenies:\n  - {line: replacement}", id="t.no")
    found = load(pack(unlock + denial))
    assert decide(found, misuse=False).lines["replacement"].outcome == "covered"
    assert [item.status for item in decide(found, misuse=False).remedies] == ["available"]
    assert decide(found, misuse=True).lines["replacement"].outcome == "not_covered"
    assert decide(found, misuse=True).remedies == []
    assert [item.status for item in decide(found).remedies] == ["needs_facts"]


def test_a_remedy_after_a_breach_settles_no_line_yet() -> None:
    text = (
        "owes:\n  - {obligation: repair}\n"
        "unlocks:\n  - {remedy: replacement, line: replacement, on_breach_of: repair}"
    )
    decision = decide(load(pack(provision(text))))
    assert decision.lines["replacement"].outcome == "not_covered"
    assert [item.status for item in decision.remedies] == ["after_breach"]


def test_an_extension_says_how_long() -> None:
    found = {item.remedy: item for item in decide(library(), **PHONE, days_stopped=16).remedies}
    assert (found["extension"].extends, found["extension"].extends_unit) == (1, "month")


def test_the_ladder_is_climbed_in_order() -> None:
    ladder = decide(library(), **PHONE).ladder
    assert [(step.step, step.body, step.within, step.unit) for step in ladder] == [
        ("L0", "desk", 10, "day"),
        ("L1", "board", 5, "business_day"),
    ]
    assert ladder[0].body_title == {"fa": "واحد شکایت", "en": "Complaint desk"}


def test_the_trace_names_every_provision_its_source_and_the_facts_it_stood_on() -> None:
    trace = {entry.provision: entry for entry in decide(library(), **PHONE).trace}
    assert list(trace) == [
        "law.minimum",
        "law.presumed",
        "law.claim",
        "law.misuse",
        "law.remedies",
        "law.assessor",
    ]
    entry = trace["law.minimum"]
    assert (entry.held, entry.by_burden, entry.status, entry.version) == (True, None, "verified_text", "1")
    assert entry.cite["article"] == "1"
    assert entry.cite["instrument"] == {"fa": "قانون آزمون", "en": "Test act"}
    assert entry.facts == {
        "product_class": "phone",
        "event_date": "2025-06-01",
        "activation_date": "2025-03-05",
        "purchase_date": "2025-03-01",
        "odometer": 10,
    }
    assert {effect["effect"] for effect in entry.effects} == {"gives", "owes"}


def test_only_facts_that_still_matter_are_missing() -> None:
    old = decide(library(), product_class="phone", activation_date="2023-01-01")
    assert old.lines["parts"].outcome == "not_covered"
    assert "odometer" not in {item.fact for item in old.missing}
    young = decide(library(), product_class="phone", activation_date="2025-01-01")
    assert {"odometer", "purchase_date"} <= {item.fact for item in young.missing}
    first = young.missing[0]
    assert first.asked_of == ("customer", "staff")
    assert "parts" in first.settles


def test_the_whole_answer_is_plain_data_in_both_languages() -> None:
    import json

    answer = decide(with_contract(), **PHONE).as_dict()
    assert json.loads(json.dumps(answer)) == answer
    assert set(answer) == {
        "as_of", "jurisdiction", "provisional", "lines", "obligations", "remedies", "ladder", "trace",
        "missing", "next_question", "packs",
    }  # fmt: skip
    lines = answer["lines"]
    assert isinstance(lines, dict)
    assert lines["parts"]["title"] == {"fa": "قطعه", "en": "Parts"}
    assert lines["parts"]["text"] == {"fa": "گارانتی دارید.", "en": "You have a guarantee."}


def test_decisions_can_be_restricted_to_packs_and_unknown_names_are_refused() -> None:
    facts = with_contract().parse_facts(PHONE)
    only = with_contract().decide(facts, as_of=date(2025, 6, 1), jurisdiction="IR", packs=["test.contract"])
    assert [pack.id for pack in only.packs] == ["test.contract"]
    for arguments in ({"jurisdiction": "XX"}, {"jurisdiction": "IR", "packs": ["nothing"]}):
        with pytest.raises(BadFacts) as caught:
            with_contract().decide(facts, as_of=date(2025, 6, 1), **arguments)  # type: ignore[arg-type]
        assert caught.value.problems[0].allowed


def test_facts_of_one_library_can_be_decided_by_its_extension() -> None:
    facts = library().parse_facts(PHONE)
    decision = with_contract().decide(facts, as_of=date(2025, 6, 1), jurisdiction="IR")
    assert decision.lines["labour"].percent == 80.0


def test_the_version_in_force_is_the_one_of_the_date_that_the_law_looks_at() -> None:
    gives = "gives:\n  - {line: %s, outcome: covered}"
    dated = "as_of: [purchase_date, delivery_date]\n"
    old = pack(provision(gives % "parts"), extra=dated + "valid: {from: 2020-01-01, to: 2021-12-31}\n")
    new = pack(provision(gives % "labour"), version="2", extra=dated + "valid: {from: 2022-01-01}\n")
    found = load(old, new)

    def covered(**facts: Any) -> list[str]:
        return [name for name, line in decide(found, **facts).lines.items() if line.outcome == "covered"]

    assert covered(purchase_date="2021-12-31") == ["parts"]
    assert covered(purchase_date="2022-01-01") == ["labour"]
    assert covered(delivery_date="2021-12-31") == ["parts"]
    assert covered(delivery_date="2021-12-31", purchase_date="2022-05-01") == ["labour"]
    assert covered(purchase_date="2019-12-31") == []
    assert covered() == ["labour"]
    assert [(item.fact, item.settles) for item in decide(found).missing] == [
        ("purchase_date", ("version:t.pack",))
    ]
    assert decide(found, purchase_date="2022-01-01").missing == ()
    assert small.decide(found, as_of=date(2020, 5, 5)).packs[0].version == "1"
