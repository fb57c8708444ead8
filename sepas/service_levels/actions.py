"""Promises of an organisation: set, removed, begun with."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid, Stale, type_of_text
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties.models import Organisation
from sepas.service_levels.clocks import UNITS
from sepas.service_levels.defaults import DEFAULTS, NAMES, PAUSES, promise_text
from sepas.service_levels.events import ServicePromiseRemoved, ServicePromiseSet
from sepas.service_levels.models import ServicePromise, ServicePromiseQuerySet
from sepas.service_levels.policies import may_set_promises

LONGEST = {"hour": 24 * 90, "opening_hour": 24 * 90, "day": 365, "business_day": 250, "month": 12}
_KIND = re.compile(r"^[a-z_]{0,20}$")
WHY = "one promise a kind and name, whoever sets it"


def set_promise(
    actor: Actor,
    *,
    organisation: Organisation,
    kind: str = "",
    name: str,
    amount: int,
    unit: str,
    pausable_by: Iterable[str] = (),
    text: Mapping[str, str] | None = None,
    now: datetime,
) -> ServicePromise:
    """Promise `amount` of `unit` for one kind of case, or for every kind without its own (`kind` empty).

    Replaces the promise of the same kind and name; running clocks keep theirs. Without `text` it is worded
    from the figures. Raises `Invalid` with each wrong field and what is allowed.
    """
    require(may_set_promises(actor, organisation.pk))
    values = _checked(kind, name, amount, unit, sorted(set(pausable_by)))
    values["text"] = _words(text) if text is not None else promise_text(kind, name, amount, unit)
    row = _rows().filter(organisation=organisation, kind=kind, name=name).first()
    if row is not None and all(getattr(row, key) == value for key, value in values.items()):
        return row
    try:
        with transaction.atomic():
            if row is None:
                row = ServicePromise.objects.create(organisation=organisation, kind=kind, name=name, **values)
            else:
                swap(row, **values)
            told = ServicePromiseSet(kind, name, row.amount, row.unit, row.pausable_by)
            _record(actor, row, told, now)
    except IntegrityError:
        raise Stale() from None
    return row


def remove_promise(actor: Actor, *, promise: ServicePromise, now: datetime) -> None:
    """Promise this no more; cases opened before keep it. Raises `Stale` if it changed meanwhile."""
    require(may_set_promises(actor, promise.organisation_id))
    with transaction.atomic():
        swap(promise)
        _record(actor, promise, ServicePromiseRemoved(promise.kind, promise.name), now)
        _rows().filter(pk=promise.pk).delete()


def set_default_promises(actor: Actor, *, organisation: Organisation, now: datetime) -> list[ServicePromise]:
    """The promises to begin with, if the organisation has none yet; asked again, it adds nothing."""
    require(may_set_promises(actor, organisation.pk))
    with transaction.atomic():
        if _rows().filter(organisation=organisation).exists():
            return []
        return [
            set_promise(
                actor,
                organisation=organisation,
                kind=default.kind,
                name=default.name,
                amount=default.amount,
                unit=default.unit,
                pausable_by=default.pausable_by,
                now=now,
            )
            for default in DEFAULTS
        ]


def _checked(kind: str, name: str, amount: int, unit: str, pausable_by: list[str]) -> dict[str, Any]:
    wrong: dict[str, type_of_text] = {}
    data: dict[str, Any] = {}
    if not _KIND.match(kind):
        wrong["kind"] = _("There is no such kind of request.")
    if name not in NAMES:
        wrong["name"], data["names"] = _("Choose one of the list."), list(NAMES)
    if unit not in UNITS:
        wrong["unit"], data["units"] = _("Choose one of the list."), list(UNITS)
    elif not 1 <= amount <= LONGEST[unit]:
        wrong["amount"], data["most"] = _("This is too little or too much."), LONGEST[unit]
    if set(pausable_by) - set(PAUSES):
        wrong["pausable_by"], data["pauses"] = _("Choose from the list."), list(PAUSES)
    if wrong:
        raise Invalid(wrong, data=data)
    return {"amount": amount, "unit": unit, "pausable_by": pausable_by}


def _words(text: Mapping[str, str]) -> dict[str, str]:
    words = {language: text.get(language, "").strip() for language in ("fa", "en")}
    empty = {
        f"text.{language}": _("This cannot be left empty.") for language, said in words.items() if not said
    }
    if empty:
        raise Invalid(empty)
    return words


def _rows() -> ServicePromiseQuerySet:
    return ServicePromise.objects.unscoped(WHY)


def _record(actor: Actor, row: ServicePromise, event: object, now: datetime) -> None:
    record(event, actor=actor, organisation_id=row.organisation_id, subject_id=row.pk, at=now)
