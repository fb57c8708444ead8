"""Twenty-six guarantee rules, the same for every engine in `bench/decide.py`.

One table says each rule's condition and effects; the pack, the decision table and the CEL programs are made
from it. `by_hand` is written by hand, as a programmer would without an engine.
"""

from __future__ import annotations

from random import Random
from typing import Any

CHOICES = {
    "product_class": ("phone", "tablet", "computer", "tv", "refrigerator", "car"),
    "defect_cause": ("inherent", "manufacturing", "wear", "misuse", "unknown_cause"),
    "part": ("board", "battery", "paint", "brake_pad", "filter"),
}
QUANTITIES = {
    "age": "month",
    "odometer": "km",
    "failed_repairs": "count",
    "days_in_repair": "day",
    "days_since_delivery": "day",
}
TRUTHS = ("accident", "tampered", "invoice", "safety_part", "distance_sale", "within_city", "unsealed")
LINES = ("parts", "labour", "travel", "transport", "replacement", "loaner", "refund", "consumables")

# id, condition, lines it gives, lines it denies, duty it owes, remedy it unlocks
RULES: tuple[tuple[str, str, str, str, str, str], ...] = (
    (
        "r01",
        "product_class in {'phone', 'tablet', 'computer'} and age <= months(18)",
        "parts labour",
        "",
        "repair",
        "",
    ),
    ("r02", "product_class == 'tv' and age <= months(24)", "parts labour", "", "repair", ""),
    ("r03", "product_class == 'refrigerator' and age <= months(24)", "parts labour travel", "", "repair", ""),
    (
        "r04",
        "product_class == 'car' and age <= months(24) and odometer <= km(40000)",
        "parts labour",
        "",
        "repair",
        "",
    ),
    ("r05", "product_class == 'car' and part == 'paint' and age <= months(36)", "parts labour", "", "", ""),
    ("r06", "product_class == 'car' and part == 'battery' and age <= months(12)", "parts", "", "", ""),
    (
        "r07",
        "product_class == 'car' and part == 'brake_pad' and odometer <= km(10000)",
        "parts consumables",
        "",
        "",
        "",
    ),
    ("r08", "within_city and age <= months(24) and product_class != 'car'", "travel", "", "", ""),
    ("r09", "within_city and age <= months(18) and not accident", "transport", "", "", ""),
    ("r10", "accident", "", "parts labour", "", ""),
    ("r11", "tampered and defect_cause != 'inherent'", "", "parts labour travel", "", ""),
    ("r12", "defect_cause == 'misuse'", "", "parts labour replacement", "", ""),
    ("r13", "part == 'filter' and defect_cause == 'wear'", "", "parts consumables", "", ""),
    (
        "r14",
        "defect_cause == 'inherent' and days_since_delivery <= days(90)",
        "replacement",
        "",
        "",
        "replacement",
    ),
    ("r15", "failed_repairs >= count(3) and safety_part", "replacement refund", "", "", "replacement"),
    (
        "r16",
        "failed_repairs >= count(1) and safety_part and product_class == 'car'",
        "replacement",
        "",
        "",
        "",
    ),
    ("r17", "days_in_repair > days(30)", "replacement refund", "", "answer", "refund"),
    ("r18", "days_in_repair > days(15) and product_class != 'car'", "loaner", "", "", "loaner"),
    (
        "r19",
        "days_in_repair > days(2) and product_class == 'car' and not accident",
        "loaner",
        "",
        "",
        "loaner",
    ),
    (
        "r20",
        "distance_sale and days_since_delivery <= days(7) and not unsealed",
        "refund",
        "",
        "refund",
        "refund",
    ),
    ("r21", "distance_sale and unsealed", "", "refund", "", ""),
    ("r22", "not invoice and age > months(6)", "", "travel transport", "", ""),
    (
        "r23",
        "days_since_delivery <= days(7) and defect_cause in {'inherent', 'manufacturing'}",
        "replacement",
        "",
        "",
        "",
    ),
    ("r24", "age > months(60)", "", "parts labour travel transport loaner", "", ""),
    (
        "r25",
        "age <= months(120) and (product_class == 'car' or product_class == 'refrigerator')",
        "",
        "",
        "spare_parts",
        "",
    ),
    (
        "r26",
        "failed_repairs >= count(2) and days_in_repair > days(7) and defect_cause != 'misuse'",
        "labour loaner",
        "",
        "",
        "",
    ),
)


def inputs(count: int, seed: int = 26, known: float = 1.0) -> list[dict[str, Any]]:
    """Random customers as JSON values; each fact is known with probability `known`."""
    random = Random(seed)
    out = []
    for _ in range(count):
        row: dict[str, Any] = {name: random.choice(values) for name, values in CHOICES.items()}
        row["age"] = random.randrange(0, 72)
        row["odometer"] = random.randrange(0, 60_000)
        row["failed_repairs"] = random.choice((0, 0, 0, 1, 2, 3))
        row["days_in_repair"] = random.choice((0, 1, 3, 5, 10, 16, 31))
        row["days_since_delivery"] = random.randrange(0, 200)
        row |= {name: random.random() < 0.3 for name in TRUTHS}
        out.append({name: value for name, value in row.items() if known >= 1.0 or random.random() < known})
    return out


