"""Guarantees offered, registrations by owners, and decisions kept."""

import json
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from sepas import rules
from sepas.assets.models import ProductModel, Unit
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.tenancy import OrganisationQuerySet, ScopedQuerySet
from sepas.parties.models import Customer, Organisation
from sepas.warranty.lifecycle import Evidence, RegistrationState


class GuaranteeQuerySet(OrganisationQuerySet["Guarantee"]):
    pass


class Guarantee(models.Model):
    """A company's own promise: a rule pack of level `contract`, `campaign` or `goodwill`, as a document.

    A version never changes once a decision rests on it; a new text is a new row with the same `pack`.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    pack = models.CharField(max_length=80)
    version = models.CharField(max_length=20)
    source = models.TextField()
    """The document as it was published, in JSON. Not a JSON column: its definitions build on one another in order,
    and PostgreSQL keeps no order of keys."""
    product_models = models.ManyToManyField(ProductModel, related_name="+", blank=True)
    """The models it is promised for; none: all of the organisation's."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the canonical document: the same text published twice is one row."""
    comparison = models.JSONField(default=dict, blank=True)
    """Where this document gives less than the law, which stays in force beside it, and where more."""
    created_at = models.DateTimeField()
    ended_on = models.DateField(null=True, blank=True)
    """The last day of purchase that it is promised for, when it was ended; who bought by then keeps it."""
    ended_at = models.DateTimeField(null=True, blank=True)
    """When that was decided."""

    objects = GuaranteeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "pack", "version"], name="guarantee_version")
        ]

    def __str__(self) -> str:
        return f"{self.pack} {self.version}"

    @property
    def document(self) -> dict[str, Any]:
        """The document as plain data, for the pack loader and for pages, with its end where it was ended."""
        return ending(json.loads(self.source), self.ended_on)


def ending(document: dict[str, Any], last: date | None) -> dict[str, Any]:
    """A document that holds no longer than `last`, if there is such a day."""
    if last is None:
        return document
    valid = dict(document.get("valid") or {})
    valid["to"] = min(str(valid.get("to") or last.isoformat()), last.isoformat())
    return document | {"valid": valid}


class UnitScopedQuerySet(ScopedQuerySet):
    """Rows about a unit: its owner sees them, and the organisation's staff."""

    permission = "units.view"

    def _visible(self, actor: Actor) -> Q:
        if actor.kind == Kind.CUSTOMER and actor.mobile:
            return Q(unit__owner__mobile=actor.mobile)
        if actor.organisation_id is None or actor.is_public:
            return Q(pk__in=[])
        if actor.kind != Kind.SYSTEM and not actor.may(self.permission):
            return Q(pk__in=[])
        return Q(organisation_id=actor.organisation_id)


class RegistrationQuerySet(UnitScopedQuerySet):
    """A customer sees what they registered themselves, disputed or not; nobody else's."""

    permission = "registrations.view"

    def _visible(self, actor: Actor) -> Q:
        if actor.kind == Kind.CUSTOMER and actor.mobile:
            return Q(customer__mobile=actor.mobile)
        return super()._visible(actor)


class Registration(models.Model):
    """An owner's registration of a unit's guarantee. At most one is active for a unit."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=RegistrationState, default=RegistrationState.ACTIVE)
    reason = models.CharField(max_length=40, blank=True)
    """Why it is disputed, rejected or ended: a name of `reasons.REASONS`."""
    signs = models.JSONField(default=list, blank=True)
    """What was noticed, by the names of `reasons.SIGNS`."""
    evidence = models.CharField(max_length=10, choices=Evidence, default=Evidence.SERIAL)
    purchased_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    """What the packs gave when it was registered; the decision is asked again whenever it matters."""
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(state="active"), name="registration_one_active"
            ),
            models.UniqueConstraint(
                fields=["unit", "customer"],
                condition=Q(state__in=["active", "disputed"]),
                name="registration_one_open",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-created_at"], name="registration_by_unit"),
            models.Index(
                fields=["organisation", "created_at"],
                condition=Q(state="disputed"),
                name="registration_to_review",
            ),
        ]


class Attempt(models.Model):
    """Somebody tried a serial. Kept to slow down guessing and to notice a serial that many people hold.

    `serial_hash` and `mobile_hash` are keyed hashes: the table tells alike from different, and no more.
    """

    serial_hash = models.CharField(max_length=64)
    mobile_hash = models.CharField(max_length=64)
    outcome = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["serial_hash", "at"], name="attempt_by_serial"),
            models.Index(fields=["mobile_hash", "at"], name="attempt_by_mobile"),
        ]


class Decision(models.Model):
    """A decision that was given to somebody, with everything needed to give it again, bit for bit."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    as_of = models.DateField()
    record = models.JSONField()
    """`rules.Decision.record()`: facts, pack versions with hashes, result."""
    result_hash = models.CharField(max_length=64)
    guarantees = models.JSONField(default=list, blank=True)
    """The published guarantees (their ids) that stood beside the standard library."""
    provisional = models.BooleanField()
    supersedes = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    change = models.JSONField(default=dict, blank=True)
    """What differs from the superseded decision and which facts made the difference."""
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=120, blank=True)
    made: rules.Decision | None = None
    """The engine's decision, on a row that was kept just now: whoever goes on with it need not make it again."""

    objects = UnitScopedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "-made_at"], name="decision_by_unit")]
