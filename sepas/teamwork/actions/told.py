"""Choosing what one is told, and by which way."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid, type_of_text
from sepas.kernel.policy import require
from sepas.notices.ports import sends_email
from sepas.parties.models import Staff
from sepas.teamwork import policies
from sepas.teamwork.events import ToldChosen
from sepas.teamwork.models import Reason
from sepas.teamwork.queries_told import told_by
from sepas.teamwork.told import APP, EMAIL, USUAL, WAYS, ToldChoice


def choose_told(
    actor: Actor,
    *,
    staff: Staff,
    ways: Mapping[str, Iterable[str]],
    email: str | None = None,
    now: datetime,
) -> ToldChoice:
    """Be told of each reason in `ways` by these ways, and of others as before; `email` None: the address stays.

    Raises `Invalid` by field: a reason or way that there is none of, what must be told (`must_be_told`), e-mail where
    none is sent or nobody knows an address. The same choice again writes nothing.
    """
    require(policies.may_choose_told(actor, staff))
    before = told_by(staff)
    wanted = {reason: sorted(set(chosen)) for reason, chosen in ways.items()}
    address = before.own_email if email is None else email.strip()
    wrong: dict[str, type_of_text] = {}
    if set(wanted) - set(Reason.values) or any(set(chosen) - set(WAYS) for chosen in wanted.values()):
        raise Invalid(
            {"ways": _("Choose from the list.")},
            data={"allowed": {"reasons": Reason.values, "ways": list(WAYS)}},
        )
    for reason, chosen in wanted.items():
        if reason in before.must and APP not in chosen:
            wrong[reason] = _("This must be told to you in the app.")
    if address:
        try:
            validate_email(address)
        except ValidationError:
            wrong["email"] = _("This is not an e-mail address. It looks like name@example.com.")
    if any(EMAIL in chosen and EMAIL not in before.ways[reason] for reason, chosen in wanted.items()):
        if not sends_email():
            wrong["ways"] = _("This installation sends no e-mail. Ask its administrator.")
        elif not (address or staff.user.email):
            wrong["email"] = _("Write the address that it should go to.")
    if wrong:
        raise Invalid(wrong, code="must_be_told" if set(wrong) <= set(Reason.values) else "invalid")
    kept = {reason: chosen for reason, chosen in (before.ways | wanted).items() if chosen != list(USUAL)}
    rows = ToldChoice.objects.unscoped("the policy was asked")
    with transaction.atomic():
        row = rows.filter(staff=staff).first() or ToldChoice(staff=staff)
        if (row.ways, row.email) == (kept, address):
            return row
        row.ways, row.email, row.version = kept, address, row.version + 1
        row.save()
        changed = {reason: chosen for reason, chosen in wanted.items() if chosen != before.ways[reason]}
        record(
            ToldChosen(changed),
            actor=actor,
            organisation_id=staff.organisation_id,
            subject_id=staff.pk,
            at=now,
        )
    return row
