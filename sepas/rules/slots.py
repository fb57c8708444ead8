"""Where the truths of a plan's conditions stand in the tuple that running it yields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sepas.rules.facts import Schema
from sepas.rules.kleene import Truth
from sepas.rules.model import Pack, Provision, Vocabulary


@dataclass(slots=True)
class ProvisionSlot:
    """Where the truths of a provision stand in the tuple."""

    provision: Provision
    pack: PackSlot
    slot: int
    unlocks: tuple[int | None, ...]
    reads: tuple[str, ...]


@dataclass(slots=True)
class PackSlot:
    pack: Pack
    order: int
    scope: int
    provisions: list[ProvisionSlot]
    cuts: dict[tuple[int, str], tuple[ProvisionSlot, ...]] = field(default_factory=dict)

    def denials(self, giver: ProvisionSlot, line: str) -> tuple[ProvisionSlot, ...]:
        """The pack's provisions that cut what `giver` gives of `line`."""
        found = self.cuts.get((giver.slot, line))
        if found is None:
            found = tuple(
                at
                for at in self.provisions
                if any(
                    denial.line == line and (not denial.provisions or giver.provision.id in denial.provisions)
                    for denial in at.provision.denies
                )
            )
            self.cuts[giver.slot, line] = found
        return found


@dataclass(slots=True)
class Slots:
    """All packs of a plan with their places, and the truths that no fact can change."""

    schema: Schema
    vocabulary: Vocabulary
    packs: list[PackSlot]
    constants: dict[int, Truth]

    def varying(self, slots: Iterable[int]) -> tuple[int, ...]:
        """The places among `slots` whose truth facts decide, each once."""
        return tuple(slot for slot in dict.fromkeys(slots) if slot not in self.constants)

    def truths(self, slots: tuple[int, ...], key: tuple[Truth, ...]) -> Mapping[int, Truth]:
        """Truths by place: those of `key`, and the constant ones."""
        return {**self.constants, **dict(zip(slots, key, strict=True))}
