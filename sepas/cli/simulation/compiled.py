"""A pattern as one Python function: a copy is then a handful of formattings, without a loop over columns.

The source consists of numbers and of names given here; every value of the pattern is in the function's globals.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any

from sepas.cli.simulation.shapes import Filled

Batches = list[list[Any]]
Write = Callable[[list[Any], Batches], None]
"""`write(values, batches)`: fills in the hashes and adds the rows of a copy to the batch of each table."""


class Source:
    """Gathers the lines of the function and what they speak of."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"sha256": sha256}
        self.lines = ["def write(v, b):"]

    def name(self, value: Any) -> str:
        known = f"k{len(self.names)}"
        self.names[known] = value
        return known

    def text(self, filled: Filled) -> str:
        """An expression for a text with holes."""
        if not filled.slots:
            return self.name(filled.form % ())
        return f"{self.name(filled.form)} % ({values(filled.slots)})"

    def hash(self, slot: int, text: Filled) -> None:
        self.lines.append(f"    v[{slot}] = sha256(({self.text(text)}).encode()).hexdigest()")

    def add(self, table: int, row: str) -> None:
        self.lines.append(f"    b[{table}].append({row})")

    def function(self) -> Write:
        exec(compile("\n".join(self.lines), "<pattern>", "exec"), self.names)  # noqa: S102 - made of numbers alone
        write: Write = self.names["write"]
        return write


def values(slots: Sequence[int]) -> str:
    return "".join(f"v[{slot}], " for slot in slots)
