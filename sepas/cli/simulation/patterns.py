"""Rows of one told household as a pattern: what is the same in every copy, and what each copy has its own of.

A copy has its own ids, code, secret, name, number, serial and words; everything else (states, moments, promises,
decision, wording) stays, so it is what the actions wrote. Hashes of events are made anew from the copy's content.
"""

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models import Q

from sepas.assets.models import Unit
from sepas.cases.models import Case, Post, Promise, Right, SearchText
from sepas.cli.simulation.households import Household
from sepas.cli.simulation.shapes import END, NUMBER, TEXT, Filled, Pattern, Row, columns_of, filled_from
from sepas.cli.simulation.spread import TAIL, Uneven, mark_moves, on_tail
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.record import covered
from sepas.kernel.canonical import canonical
from sepas.kernel.ids import show_code
from sepas.kernel.outbox.models import Delivery
from sepas.kernel.text import fold, to_persian_digits
from sepas.notices.models import Message
from sepas.parties.models import Customer
from sepas.teamwork.models import Notification
from sepas.warranty.models import Decision

MINTED: tuple[type[models.Model], ...] = (
    Customer, Unit, Decision, Case, SearchText, Promise, Right, Post, Event, Delivery, Message, Notification,
)  # fmt: skip
"""Tables that are written in bulk, in the order of their foreign keys."""
WHY = "a simulated database is copied from patterns of its own"
PERSON = ("mobile", "ending", "name", "customer_search", "serial", "serial_key", "look_alike", "tail")
OF_CASE = ("code", "shown", "shown_fa", "secret", "description", "search")
IDS_IN_FACTS = {
    "decision_id": Decision, "supersedes_id": Decision, "customer_id": Customer, "unit_id": Unit, "post_id": Post,
    "promise_id": Promise,
}  # fmt: skip
SUBJECTS: dict[str, type[models.Model]] = {
    "customer": Customer, "unit": Unit, "decision": Decision, "case": Case,
}  # fmt: skip


