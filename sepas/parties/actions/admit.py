"""Letting in whom the company's identity provider vouches for: as staff without any role, until somebody gives one."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict
from sepas.kernel.policy import require
from sepas.parties import policies
from sepas.parties.actions.shared import cleaned
from sepas.parties.actions.staff import clean_username
from sepas.parties.events import StaffAdmitted
from sepas.parties.models import Organisation, Staff, User


def admit_staff(
    actor: Actor, *, organisation: Organisation, username: str, name: str, email: str, now: datetime
) -> Staff:
    """A new member of staff without role, branch and password, who signs in by the provider alone.

    Raises `Invalid` for a name that cannot be, `Conflict` where somebody has the username or the address already,
    active or let go: nobody becomes somebody else, and nobody comes back by themselves.
    """
    require(policies.may_create_staff(actor, organisation.pk, None))
    username, email = clean_username(username), email.strip().lower()
    called = {"name_fa": name, "name_en": name if name.isascii() else ""}
    names = cleaned(Staff, called, required=frozenset({"name_fa"}))
    with transaction.atomic():
        if (
            User.objects.filter(email__iexact=email).exists()
            or User.objects.filter(username__iexact=username).exists()
        ):
            raise Conflict(_("Somebody has this username or address already."), code="username_taken")
        user = User(username=username, email=email, date_joined=now)
        user.set_unusable_password()
        user.save(force_insert=True)
        staff = Staff.objects.create(
            user=user, organisation=organisation, language=organisation.language, **names
        )
        record(
            StaffAdmitted(username, email.rpartition("@")[2]),
            actor=actor,
            organisation_id=organisation.pk,
            subject_id=staff.pk,
            at=now,
        )
    return staff
