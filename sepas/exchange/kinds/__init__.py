"""What rows of each kind do: always what the single actions do, by the actions themselves."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sepas.assets.policies import may_add_units
from sepas.cases.policies import may_open
from sepas.exchange.kinds.cases import take_cases
from sepas.exchange.kinds.customers import take_customers
from sepas.exchange.kinds.sales import take_sales
from sepas.exchange.kinds.staff import take_staff
from sepas.exchange.kinds.units import take_units
from sepas.exchange.models import Kinds
from sepas.exchange.values import Outcome, Row, Taking
from sepas.kernel.actor import Actor
from sepas.kernel.policy import Answer
from sepas.parties.policies import may_create_staff, may_use

Take = Callable[[Taking, Sequence[Row], datetime], list[Outcome]]

TAKES: dict[str, Take] = {
    Kinds.UNITS: take_units,
    Kinds.SALES: take_sales,
    Kinds.CUSTOMERS: take_customers,
    Kinds.CASES: take_cases,
    Kinds.STAFF: take_staff,
}
BATCH: dict[str, int] = {
    Kinds.UNITS: 500,
    Kinds.SALES: 50,
    Kinds.CUSTOMERS: 50,
    Kinds.CASES: 10,
    Kinds.STAFF: 1,
}
"""Rows of one transaction: a fraction of a second, for on SQLite everybody else's writing waits meanwhile."""


def may_take(kind: str, actor: Actor, organisation_id: int) -> Answer:
    """Whether the actor may do at all what rows of this kind do."""
    if kind in {Kinds.UNITS, Kinds.SALES}:
        return may_add_units(actor, organisation_id)
    if kind == Kinds.CUSTOMERS:
        return may_use(actor, "customers.edit", organisation_id=organisation_id)
    if kind == Kinds.CASES:
        return may_open(actor, organisation_id)
    return may_create_staff(actor, organisation_id, None)
