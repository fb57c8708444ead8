"""A small world of packs that shows every feature once, for tests of the engine itself."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from sepas.rules import Decision, Library, read_library

VOCABULARY = """
facts:
  purchase_date:
    type: date
    title: {fa: تاریخ خرید, en: Purchase date}
    question: {fa: چه روزی خریدید؟, en: When did you buy it?}
    why: {fa: گارانتی از این روز شمرده می‌شود., en: The guarantee counts from this day.}
    asked_of: [customer, staff]
  delivery_date:
    type: date
    title: {fa: تاریخ تحویل, en: Delivery date}
    asked_of: [customer]
  activation_date:
    type: date
    title: {fa: تاریخ فعال‌سازی, en: Activation date}
    asked_of: [system, customer]
  defect_reported_date:
    type: date
    title: {fa: تاریخ اعلام عیب, en: Day the defect was reported}
    asked_of: [system]
  odometer:
    type: quantity
    unit: km
    title: {fa: کارکرد, en: Odometer}
    asked_of: [customer, technician]
  failed_repairs:
    type: quantity
    unit: count
    title: {fa: تعمیرهای ناموفق, en: Failed repairs}
    asked_of: [system, staff]
  price:
    type: quantity
    unit: money
    title: {fa: بها, en: Price}
    asked_of: [staff]
  days_stopped:
    type: quantity
    unit: day
    title: {fa: روزهای توقف, en: Days stopped}
    asked_of: [staff]
  wear:
    type: quantity
    unit: ratio
    title: {fa: استهلاک, en: Wear}
    asked_of: [technician]
  accident:
    type: bool
    title: {fa: تصادف, en: Accident}
    asked_of: [customer]
  misuse:
    type: bool
    title: {fa: استفادهٔ نادرست, en: Misuse}
    asked_of: [technician]
  sealed:
    type: bool
    title: {fa: پلمب سالم, en: Seal intact}
    asked_of: [customer]
  product_class:
    type: choice
    title: {fa: نوع کالا, en: Kind of product}
    asked_of: [customer]
    choices:
      phone: {fa: گوشی, en: Phone}
      tablet: {fa: تبلت, en: Tablet}
      car: {fa: خودرو, en: Car}
  defect_cause:
    type: choice
    title: {fa: علت عیب, en: Cause}
    asked_of: [technician]
    choices:
      inherent: {fa: عیب ذاتی, en: Inherent}
      misuse: {fa: استفادهٔ نادرست, en: Misuse}
      unknown_cause: {fa: نامعلوم, en: Not found}
  remark:
    type: text
    title: {fa: توضیح, en: Remark}
lines:
  parts: {fa: قطعه, en: Parts}
  labour: {fa: دستمزد, en: Labour}
  travel: {fa: ایاب‌وذهاب, en: Travel}
  replacement: {fa: تعویض, en: Replacement}
  refund: {fa: بازپرداخت, en: Refund}
obligations:
  repair: {fa: تعمیر, en: Repair}
  answer: {fa: پاسخ, en: Answer}
remedies:
  loaner: {fa: کالای موقت, en: Loaner}
  replacement: {fa: تعویض, en: Replacement}
  stop_damages: {fa: خسارت توقف, en: Stop damages}
  extension: {fa: تمدید گارانتی, en: Extension}
bodies:
  desk: {fa: واحد شکایت, en: Complaint desk}
  board: {fa: هیئت, en: Board}
"""

HEAD = """
pack: {id}
version: "{version}"
title: {{fa: بستهٔ آزمون, en: Test pack}}
level: {level}
jurisdiction: IR
calendar: jalali
sources:
  act:
    instrument: {{fa: قانون, en: The act}}
    kind: statute
"""

PROVISION = """
- id: {id}
  title: {{fa: ماده, en: Provision}}
  cite: {{source: act, article: "1"}}
  status: {status}
  text: {{fa: متن برای مشتری, en: Text for the customer}}
"""

LAW = """
pack: test.law
version: "1"
title: {fa: قانون آزمون, en: Test law}
level: law
jurisdiction: IR
calendar: jalali
valid: {from: 2020-01-01, to: null}
as_of: [purchase_date, delivery_date]
scope: product_class in {'phone', 'tablet'}
sources:
  act:
    instrument: {fa: قانون آزمون, en: Test act}
    kind: statute
parameters:
  rate: {value: 0.0015, unit: ratio}
  limit: {value: 3, unit: count}
definitions:
  start: earlier_of(activation_date, purchase_date + months(6))
  expiry: start + months(18)
  running: event_date <= expiry and odometer < km(40000)
  excess: max(days_stopped - days(2), days(0))
provisions:
- id: law.minimum
  title: {fa: گارانتی, en: Guarantee}
  cite: {source: act, article: "1"}
  status: verified_text
  when: running
  text: {fa: گارانتی دارید., en: You have a guarantee.}
  gives:
    - {line: parts, outcome: covered}
    - {line: labour, outcome: partly, percent: 50}
  owes:
    - obligation: repair
      within: days(15)
      starts: defect_reported
      of: supplier
      on_breach: [loaner]
