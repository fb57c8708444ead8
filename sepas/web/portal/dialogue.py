"""The guided dialogue: from answers in an address to a decision and the next question.

Everything is in the query string, so that a result can be shared, printed and gone back in; nothing is kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from sepas import rules
from sepas.assets.models import Unit
from sepas.kernel.dates import UnreadableDate, parse_date
from sepas.kernel.errors import Invalid
from sepas.parties.models import Organisation
from sepas.rules.model import FactDef
from sepas.warranty import queries as warranty
from sepas.web.forms import read_date, read_number, sent_date
from sepas.web.portal.situations import BY_NAME, Situation
from sepas.web.templatetags.reader import day, number, say, toman

LARGEST = 10**13
JURISDICTION = "IR"


@dataclass(frozen=True)
class Dialogue:
    """What was answered so far. `answers` are texts of the address by fact, `skipped` "I don't know"."""

    today: date
    answers: Mapping[str, str]
    skipped: tuple[str, ...] = ()
    situation: Situation | None = None
    done: bool = False
    deeper: bool = False
    unit: Unit | None = None
    organisation: Organisation | None = None
    serial: str = ""

    @property
    def product_class(self) -> str:
        return self.unit.model.product_class if self.unit else self.answers.get("product_class", "")

    @cached_property
    def given(self) -> dict[str, Any]:
        """Facts told by the person: the situation's, and over them the answers."""
        told = dict(self.situation.facts) if self.situation else {}
        for name, text in self.answers.items():
            told[name] = read_fact(fact_of(name), text)
        return told

    @cached_property
    def decision(self) -> rules.Decision:
        return warranty.preview(
            self.unit,
            self.given,
            as_of=self.today,
            jurisdiction=JURISDICTION,
            organisation=self.organisation,
        )

    @cached_property
    def question(self) -> rules.Question | None:
        """The next thing to ask, or None when what is left would not change what matters here."""
        if self.done:
            return None
        return self.decision.next_question(besides={*self.skipped, *self._beside_the_point})

    @property
    def _beside_the_point(self) -> Iterable[str]:
        if self.situation is None or self.deeper:
            return ()
        return [item.fact for item in self.decision.missing if not self.situation.concerns(item.settles)]

    @property
    def about(self) -> str:
        """What the person wants to know of: `repair`, `return` or `service`."""
        if self.situation is not None and self.situation.name == "withdraw":
            return "return"
        return "service" if self.product_class == "service" else "repair"

    @cached_property
    def could_go_deeper(self) -> bool:
        """Whether further questions could still settle something."""
        return self.decision.next_question(besides=self.skipped) is not None

    def with_answer(self, name: str, text: str) -> "Dialogue":
        """The same dialogue with one fact answered so, whatever was answered or skipped before."""
        return replace(
            self,
            answers={**self.answers, name: text},
            skipped=tuple(each for each in self.skipped if each != name),
            done=True,
        )

    def back(self) -> str:
        """The address one step back: the last answer is asked again; empty at the beginning."""
        last = [*self.answers, *self.skipped]
        if self.situation is None:
            return ""
        steps = [name for name in last if name != "product_class"]
        return self.query(forget=steps[-1] if steps else "situation", done=False)

    @property
    def progress(self) -> int:
        """How far it is in percent: what was answered of that and what is still worth asking."""
        said = len(self.answers) + len(self.skipped) + (self.situation is not None)
        beside = {*self.skipped, *self._beside_the_point}
        open_ = len([item for item in self.decision.missing if item.fact not in beside])
        return 100 if self.done else round(100 * said / max(said + min(open_, 6), 1))

    def query(self, **changes: Any) -> str:
        """The address of this dialogue with some changes; `forget` drops one answer and opens it again."""
        forget = changes.pop("forget", "")
        now = replace(self, **changes)
        query = QueryDict(mutable=True)
        if now.serial:
            query["serial"] = now.serial
        if now.situation and forget != "situation":
            query["situation"] = now.situation.name
        for name, text in now.answers.items():
            if name != forget:
                query[name] = text
        query.setlist("skip", [name for name in now.skipped if name != forget])
        if now.done:
            query["done"] = "1"
        if now.deeper:
            query["deeper"] = "1"
        return query.urlencode()

    def fields(self) -> list[tuple[str, str]]:
        """The same as hidden fields of a form."""
        return [(name, value) for name, values in QueryDict(self.query()).lists() for value in values]

    def told(self) -> list[dict[str, str]]:
        """The answers so far in words, each with the address that asks for it again."""
        rows = []
        if self.situation:
            rows.append(
                {
                    "question": _("What happened?"),
                    "answer": str(self.situation.title),
                    "change": self.query(forget="situation", done=False),
                }
            )
        for name, text in self.answers.items():
            fact = fact_of(name)
            rows.append(
                {
                    "question": say(fact.question),
                    "answer": show_fact(fact, read_fact(fact, text)),
                    "change": self.query(forget=name, done=False),
                }
            )
        for name in self.skipped:
            rows.append(
                {
                    "question": say(fact_of(name).question),
                    "answer": _("I don't know"),
                    "change": self.query(forget=name, done=False),
                }
            )
        return rows


