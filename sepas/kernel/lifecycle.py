"""Lifecycles as tables. Pure data: `(state, verb) -> next state`; everything else is illegal."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _text

from sepas.kernel.errors import IllegalMove


@dataclass(frozen=True)
class Lifecycle:
    """What may happen to a noun.

    `initial` is the first state; `moves` maps each verb to the states it may start from and where each leads.
    """

    initial: str
    moves: Mapping[str, Mapping[str, str]]

    @property
    def states(self) -> frozenset[str]:
        found = {self.initial}
        for table in self.moves.values():
            found.update(table)
            found.update(table.values())
        return frozenset(found)

    def allows(self, state: str, verb: str) -> bool:
        return state in self.moves[verb]

    def verbs_from(self, state: str) -> list[str]:
        """The verbs that may be said in `state`, in the table's order."""
        return [verb for verb, table in self.moves.items() if state in table]

    def after(self, state: str, verb: str) -> str:
        """The state after `verb`; raises `IllegalMove` with the verbs that are possible instead."""
        try:
            return self.moves[verb][state]
        except KeyError:
            raise IllegalMove(
                _text("This cannot be done in the present state."),
                data={"state": state, "verb": verb, "possible": self.verbs_from(state)},
            ) from None
