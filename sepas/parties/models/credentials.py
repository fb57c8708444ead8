"""What proves who somebody is: one-time codes of people, tokens of programs. Only hashes are kept."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sepas.kernel.actor import Actor
from sepas.kernel.tenancy import ScopedQuerySet
from sepas.parties.models.organisations import NOTHING, Organisation
from sepas.parties.models.staff import Staff


class CodePurpose(models.TextChoices):
    SIGN_IN = "sign_in", _("signing in")
    REGISTER = "register", _("registering a guarantee")
    CONFIRM = "confirm", _("confirming a request")
    ERASE = "erase", _("erasing what is held about you")


class OneTimeCodeQuerySet(ScopedQuerySet["OneTimeCode"]):
    def _visible(self, actor: Actor) -> Q:
        return NOTHING


class OneTimeCode(models.Model):
    """A code sent to a mobile number to prove that it is theirs. Only a keyed hash of it is kept."""

    mobile = models.CharField(max_length=16)
    purpose = models.CharField(max_length=20, choices=CodePurpose)
    caller = models.CharField(max_length=64, blank=True)
    """A keyed hash of who asked (an address), for the rate limit only."""
    digest = models.CharField(max_length=64)
    open = models.BooleanField(default=True)
    """Only the newest code of a number serves, until it is used or tried too often."""
    attempts = models.PositiveSmallIntegerField(default=0)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = OneTimeCodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mobile"], condition=Q(open=True), name="code_open_once")
        ]
        indexes = [
            models.Index(fields=["mobile", "issued_at"], name="code_by_mobile"),
            models.Index(fields=["caller", "issued_at"], name="code_by_caller"),
            models.Index(fields=["issued_at"], name="code_by_age"),
        ]


class ApiTokenQuerySet(ScopedQuerySet["ApiToken"]):
    def _visible(self, actor: Actor) -> Q:
        if actor.organisation_id is None or not actor.reach("tokens.edit").everywhere:
            return NOTHING
        return Q(organisation_id=actor.organisation_id)


class ApiToken(models.Model):
    """A program's key. The secret is shown once and kept only as a hash; `prefix` finds and names it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    hash = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    """Names of permissions, which hold in the whole organisation."""
    hides = models.JSONField(default=list, blank=True)
    """Field permissions that it lacks: what of customers and amounts is not shown to it."""
    networks = models.JSONField(default=list, blank=True)
    """Networks (CIDR) that it may be used from; none: from anywhere."""
    created_by = models.ForeignKey(Staff, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "-created_at"], name="token_by_org")]

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
