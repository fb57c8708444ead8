"""What ties cases to each other and to a person's day: links, merges, snoozes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sepas.cases.models.case import Case
from sepas.cases.models.scope import visible_cases
from sepas.kernel.actor import Actor
from sepas.kernel.tenancy import ScopedQuerySet
from sepas.parties.models import Staff


class Tie(models.TextChoices):
    """How one case stands to another, read from the first: «first is … second»."""

    RELATED = "related", _("related to")
    DUPLICATE = "duplicate", _("a duplicate of")
    CAUSED_BY = "caused_by", _("caused by")
    CHILD = "child", _("a part of")


class CaseLinkQuerySet(ScopedQuerySet["CaseLink"]):
    """Seen by staff who see both cases: a link tells of each that the other is there."""

    def _visible(self, actor: Actor) -> Q:
        if actor.is_public:
            return Q(pk__in=[])
        return visible_cases(actor, "first__") & visible_cases(actor, "second__")


class CaseLink(models.Model):
    """`first` is `tie` `second`. A part has one whole; what is merely related stands in the order of entry."""

    first = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    tie = models.CharField(max_length=12, choices=Tie)
    at = models.DateTimeField()

    objects = CaseLinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["second", "tie"], name="link_of_second")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second", "tie"], name="link_once"),
            models.UniqueConstraint(fields=["first"], condition=Q(tie="child"), name="link_one_whole"),
            models.CheckConstraint(condition=~Q(first=F("second")), name="link_not_to_itself"),
        ]


class MergeQuerySet(ScopedQuerySet["Merge"]):
    def _visible(self, actor: Actor) -> Q:
        return Q(pk__in=[]) if actor.is_public else visible_cases(actor, "duplicate__")


class Merge(models.Model):
    """One case was closed into another. `before` holds what an undoing puts back; see `actions.unmerge`."""

    duplicate = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    survivor = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    before = models.JSONField(default=dict)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["survivor", "at"], name="merge_by_survivor")]
        constraints = [
            models.UniqueConstraint(
                fields=["duplicate"], condition=Q(undone_at=None), name="merge_standing_once"
            )
        ]


class SnoozeQuerySet(ScopedQuerySet["Snooze"]):
    """Everybody sees their own."""

    def _visible(self, actor: Actor) -> Q:
        return Q(staff_id=actor.id) if actor.is_staff else Q(pk__in=[])


class Snooze(models.Model):
    """Somebody put a case out of their sight until a moment, or until something wakes it. Promises run on."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+", db_index=False)
    until = models.DateTimeField()
    at = models.DateTimeField()

    objects = SnoozeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["until"], name="snooze_to_wake"),
            models.Index(fields=["staff", "until"], name="snooze_of_staff"),
        ]
        constraints = [models.UniqueConstraint(fields=["case", "staff"], name="snooze_once")]
