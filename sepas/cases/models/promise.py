"""Clocks on a case, and what their breach earns the customer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sepas.cases.models.case import Case
from sepas.cases.models.scope import PartOfCaseQuerySet


class PromiseState(models.TextChoices):
    RUNNING = "running", _("in time")
    AT_RISK = "at_risk", _("at risk")
    BREACHED = "breached", _("late")
    PAUSED = "paused", _("waiting")
    MET = "met", _("kept")
    MET_LATE = "met_late", _("kept late")
    CANCELLED = "cancelled", _("no longer owed")


OPEN_PROMISES = (PromiseState.RUNNING, PromiseState.AT_RISK, PromiseState.PAUSED, PromiseState.BREACHED)
"""States of what is owed and not kept yet."""


class PromiseQuerySet(PartOfCaseQuerySet["Promise"]):
    pass


class Promise(models.Model):
    """A clock on a case: an obligation of the law or the guarantee, or the organisation's own promise."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    """The obligation's name in the vocabulary, or `first_reply`, `resolution`, … of the organisation."""
    source = models.CharField(max_length=12)
    """`law`, `standard`, `contract`, `campaign`, `goodwill`, or `organisation`."""
    provision = models.CharField(max_length=120, blank=True)
    title = models.JSONField(default=dict)
    text = models.JSONField(default=dict)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=16)
    """`hour`, `day`, `business_day`, `month`, `opening_hour`."""
    month_calendar = models.CharField(max_length=10, default="jalali")
    pausable_by = models.JSONField(default=list)
    pauses = models.JSONField(default=list)
    """Pairs of ISO moments; the last may be open (null)."""
    on_breach = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=PromiseState, default=PromiseState.RUNNING)
    started_at = models.DateTimeField()
    half_at = models.DateTimeField(null=True)
    """When half of its time is used, and three quarters of it (`at_risk_at`)."""
    at_risk_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    """The last moment in time; null while an open pause keeps it open."""
    tick_at = models.DateTimeField(null=True)
    """When the clock has to look at it next: at risk, then due; null when there is nothing to look for."""
    met_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    brought = models.BooleanField(default=False, db_default=False)
    """It came from a case that was merged into this one: no decision of this case takes it away."""
    version = models.PositiveIntegerField(default=0)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["tick_at"], condition=Q(tick_at__isnull=False), name="promise_to_tick"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "source", "provision", "name", "started_at"], name="promise_once"
            )
        ]


class RightQuerySet(PartOfCaseQuerySet["Right"]):
    pass


class Right(models.Model):
    """A remedy that a breach, a count or the decision unlocked for the customer, in plain words.

    `amount` is in the organisation's currency; with `per` it accrues from `unlocked_at` until `stopped_at`.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    remedy = models.CharField(max_length=60)
    source = models.CharField(max_length=12, default="law")
    provision = models.CharField(max_length=120)
    promise = models.ForeignKey(Promise, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.JSONField(default=dict)
    text = models.JSONField(default=dict)
    amount = models.BigIntegerField(null=True)
    per = models.CharField(max_length=10, blank=True)
    extends = models.JSONField(null=True)
    """By how much a guarantee grows: `{"amount": 1, "unit": "month"}`."""
    unlocked_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    """When an amount per day stopped growing: what was owed had been done."""

    objects = RightQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "provision", "remedy", "promise"], name="right_once")
        ]
