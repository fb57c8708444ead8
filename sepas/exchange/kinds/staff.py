"""Staff: the key is the username. Nobody learns the first password; one-time ones are handed out afterwards."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sepas.exchange.models import BroughtIn, Kinds
from sepas.exchange.values import Outcome, Row, Taking, wrong
from sepas.kernel.errors import DomainError, Invalid
from sepas.parties.actions.staff import create_staff
from sepas.parties.models import Staff, User


def take_staff(taking: Taking, rows: Sequence[Row], now: datetime) -> list[Outcome]:
    return [_person(taking, row, now) for row in rows]


def _person(taking: Taking, row: Row, now: datetime) -> Outcome:
    values, problems = taking.read(row)
    try:
        if problems:
            raise Invalid(problems)
        username = User.normalize_username(values["username"].strip()).lower()
        if Staff.objects.visible_to(taking.actor).filter(user__username=username).exists():
            return Outcome("there")
        branch = values.get("branch")
        with transaction.atomic():
            made = create_staff(
                taking.actor,
                organisation=taking.organisation,
                username=username,
                name_fa=values["name_fa"],
                name_en=values.get("name_en", ""),
                mobile=values.get("mobile", ""),
                language=values.get("language", "fa"),
                branch=branch,
                roles=[(values["role"], branch)] if values.get("role") else [],
                now=now,
            )
            BroughtIn.objects.create(
                organisation=taking.organisation,
                kind=Kinds.STAFF,
                key=username[:120],
                subject_id=made.staff.pk,
                by_id=taking.import_id,
            )
    except DomainError as error:
        return wrong(error)
    return Outcome("added")
