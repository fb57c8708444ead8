"""Fields that only some may see: how to reach a customer, and amounts of money.

`fields.contact` and `fields.money` are rights like others. A door says once who looks (`show_to`); whatever it shows
of these fields goes through the functions here, so that pages, lists, exports and the API hide alike.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sepas.kernel.actor import Actor, Kind
from sepas.parties.roles import FIELD_PERMISSIONS

DOT = "•"
MONEY = frozenset(
    {"amounts", "value_money", "price", "purchase_price", "depreciation", "vehicle_price", "damage_amount"}
)
"""Keys that hold money in documents and facts: answers that are money by the rules' vocabulary among them."""
_hidden: ContextVar[frozenset[str]] = ContextVar("hidden fields", default=frozenset())


def hidden_from(actor: Actor) -> frozenset[str]:
    """Which of `fields.contact` and `fields.money` an actor does not see. People always see their own."""
    if actor.kind not in {Kind.STAFF, Kind.TOKEN}:
        return frozenset()
    return frozenset(name for name in FIELD_PERMISSIONS if not actor.may(name))


def show_to(actor: Actor) -> None:
    """From here on, and until the request ends, fields are shown to this actor."""
    _hidden.set(hidden_from(actor))


def hidden() -> frozenset[str]:
    """What is hidden now; for whatever goes on after the request, such as a stream."""
    return _hidden.get()


@contextmanager
def hiding(fields: frozenset[str] = frozenset()) -> Iterator[None]:
    """Hide these fields within; a request begins with none hidden, since nobody is known yet."""
    token = _hidden.set(fields)
    try:
        yield
    finally:
        _hidden.reset(token)


def hides(permission: str) -> bool:
    return permission in _hidden.get()


def mobile(value: str) -> str:
    """A number, or its beginning and end: `+98912•••••67`."""
    if not hides("fields.contact") or not value:
        return value
    shown = 6 if value.startswith("+") else 4
    return f"{value[:shown]}{DOT * max(3, len(value) - shown - 2)}{value[-2:]}"


def email(value: str) -> str:
    """An address, or its first letter: `m•••@•••`."""
    return f"{value[:1]}{DOT * 3}@{DOT * 3}" if hides("fields.contact") and value else value


def reached(value: str) -> str:
    """A number or an e-mail address."""
    return email(value) if "@" in value else mobile(value)


def place(value: str) -> str:
    """A street and number, or dots."""
    return DOT * 3 if hides("fields.contact") and value else value


def link(value: str) -> str:
    """A secret link acts as the customer, and shows them their own number; so it is for who may see that."""
    return "" if hides("fields.contact") else value


def amount(value: Any) -> Any:
    """An amount, or nothing."""
    return None if hides("fields.money") else value


def fact(data: Any) -> Any:
    """What a fact holds, without the ends of numbers and without amounts where these are hidden."""
    shown = amounts(data)
    if hides("fields.contact") and isinstance(shown, Mapping):
        shown = {key: value for key, value in shown.items() if key != "mobile_ending"}
    return shown


def amounts(value: Any) -> Any:
    """A document with every amount in it, or without."""
    return without_amounts(value) if hides("fields.money") else value


def without_amounts(value: Any) -> Any:
    """A document with None for every amount in it; an amount of time, with its `unit`, stays."""
    if isinstance(value, Mapping):
        return {
            key: None if _is_money(key, item, value) else without_amounts(item) for key, item in value.items()
        }
    return [without_amounts(item) for item in value] if isinstance(value, list) else value


def _is_money(key: str, item: Any, beside: Mapping[str, Any]) -> bool:
    if key == "amount":
        return "unit" not in beside
    return key in MONEY and not isinstance(item, Mapping)
