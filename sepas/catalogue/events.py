"""What happens to the catalogue."""

from dataclasses import dataclass
from typing import Any

from sepas.kernel.activity.registry import event


@event("parts.kept", subject="model", settles=True)
@dataclass(frozen=True, slots=True)
class PartsKept:
    """Lines of a parts list were taken over: `added` new ones, `changed` that were there under the same code."""

    model_id: int
    added: int
    changed: int


@event("manual.kept", subject="model", settles=True)
@dataclass(frozen=True, slots=True)
class ManualKept:
    """A manual was added, or took the place of the earlier one in that language; the SHA-256 proves which bytes."""

    model_id: int
    language: str
    sha256: str


@event("manual.removed", subject="model", settles=True)
@dataclass(frozen=True, slots=True)
class ManualRemoved:
    model_id: int
    language: str
    sha256: str


@event("photo_hint.kept", subject="photo_hint", settles=True)
@dataclass(frozen=True, slots=True)
class PhotoHintKept:
    """Written down or changed; `values` as they are now."""

    hint_id: int
    values: dict[str, Any]


@event("photo_hint.removed", subject="photo_hint", settles=True)
@dataclass(frozen=True, slots=True)
class PhotoHintRemoved:
    hint_id: int
    values: dict[str, Any]
