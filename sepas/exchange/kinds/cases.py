"""Open cases of another program: each is opened here with decision, promises and code. The key is its number there."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.assets.models import Unit
from sepas.assets.queries import find_units
from sepas.cases.actions.open import open_case
from sepas.cases.lifecycle import Kind
from sepas.exchange.headers import key_of
from sepas.exchange.models import BroughtIn, Kinds
from sepas.exchange.values import Outcome, Row, Taking, wrong
from sepas.kernel.errors import DomainError, Invalid

OVER = ("closed", "resolved", "completed", "collected", "cancelled", "canceled", "delivered", "done",
        "بسته", "حلشده", "تحویلشده", "تمام", "لغو", "انجامشده")  # fmt: skip
WHY = "one case for one case of another program, whoever brings it"


def take_cases(taking: Taking, rows: Sequence[Row], now: datetime) -> list[Outcome]:
    return [_case(taking, row, now) for row in rows]


def _case(taking: Taking, row: Row, now: datetime) -> Outcome:
    values, problems = taking.read(row)
    try:
        if problems:
            raise Invalid(problems)
        key = _key(values)
        known = BroughtIn.objects.unscoped(WHY).filter(
            organisation=taking.organisation, kind=Kinds.CASES, key=key
        )
        if known.exists():
            return Outcome("there")
        if any(word in key_of(values.get("status", "")) for word in OVER):
            raise Invalid({"status": _("This case is over there. Only open ones are opened here.")})
        with transaction.atomic():
            case = open_case(
                taking.actor,
                organisation=taking.organisation,
                kind=values.get("kind", Kind.PAID_REPAIR.value),
                description=values["description"],
                mobile=values["mobile"],
                name=values.get("name", ""),
                unit=_unit(taking, values),
                branch=values.get("branch"),
                city=values.get("city", ""),
                subject=_subject(values),
                language=taking.organisation.language,
                even_if_open=True,
                now=now,
            )
            BroughtIn.objects.create(
                organisation=taking.organisation,
                kind=Kinds.CASES,
                key=key,
                subject_id=case.pk,
                by_id=taking.import_id,
            )
    except DomainError as error:
        return wrong(error)
    return Outcome("added")


def _subject(values: dict[str, Any]) -> str:
    parts = [str(values[name]) for name in ("reference", "subject") if values.get(name)]
    return " · ".join(parts)[:160]


def _key(values: dict[str, Any]) -> str:
    """The number there; a case without one is known by who asked for what."""
    if values.get("reference"):
        return key_of(values["reference"])[:120]
    said = "\n".join(str(values.get(name, "")) for name in ("mobile", "serial", "kind", "description"))
    return f"sha256:{hashlib.sha256(said.encode()).hexdigest()}"


def _unit(taking: Taking, values: dict[str, Any]) -> Unit | None:
    if not values.get("serial"):
        return None
    found = find_units(values["serial"], organisation_id=taking.organisation.pk)
    if not found:
        raise Invalid(
            {
                "serial": _(
                    "No unit has this serial number. Bring the units in first, or leave this column out."
                )
            }
        )
    if len(found) > 1:
        raise Invalid(
            {"serial": _("Units of several models have this serial number. Leave this cell empty.")}
        )
    return found[0]
