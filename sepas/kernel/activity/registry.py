"""Which events exist and who reacts to them. Filled when domain modules are imported by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeVar

E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class EventType:
    name: str
    version: int
    subject: str
    type: type
    settles: bool = False


@dataclass(frozen=True, slots=True)
class Reaction:
    """`name` is stored in deliveries, so it is stable: module path and function, or given."""

    name: str
    event: str
    run: Callable[..., None]


@dataclass(frozen=True, slots=True)
class Follower:
    """Something that is written down with every fact whose name begins with one of `beginnings`."""

    name: str
    beginnings: tuple[str, ...]
    run: Callable[..., None]


_events: dict[str, EventType] = {}
_types: dict[type, EventType] = {}
_reactions: dict[str, Reaction] = {}
_followers: dict[str, Follower] = {}


def event(
    name: str, *, subject: str, version: int = 1, settles: bool = False
) -> Callable[[type[E]], type[E]]:
    """Declare a frozen dataclass as an event: past tense, ids and values only.

    `settles`: it changes how the organisation is arranged, so what processes keep of that is read anew (`epoch`).
    """

    def declare(cls: type[E]) -> type[E]:
        if not is_dataclass(cls) or not cls.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            raise TypeError(f"{cls.__name__} must be a frozen dataclass")
        if name in _events:
            raise ValueError(f"event {name} is declared twice")
        _events[name] = _types[cls] = EventType(name, version, subject, cls, settles)
        return cls

    return declare


def reacts_to(
    event_class: type, *, name: str | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register `reaction(fact: Fact, event)`: idempotent, in its own transaction, run by a worker."""

    def register(run: Callable[..., None]) -> Callable[..., None]:
        stable = name or f"{run.__module__.removeprefix('sepas.')}.{run.__name__}"
        if stable in _reactions:
            raise ValueError(f"reaction {stable} is registered twice")
        _reactions[stable] = Reaction(stable, _types[event_class].name, run)
        return run

    return register


def follows(beginnings: tuple[str, ...]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register `run(fact: Fact)`: called within `record`, in the transaction of the change itself.

    For rows that must be there as soon as the fact is. It must be quick and must not fail: the change fails with it.
    """

    def register(run: Callable[..., None]) -> Callable[..., None]:
        stable = f"{run.__module__.removeprefix('sepas.')}.{run.__name__}"
        if stable in _followers:
            raise ValueError(f"follower {stable} is registered twice")
        _followers[stable] = Follower(stable, beginnings, run)
        return run

    return register


def followers_of(event_name: str) -> list[Follower]:
    return [found for found in _followers.values() if event_name.startswith(found.beginnings)]


def type_of(instance: object) -> EventType:
    return _types[type(instance)]


def event_type(name: str) -> EventType | None:
    return _events.get(name)


def reaction(name: str) -> Reaction | None:
    return _reactions.get(name)


def reactions_to(event_name: str) -> list[Reaction]:
    return [reaction for reaction in _reactions.values() if reaction.event == event_name]


def all_events() -> list[EventType]:
    return sorted(_events.values(), key=lambda found: found.name)


def rebuild(name: str, data: dict[str, Any]) -> Any:
    """The event dataclass from its stored data; unknown keys of newer versions are ignored."""
    found = _events[name]
    known = {item.name for item in fields(found.type)}
    return found.type(**{key: value for key, value in data.items() if key in known})
