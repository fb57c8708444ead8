"""Customers: the key is the mobile number."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sepas.exchange.values import Outcome, Row, Taking, wrong
from sepas.kernel.errors import DomainError, Invalid
from sepas.parties.actions.customers import edit_customer, meet_customer
from sepas.parties.phones import parse_mobile, region_of

EDITED = ("name", "email", "city", "address", "language")


def take_customers(taking: Taking, rows: Sequence[Row], now: datetime) -> list[Outcome]:
    """What is not known yet of a customer is filled in; what is known otherwise only if `update` was asked for."""
    return [_customer(taking, row, now) for row in rows]


def _customer(taking: Taking, row: Row, now: datetime) -> Outcome:
    values, problems = taking.read(row)
    try:
        if problems:
            raise Invalid(problems)
        with transaction.atomic():
            customer, is_new = meet_customer(
                taking.actor,
                organisation=taking.organisation,
                number=parse_mobile(values["mobile"], region_of(taking.organisation.jurisdiction)),
                name=values.get("name", "") if not taking.update else "",
                language=values.get("language", taking.organisation.language),
                now=now,
            )
            before = customer.version
            given = {name: values[name] for name in EDITED if name in values}
            if not taking.update:
                given = {name: value for name, value in given.items() if not getattr(customer, name)}
            if given:
                edit_customer(taking.actor, customer=customer, now=now, **given)
    except DomainError as error:
        return wrong(error)
    return Outcome("added" if is_new else "changed" if customer.version != before else "there")
