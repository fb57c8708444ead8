"""What can be said about a node before any fact is known."""

from __future__ import annotations

from sepas.rules import ir
from sepas.rules.facts import Schema
from sepas.rules.ir import Node


class Analysis:
    """Remembers, per node, which facts it needs and how surely it has a value."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._needs: dict[int, int] = {}
        self._safe: dict[int, bool] = {}
        self._exact: dict[int, bool] = {}
        self._kept: list[Node] = []

    def needs(self, node: Node) -> int:
        """Bits of the facts that must be known for a two-valued evaluation."""
        found = self._needs.get(id(node))
        if found is None:
            found = 0
            if isinstance(node, ir.FactRef):
                found = self.schema.bits[node.name]
            elif not isinstance(node, ir.Known):
                for child in ir.children(node):
                    found |= self.needs(child)
            self._needs[id(node)] = found
            self._kept.append(node)
        return found

    def mentions(self, node: Node) -> int:
        """Bits of all facts that can matter to a node, those inside known() too."""
        bits = 0
        for part in ir.walk(node):
            if isinstance(part, ir.FactRef):
                bits |= self.schema.bits[part.name]
        return bits

    def safe(self, node: Node) -> bool:
        """Whether the value is surely known once the facts it needs are."""
        found = self._safe.get(id(node))
        if found is None:
            found = all(self.safe(child) for child in ir.children(node))
            if isinstance(node, ir.Arith) and node.op == "/":
                divisor = node.right
                found = found and isinstance(divisor, ir.Const | ir.Param) and bool(divisor.value)
            elif isinstance(node, ir.Shift):
                found = found and isinstance(node.period, ir.Const | ir.Param)
            elif isinstance(node, ir.Known):
                found = isinstance(node.item, ir.FactRef | ir.DefRef)
            self._safe[id(node)] = found
            self._kept.append(node)
        return found

    def exact(self, node: Node) -> bool:
        """Whether the value is unknown as soon as one fact it needs is."""
        found = self._exact.get(id(node))
        if found is None:
            found = not isinstance(node, ir.Cond | ir.FirstKnown | ir.Known | ir.And | ir.Or) and all(
                self.exact(child) for child in ir.children(node)
            )
            self._exact[id(node)] = found
            self._kept.append(node)
        return found
