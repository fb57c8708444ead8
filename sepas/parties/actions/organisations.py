"""Organisations: created by whoever runs the installation, edited by their own people."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid, type_of_text
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.parties import policies
from sepas.parties.actions.shared import before_and_after, cleaned, different, only_known
from sepas.parties.events import OrganisationCreated, OrganisationEdited
from sepas.parties.models import Organisation

TEXTS = frozenset(
    {"name_fa", "name_en", "phone", "language", "calendar", "time_zone", "quiet_from", "quiet_until"}
)
EDITABLE = TEXTS | {"customers_choose"}
"""Not the jurisdiction or currency: what was decided and promised under them stands."""


def create_organisation(
    actor: Actor,
    *,
    slug: str,
    name_fa: str,
    name_en: str = "",
    jurisdiction: str = "IR",
    currency: str = "IRR",
    language: str = "fa",
    calendar: str = "jalali",
    time_zone: str = "Asia/Tehran",
    phone: str = "",
    now: datetime,
) -> Organisation:
    """A new organisation, empty. Raises `Invalid` for a field, `Conflict` if the slug is taken."""
    require(policies.may_create_organisation(actor))
    given = {
        "slug": slug,
        "name_fa": name_fa,
        "name_en": name_en,
        "jurisdiction": jurisdiction,
        "currency": currency,
        "language": language,
        "calendar": calendar,
        "time_zone": time_zone,
        "phone": phone,
    }
    clean = cleaned(Organisation, given, required=frozenset({"slug", "name_fa", "jurisdiction", "currency"}))
    _check(clean)
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(**clean, created_at=now)
            created = OrganisationCreated(organisation.slug, organisation.jurisdiction)
            _record(actor, organisation, created, now)
    except IntegrityError:
        raise Conflict(_("Another organisation has this short name."), code="slug_taken") from None
    return organisation


def edit_organisation(
    actor: Actor, *, organisation: Organisation, now: datetime, **fields: Any
) -> Organisation:
    """Change names, phone, language, calendar, time zone, quiet hours, or whether customers choose free times
    themselves. Without a real change nothing is written."""
    require(policies.may_edit_organisation(actor, organisation.pk))
    only_known(fields, EDITABLE)
    texts = {name: value for name, value in fields.items() if name in TEXTS}
    clean = cleaned(Organisation, texts, required=frozenset({"name_fa", "quiet_from", "quiet_until"}))
    _check(clean)
    changes = different(organisation, fields | clean)
    if changes:
        with transaction.atomic():
            edited = OrganisationEdited(before_and_after(organisation, changes))
            swap(organisation, **changes)
            _record(actor, organisation, edited, now)
    return organisation


def _check(clean: dict[str, str]) -> None:
    wrong: dict[str, type_of_text] = {}
    if "slug" in clean:
        try:
            validate_slug(clean["slug"])
        except ValidationError:
            wrong["slug"] = _("Use Latin letters, digits and dashes.")
    if clean.get("language", "fa") not in {"fa", "en"}:
        wrong["language"] = _("Choose Persian or English.")
    if clean.get("calendar", "jalali") not in {"jalali", "gregorian"}:
        wrong["calendar"] = _("Choose the Jalali or the Gregorian calendar.")
    if "time_zone" in clean:
        try:
            ZoneInfo(clean["time_zone"])
        except (KeyError, ValueError, OSError):
            wrong["time_zone"] = _("There is no such time zone. It looks like Asia/Tehran.")
    for name in ("quiet_from", "quiet_until"):
        if name in clean and not _is_time(clean[name]):
            wrong[name] = _("Write a time of day such as 22:00.")
    if wrong:
        raise Invalid(wrong)


def _is_time(text: str) -> bool:
    try:
        return f"{time.fromisoformat(text):%H:%M}" == text
    except ValueError:
        return False


def _record(actor: Actor, organisation: Organisation, event: object, now: datetime) -> None:
    record(event, actor=actor, organisation_id=organisation.pk, subject_id=organisation.pk, at=now)