def by_hand(row: dict[str, Any]) -> tuple[dict[str, str], list[str], list[str], tuple[bool, ...]]:
    """What a programmer writes for these rules: lines, duties, remedies, and the truth of every rule."""
    product, cause, part = row["product_class"], row["defect_cause"], row["part"]
    age, odometer, repairs = row["age"], row["odometer"], row["failed_repairs"]
    days, delivered = row["days_in_repair"], row["days_since_delivery"]
    accident, city, safety = row["accident"], row["within_city"], row["safety_part"]
    distance, unsealed = row["distance_sale"], row["unsealed"]
    car = product == "car"

    r01 = product in ("phone", "tablet", "computer") and age <= 18
    r02 = product == "tv" and age <= 24
    r03 = product == "refrigerator" and age <= 24
    r04 = car and age <= 24 and odometer <= 40000
    r05 = car and part == "paint" and age <= 36
    r06 = car and part == "battery" and age <= 12
    r07 = car and part == "brake_pad" and odometer <= 10000
    r08 = city and age <= 24 and not car
    r09 = city and age <= 18 and not accident
    r10 = accident
    r11 = row["tampered"] and cause != "inherent"
    r12 = cause == "misuse"
    r13 = part == "filter" and cause == "wear"
    r14 = cause == "inherent" and delivered <= 90
    r15 = repairs >= 3 and safety
    r16 = repairs >= 1 and safety and car
    r17 = days > 30
    r18 = days > 15 and not car
    r19 = days > 2 and car and not accident
    r20 = distance and delivered <= 7 and not unsealed
    r21 = distance and unsealed
    r22 = not row["invoice"] and age > 6
    r23 = delivered <= 7 and cause in ("inherent", "manufacturing")
    r24 = age > 60
    r25 = age <= 120 and (car or product == "refrigerator")
    r26 = repairs >= 2 and days > 7 and cause != "misuse"

    excluded = r10 or r11 or r12 or r24
    given = r01 or r02 or r03 or r04 or r05
    lines = {
        "parts": "covered" if (given or r06 or r07) and not (excluded or r13) else "not_covered",
        "labour": "covered" if (given or r26) and not excluded else "not_covered",
        "travel": "covered" if (r03 or r08) and not (r11 or r22 or r24) else "not_covered",
        "transport": "covered" if r09 and not (r22 or r24) else "not_covered",
        "replacement": "covered" if (r14 or r15 or r16 or r17 or r23) and not r12 else "not_covered",
        "loaner": "covered" if (r18 or r19 or r26) and not r24 else "not_covered",
        "refund": "covered" if (r15 or r17 or r20) and not r21 else "not_covered",
        "consumables": "covered" if r07 and not r13 else "not_covered",
    }
    duties = []
    if r01 or r02 or r03 or r04:
        duties.append("repair")
    if r17:
        duties.append("answer")
    if r20:
        duties.append("refund")
    if r25:
        duties.append("spare_parts")
    remedies = []
    if r14:
        remedies.append("replacement")
    if r15:
        remedies.append("replacement")
    if r17:
        remedies.append("refund")
    if r18:
        remedies.append("loaner")
    if r19:
        remedies.append("loaner")
    if r20:
        remedies.append("refund")
    truths = (
        r01, r02, r03, r04, r05, r06, r07, r08, r09, r10, r11, r12, r13,
        r14, r15, r16, r17, r18, r19, r20, r21, r22, r23, r24, r25, r26,
    )  # fmt: skip
    return lines, duties, remedies, truths


def vocabulary() -> dict[str, Any]:
    """The vocabulary of the pack, in the shape of vocabulary.yaml."""

    def text(name: str) -> dict[str, str]:
        return {"fa": name, "en": name}

    def fact(name: str, **more: Any) -> dict[str, Any]:
        return {"title": text(name), "asked_of": ["customer"], **more}

    facts = {
        name: fact(name, type="choice", choices={value: text(value) for value in values})
        for name, values in CHOICES.items()
    }
    facts |= {name: fact(name, type="quantity", unit=unit) for name, unit in QUANTITIES.items()}
    facts |= {name: fact(name, type="bool") for name in TRUTHS}
    return {
        "facts": facts,
        "lines": {name: text(name) for name in LINES},
        "obligations": {name: text(name) for name in ("repair", "answer", "refund", "spare_parts")},
        "remedies": {name: text(name) for name in ("replacement", "refund", "loaner")},
        "bodies": {},
    }


def pack() -> dict[str, Any]:
    """The rules as a pack, in the shape of a pack file."""
    provisions = []
    for rule, when, gives, denies, owes, unlocks in RULES:
        one: dict[str, Any] = {
            "id": rule,
            "title": {"fa": f"قاعدهٔ {rule}", "en": f"Rule {rule}"},
            "cite": {"source": "act", "article": rule},
            "status": "verified_text",
            "when": when,
            "text": {"fa": "متن قاعده", "en": "Text of the rule"},
            "gives": [{"line": line, "outcome": "covered"} for line in gives.split()],
            "denies": [{"line": line} for line in denies.split()],
        }
        if owes:
            one["owes"] = [{"obligation": owes, "within": "days(15)", "starts": "defect_reported"}]
        if unlocks:
            one["unlocks"] = [{"remedy": unlocks, "at_choice_of": "consumer"}]
        provisions.append(one)
    return {
        "pack": "bench.guarantee",
        "version": "1",
        "title": {"fa": "گارانتی", "en": "Guarantee"},
        "level": "law",
        "jurisdiction": "IR",
        "sources": {"act": {"instrument": {"fa": "قانون", "en": "Act"}, "kind": "statute"}},
        "provisions": provisions,
    }