class Reader:
    """Makes a `Pattern` of a household."""

    def __init__(self, told: Household) -> None:
        self.told = told
        self.cases = list(_rows(Case).filter(pk__in=[case.pk for case in told.cases]).order_by("pk"))
        self.customer = _rows(Customer).get(pk=self.cases[0].customer_id)
        self.slots: dict[tuple[Any, Any], int] = {}
        self.texts: dict[str, int] = {}
        self.ids: list[tuple[int, int]] = []
        self.risks: list[tuple[int, datetime, int]] = []
        self.moves = True
        for number, name in enumerate(PERSON):
            self.slots["person", name] = number
        for place in range(len(self.cases)):
            for name in OF_CASE:
                self.slots[place, name] = len(self.slots)
        self._own_words()

    def pattern(self) -> Pattern:
        found = {model: self._found(model) for model in MINTED}
        for number, model in enumerate(MINTED):
            if model is SearchText:
                continue
            for row in found[model]:
                self.ids.append((number, self._slot(model, row.pk)))
        hashes = []
        for event in found[Event]:
            self._slot("hash", event.hash)
        for event in found[Event]:
            hashes.append((self.slots["hash", event.hash], self._canonical(event)))
        rows = [self._row(model, row) for model in MINTED for row in found[model]]
        sold = self.told.unit.model
        found_by = fold(" ".join((sold.name_fa, sold.name_en, sold.code)))
        return Pattern(
            sold.product_class,
            sold.code,
            found_by,
            len(self.cases),
            rows,
            self.ids,
            hashes,
            len(self.slots),
            self.risks,
            self.moves,
        )

    def _slot(self, kind: Any, value: Any) -> int:
        return self.slots.setdefault((kind, value), len(self.slots))

    def _own_words(self) -> None:
        """Texts of this household wherever they stand, with the slots that take their place."""
        unit, customer = self.told.unit, self.customer
        self.texts[customer.mobile] = self.slots["person", "mobile"]
        self.texts[customer.name] = self.slots["person", "name"]
        self.texts[unit.serial] = self.slots["person", "serial"]
        self.texts[TAIL] = self.slots["person", "tail"]
        for place, case in enumerate(self.cases):
            self.texts[case.code] = self.slots[place, "code"]
            self.texts[show_code(case.code, "-")] = self.slots[place, "shown"]
            self.texts[to_persian_digits(show_code(case.code, "-"))] = self.slots[place, "shown_fa"]
            self.texts[case.secret] = self.slots[place, "secret"]
        self.looking = re.compile(
            "|".join(re.escape(text) for text in sorted(self.texts, key=len, reverse=True))
        )

    def _found(self, model: type[models.Model]) -> list[Any]:
        cases, unit = [case.pk for case in self.cases], self.told.unit.pk
        decisions = list(_rows(Decision).filter(unit=unit).values_list("pk", flat=True))
        of_household = (
            Q(subject_type="customer", subject_id=self.customer.pk)
            | Q(subject_type="unit", subject_id=unit)
            | Q(subject_type="decision", subject_id__in=decisions)
            | Q(subject_type="case", subject_id__in=cases)
        )
        where = {
            Customer: Q(pk=self.customer.pk),
            Unit: Q(pk=unit),
            Decision: Q(pk__in=decisions),
            Case: Q(pk__in=cases),
            Event: of_household,
            Delivery: Q(event__in=Event.objects.filter(of_household)),
            Message: Q(case_code__in=[case.code for case in self.cases]),
        }.get(model, Q(case__in=cases))
        return list(_rows(model).filter(where).order_by("pk"))

    def _row(self, model: type[models.Model], row: Any) -> Row:
        made = Row(model, [])
        moving = self._moving_marks(row) if model is Promise else {}
        for place, column in enumerate(columns_of(model)):
            value = getattr(row, column.attname)
            made.columns.append(None)
            slot = self._own_slot(model, row, column, value)
            if slot is not None:
                made.direct[place] = slot
            elif isinstance(column, models.JSONField):
                self._put(made, place, json.dumps(self._marked(value)))
            elif isinstance(value, str) and value:
                self._put(made, place, self._with_marks(value))
            elif isinstance(value, datetime) and value in moving:
                made.direct[place] = self._risk_slot(value, moving[value])
            elif isinstance(value, datetime):
                self._put(made, place, self._with_marks(_moment(column, value)))
            else:
                made.columns[place] = column.get_db_prep_save(value, connection)
        return made

    def _moving_marks(self, promise: Promise) -> dict[datetime, int]:
        """The moments of half and of risk and how they move, if that is not known by the tail and not simply still."""
        marks = {
            mark
            for mark in (promise.half_at, promise.at_risk_at)
            if mark is not None and on_tail(mark) != mark and mark != promise.due_at
        }
        if not marks:
            return {}
        try:
            moves = mark_moves(promise, self.told.calendar)
        except Uneven:
            self.moves = False
            return {}
        return {mark: moves[mark] for mark in marks if moves[mark]}

    def _risk_slot(self, risk: datetime, moves: int) -> int:
        slot = self._slot(("risk", moves), risk)
        if (slot, risk, moves) not in self.risks:
            self.risks.append((slot, risk, moves))
        return slot

    def _put(self, made: Row, place: int, text: str) -> None:
        filled = filled_from(text)
        if filled.slots:
            made.texts[place] = filled
        else:
            made.columns[place] = filled.form % ()

    def _own_slot(self, model: type[models.Model], row: Any, column: models.Field, value: Any) -> int | None:
        """The slot of a column that is an id, a hash, or words of the household's own."""
        name = column.attname
        if value is None or value == "":
            return None
        if model is Event and name in {"hash", "previous_hash"}:
            return self.slots["hash", value]
        if model is Event and name == "subject_id":
            return self.slots[SUBJECTS[row.subject_type], value]
        if column.primary_key and model is not SearchText:
            return self.slots[model, value]
        if column.is_relation:
            return self.slots.get((column.related_model, value))
        if model is Customer and name == "search":
            return self.slots["person", "customer_search"]
        if model is Unit and name in {"serial_key", "look_alike"}:
            return self.slots["person", name]
        if model is Case and name == "description":
            return self.slots[self.cases.index(row), "description"]
        if model is SearchText and name == "text":
            return self.slots[next(n for n, case in enumerate(self.cases) if case.pk == row.pk), "search"]
        return None

    def _canonical(self, event: Event) -> Filled:
        """The text that the event's hash covers, with holes. Works on a copy that is never saved."""
        subject = self.slots[SUBJECTS[event.subject_type], event.subject_id]
        copy = Event(**{column.attname: getattr(event, column.attname) for column in columns_of(Event)})
        copy.subject_id = f"{NUMBER}{subject}{END}"
        copy.data = self._marked(event.data)
        if event.previous_hash:
            copy.previous_hash = f"{TEXT}{self.slots['hash', event.previous_hash]}{END}"
        if event.cause_id is not None:
            copy.cause_id = f"{NUMBER}{self.slots[Event, event.cause_id]}{END}"
        text = canonical(covered(copy)).decode()
        return filled_from(text.replace(TAIL, f"{TEXT}{self.slots['person', 'tail']}{END}"))

    def _marked(self, value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: self._marked(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [self._marked(item, key) for item in value]
        if key == "mobile_ending":
            return f"{TEXT}{self.slots['person', 'ending']}{END}"
        if isinstance(value, str):
            return self._with_marks(value)
        slot = self.slots.get((IDS_IN_FACTS.get(key), value)) if type(value) is int else None
        return value if slot is None else f"{NUMBER}{slot}{END}"

    def _with_marks(self, text: str) -> str:
        """The household's own words in a text as holes; ids of events and posts in keys of messages too."""
        head, colon, tail = text.rpartition(":")
        of = Post if head == "post" else Event
        if colon and tail.isdigit() and (of, int(tail)) in self.slots:
            return f"{head}:{TEXT}{self.slots[of, int(tail)]}{END}"
        return self.looking.sub(lambda found: f"{TEXT}{self.texts[found[0]]}{END}", text)


def read_all(told: Iterable[Household]) -> Iterable[Pattern]:
    """Patterns of households that have a case."""
    return (Reader(household).pattern() for household in told if household.cases)


def _moment(column: models.Field, value: datetime) -> str:
    """As the driver writes it."""
    prepared = column.get_db_prep_save(value, connection)
    return prepared.isoformat() if isinstance(prepared, datetime) else str(prepared)


def _rows(model: type[models.Model]) -> Any:
    manager: Any = model._default_manager
    return manager.unscoped(WHY) if hasattr(manager, "unscoped") else manager.all()
