"""Writing a pattern again with another person, serial, codes and words: rows for the loader, hashes and all."""

import random
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sepas.assets import serials
from sepas.cli.simulation import spread, words
from sepas.cli.simulation.compiled import Source, Write
from sepas.cli.simulation.households import serial_of
from sepas.cli.simulation.patterns import MINTED
from sepas.cli.simulation.shapes import Pattern, Row
from sepas.kernel.ids import LENGTH, check_digit, show_code
from sepas.kernel.text import fold, to_persian_digits
from sepas.parties.actions.customers import search_text

BODIES = 9 * 10 ** (LENGTH - 2)
STEP = 7_368_787_411
"""Prime to `BODIES`: stepping by it gives every code once, in an order that looks like none."""


@dataclass
class Mint:
    """Gives each copy its own ids and words. `next_ids`: by the number of the table in `MINTED`."""

    rng: random.Random
    next_ids: list[int]
    number: int
    """Of the next household; names, mobile numbers and serials follow from it."""
    write_moment: Callable[[datetime], str]
    """As the database's driver writes moments."""
    taken: frozenset[str] = field(default_factory=frozenset)
    """Codes that are in the database already."""
    _code: int = 0

    def __post_init__(self) -> None:
        self._code = self.rng.randrange(BODIES)

    def values(self, pattern: Pattern) -> list[Any]:
        """What stands in the slots of one copy; hashes are put in by `stamped`."""
        number, self.number = self.number, self.number + 1
        steps = spread.draw(self.rng) if pattern.moves else 0
        mobile, name = words.mobile_of(number), words.name_of(number)
        serial = serial_of(pattern.model_code, number)
        key = serials.serial_key(serial)
        at_home = "0" + mobile.removeprefix("+98")
        named = f"{words.folded(pattern.model_code)} {number:08d} {key.casefold()}"
        found: list[Any] = [
            *(
                mobile,
                mobile[-4:],
                name,
                search_text_of(name, mobile, at_home),
                serial,
                key,
                serials.look_alike(key),
                spread.tail(steps),
            )
        ]
        for place in range(pattern.cases):
            code = self._new_code()
            said = words.sentences(pattern.product_class, number * 3 + place)
            secret = urlsafe_b64encode(self.rng.randbytes(20)).rstrip(b"=").decode()
            shown = show_code(code, "-")
            about = " ".join(words.folded(part) for part in said)
            search = (
                f"{code} {words.folded(name)} {mobile[1:]} {at_home} {about} {named} {pattern.model_words}"
            )
            found += [code, shown, to_persian_digits(shown), secret, " ".join(said), search]
        found += [None] * (pattern.slots - len(found))
        for slot, risk, moves in pattern.risks:
            found[slot] = self.write_moment(risk + timedelta(microseconds=steps * moves))
        for table, slot in pattern.ids:
            found[slot] = self.next_ids[table]
            self.next_ids[table] += 1
        return found

    def _new_code(self) -> str:
        while True:
            self._code = (self._code + STEP) % BODIES
            body = str(self._code + 10 ** (LENGTH - 2))
            code = body + check_digit(body)
            if code not in self.taken:
                return code


def search_text_of(name: str, mobile: str, at_home: str) -> str:
    """As the customers' own; asked once, because reading a number as a phone number costs much."""
    return f"{words.folded(name)} {mobile[1:]} {at_home}"


def agrees(number: int, model_code: str = "RF620") -> bool:
    """Whether the short ways to search texts give what the customers' and the cases' own give."""
    mobile, name = words.mobile_of(number), words.name_of(number)
    serial = serial_of(model_code, number)
    return (
        search_text_of(name, mobile, "0" + mobile.removeprefix("+98")) == search_text(name, mobile)
        and fold(serial) == f"{words.folded(model_code)} {number:08d}"
        and fold(serials.serial_key(serial)) == serials.serial_key(serial).casefold()
    )


@dataclass
class Stamp:
    """A pattern made ready: `write(values, batches)` adds the rows of a copy in the loader's own form."""

    pattern: Pattern
    write: Write

    @classmethod
    def of(cls, pattern: Pattern, form: Callable[[Source, Row], str]) -> "Stamp":
        source = Source()
        for slot, text in pattern.hashes:
            source.hash(slot, text)
        numbers = {model: number for number, model in enumerate(MINTED)}
        for row in pattern.rows:
            source.add(numbers[row.model], form(source, row))
        return cls(pattern, source.function())
