"""What the customer gives away of a case: links for looking on, and how satisfied they are."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from sepas.cases.models.case import Case
from sepas.cases.models.scope import PartOfCaseQuerySet
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.tenancy import ScopedQuerySet

MOST_LINKS = 5
"""Links of one case that stand at once."""


class ShareLinkQuerySet(PartOfCaseQuerySet["ShareLink"]):
    def _visible(self, actor: Actor) -> Q:
        """Only the customer: whoever holds the secret looks on."""
        return super()._visible(actor) if actor.kind in {Kind.LINK, Kind.CUSTOMER} else Q(pk__in=[])


class ShareLink(models.Model):
    """A link for somebody who may look on but not act, with a secret of its own; it serves until revoked."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    secret = models.CharField(max_length=40, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "created_at"], name="share_link_by_case")]


class RatingQuerySet(ScopedQuerySet["Rating"]):
    def _visible(self, actor: Actor) -> Q:
        """Their own for customers; for staff only where they may read ratings one by one. Others get sums."""
        if actor.kind == Kind.LINK:
            return Q(case_id=actor.case_id) if actor.case_id else Q(pk__in=[])
        if actor.kind == Kind.CUSTOMER:
            return Q(case__customer__mobile=actor.mobile) if actor.mobile else Q(pk__in=[])
        if actor.organisation_id is None or actor.is_public:
            return Q(pk__in=[])
        mine = Q(case__organisation_id=actor.organisation_id)
        if actor.kind == Kind.SYSTEM:
            return mine
        reach = actor.reach("ratings.view")
        return mine if reach.everywhere else mine & Q(case__branch_id__in=reach.branches)


class Rating(models.Model):
    """How satisfied the customer was with one resolution, 1 to 5; `round` counts the resolutions of the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    round = models.PositiveSmallIntegerField(default=0)
    score = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    objects = RatingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="rating_once_a_resolution"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="rating_of_five"),
        ]