def read(query: QueryDict, today: date, unit: Unit | None = None) -> Dialogue:
    """The dialogue of an address. Unknown parameters are ignored; raises `Invalid` for impossible values."""
    known = rules.standard_library().schema.facts
    answers = {name: str(query[name]) for name in query if name in known and query[name] != ""}
    for name, text in answers.items():
        read_fact(known[name], text)
    return Dialogue(
        today=today,
        answers=answers,
        skipped=tuple(dict.fromkeys(name for name in query.getlist("skip") if name in known)),
        situation=BY_NAME.get(query.get("situation", "")),
        done=query.get("done") == "1",
        deeper=query.get("deeper") == "1",
        unit=unit,
        serial=query.get("serial", "")[:60],
    )


def answered(dialogue: Dialogue, form: Mapping[str, Any]) -> Dialogue | None:
    """The dialogue after a question's form, or None if the form holds no answer.

    `fact` names the question; `unknown` says that the person does not know. Raises `Invalid` on the fact.
    """
    name = str(form.get("fact", ""))
    if name not in rules.standard_library().schema.facts:
        return None
    skipped = tuple(fact for fact in dialogue.skipped if fact != name)
    if form.get("unknown"):
        rest = {fact: text for fact, text in dialogue.answers.items() if fact != name}
        return replace(dialogue, answers=rest, skipped=(*skipped, name))
    text = sent_answer(fact_of(name), form)
    return replace(dialogue, answers={**dialogue.answers, name: text}, skipped=skipped)


def sent_answer(fact: FactDef, form: Mapping[str, Any]) -> str:
    """What was put into a question's form, as the address keeps it. Raises `Invalid` on the fact's name."""
    if fact.type.kind == "date":
        try:
            found = read_date(form, "answer")
        except Invalid as error:
            raise Invalid({fact.name: error.fields["answer"]}) from None
        if found is None:
            raise Invalid(
                {fact.name: _("Choose the day, the month and the year, or say that you don't know.")}
            )
        return found.isoformat()
    text = str(form.get("answer", "")).strip()
    if not text:
        raise Invalid({fact.name: _("Choose an answer, or say that you don't know.")})
    if fact.type.kind == "quantity":
        amount = read_number(text)
        if amount is None:
            raise Invalid({fact.name: _("Write a whole number, for example 3.")})
        text = str(amount * 10 if fact.type.unit == "money" else amount)
    read_fact(fact, text)
    return text


def sent_again(fact: FactDef, form: Mapping[str, Any]) -> Any:
    """What was typed, to be shown again beside what is wrong with it."""
    return sent_date(form, "answer") if fact.type.kind == "date" else form.get("answer", "")


def fact_of(name: str) -> FactDef:
    return rules.standard_library().schema.facts[name]


def read_fact(fact: FactDef, text: str) -> Any:
    """The typed value of an address' text. Raises `Invalid` on the fact's name."""
    match fact.type.kind:
        case "bool" if text in {"true", "false"}:
            return text == "true"
        case "choice" if text in fact.choices:
            return text
        case "quantity":
            amount = read_number(text)
            if amount is not None and amount < LARGEST:
                return amount
        case "date":
            try:
                return parse_date(text)
            except UnreadableDate:
                pass
        case "text":
            return text[:400]
    raise Invalid({fact.name: _("This answer is not possible. Answer the question again.")})


def show_fact(fact: FactDef, value: Any) -> str:
    """A value in words."""
    match fact.type.kind:
        case "bool":
            return _("Yes") if value else _("No")
        case "choice":
            return say(fact.choices[value])
        case "date":
            return day(value)
        case "quantity":
            if fact.type.unit == "money":
                return toman(value)
            return f"{number(value)} {unit_name(fact.type.unit, value)}".strip()
    return str(value)


def unit_name(unit: str | None, count: int = 1) -> str:
    """The unit of a quantity for people; empty for a plain count."""
    if count == 1:
        names = {
            "km": _("kilometre"),
            "day": _("day"),
            "hour": _("hour"),
            "month": _("month"),
            "money": _("toman"),
        }
    else:
        names = {
            "km": _("kilometres"),
            "day": _("days"),
            "hour": _("hours"),
            "month": _("months"),
            "money": _("toman"),
        }
    return names.get(unit or "", "")