- id: law.presumed
  title: {fa: فرض عیب ذاتی, en: Presumed defect}
  cite: {source: act, article: "2"}
  status: verified_secondary
  when: defect_cause == 'inherent' and event_date <= purchase_date + days(90)
  burden: supplier
  text: {fa: عیب ذاتی فرض می‌شود., en: The defect is presumed inherent.}
  gives:
    - {line: replacement, outcome: covered}
- id: law.claim
  title: {fa: ادعای مصرف‌کننده, en: Consumer's claim}
  cite: {source: act, article: "3"}
  status: unverified
  when: sealed
  burden: consumer
  text: {fa: اگر پلمب سالم باشد., en: If the seal is intact.}
  gives:
    - {line: travel, outcome: covered}
- id: law.misuse
  title: {fa: استفادهٔ نادرست, en: Misuse}
  cite: {source: act, article: "4"}
  status: verified_text
  when: misuse or accident
  burden: supplier
  text: {fa: استفادهٔ نادرست پوشش ندارد., en: Misuse is not covered.}
  denies:
    - {line: parts}
    - {line: labour, provisions: [law.minimum]}
- id: law.remedies
  title: {fa: جبران, en: Remedies}
  cite: {source: act, article: "5"}
  status: verified_text
  text: {fa: حق جبران دارید., en: You have remedies.}
  unlocks:
    - {remedy: loaner, at_choice_of: consumer, on_breach_of: repair}
    - {remedy: replacement, line: replacement, at_choice_of: agreement, when: failed_repairs >= limit}
    - {remedy: stop_damages, amount: price * rate * excess, when: days_stopped > days(2), per: day}
    - {remedy: extension, extends: months(1), when: days_stopped > days(15)}
  ladder:
    - {step: L1, body: board, within: business_days(5), text: {fa: هیئت, en: Board}}
    - {step: L0, body: desk, within: days(10), text: {fa: واحد شکایت, en: Desk}}
- id: law.assessor
  title: {fa: کارشناسی, en: Assessment}
  cite: {source: act, article: "6"}
  status: verified_text
  when: wear > 0.5
  text: {fa: کارشناس نظر می‌دهد., en: An assessor decides.}
  gives:
    - {line: refund, outcome: assessor}
"""

CONTRACT: dict[str, Any] = {
    "pack": "test.contract",
    "version": "1",
    "title": {"fa": "قرارداد", "en": "Contract"},
    "level": "contract",
    "jurisdiction": "IR",
    "calendar": "jalali",
    "scope": "product_class == 'phone'",
    "sources": {"paper": {"instrument": {"fa": "برگه", "en": "Paper"}, "kind": "contract"}},
    "definitions": {"running": "event_date <= purchase_date + months(24)"},
    "provisions": [
        {
            "id": "contract.labour",
            "title": {"fa": "دستمزد", "en": "Labour"},
            "cite": {"source": "paper", "article": "1"},
            "status": "verified_text",
            "when": "running",
            "text": {"fa": "دستمزد رایگان است.", "en": "Labour is free."},
            "gives": [
                {"line": "labour", "outcome": "partly", "percent": 80},
                {"line": "travel", "outcome": "partly", "amount": "money(500000)"},
            ],
        },
        {
            "id": "contract.exclusion",
            "title": {"fa": "استثنا", "en": "Exclusion"},
            "cite": {"source": "paper", "article": "2"},
            "status": "verified_text",
            "text": {"fa": "قطعه پوشش ندارد.", "en": "Parts are excluded."},
            "denies": [{"line": "parts"}, {"line": "replacement"}],
        },
    ],
}


@cache
def library() -> Library:
    """The law pack alone."""
    return read_library({"vocabulary.yaml": VOCABULARY, "law.yaml": LAW})


@cache
def with_contract() -> Library:
    """The law and a guarantor's contract."""
    return library().extended([CONTRACT])


def pack(body: str, *, id: str = "t.pack", version: str = "1", level: str = "law", extra: str = "") -> str:
    """The text of a pack: a head, `extra` keys, and the provisions in `body`."""
    return HEAD.format(id=id, version=version, level=level) + extra + "provisions:\n" + body


def provision(effects: str, *, id: str = "t.one", status: str = "verified_text") -> str:
    """The text of one provision with its `when`, `burden` and effects."""
    return PROVISION.format(id=id, status=status) + "".join(
        f"  {line}\n" for line in effects.strip().splitlines()
    )


def load(*texts: str) -> Library:
    """A library of the small vocabulary and the given packs."""
    return read_library(
        {"vocabulary.yaml": VOCABULARY, **{f"pack{i}.yaml": text for i, text in enumerate(texts)}}
    )


def when(condition: str, **facts: object) -> bool | None:
    """The truth of one condition for some facts, as the engine decides it (as of 2025-06-01)."""
    return truth_of("", condition, **facts)


def truth_of(extra: str, condition: str, **facts: object) -> bool | None:
    """As `when`, with more keys of the pack (definitions, parameters)."""
    effects = f'when: "{condition}"\ngives:\n  - {{line: parts, outcome: covered}}'
    found = load(pack(provision(effects), extra=extra))
    return decide(found, **facts).trace[0].held


def decide(found: Library, *, as_of: date = date(2025, 6, 1), **facts: object) -> Decision:
    """The decision of a library for facts given as JSON values."""
    return found.decide(found.parse_facts(facts), as_of=as_of, jurisdiction="IR")
