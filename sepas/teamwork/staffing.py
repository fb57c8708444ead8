"""Who can do what and who is there, by which rules work finds its person, and what somebody began to take down."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sepas.kernel.actor import Actor
from sepas.kernel.tenancy import OrganisationQuerySet, ScopedQuerySet
from sepas.parties.models import Organisation, Staff


class SkillQuerySet(ScopedQuerySet["Skill"]):
    def _visible(self, actor: Actor) -> Q:
        if actor.organisation_id is None or actor.is_public:
            return Q(pk__in=[])
        return Q(staff__organisation_id=actor.organisation_id)


class Skill(models.Model):
    """Somebody can work on a class of product (a name of the vocabulary), how well, and until when it is valid."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    """1 learns it, 2 does it, 3 teaches it."""
    until = models.DateField(null=True, blank=True)
    """The last day of a certificate; none: for good."""

    objects = SkillQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "name"], name="skill_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="skill_level"),
        ]


class AbsenceQuerySet(ScopedQuerySet["Absence"]):
    def _visible(self, actor: Actor) -> Q:
        if actor.organisation_id is None or actor.is_public:
            return Q(pk__in=[])
        return Q(staff__organisation_id=actor.organisation_id)


class Absence(models.Model):
    """Somebody is away from the first to the last of these days."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+", db_index=False)
    first = models.DateField()
    last = models.DateField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["staff", "last"], name="absence_of_staff")]
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="absence_in_order"),
            models.UniqueConstraint(fields=["staff", "first", "last"], name="absence_once"),
        ]


class Way(models.TextChoices):
    LEAST_LOADED = "least_loaded", _("whoever has the least work")
    ROUND_ROBIN = "round_robin", _("one after the other")


class AssignmentRuleQuerySet(OrganisationQuerySet["AssignmentRule"]):
    pass


class AssignmentRule(models.Model):
    """For which cases, and who of those that fit takes them. The first that finds somebody decides."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=80)
    conditions = models.JSONField(default=dict, blank=True)
    """Lists by name, of which the case has to be in each that is not empty: see `choosing.Conditions`."""
    wants = models.JSONField(default=dict, blank=True)
    """What the person needs: see `choosing.Wants`."""
    way = models.CharField(max_length=16, choices=Way, default=Way.LEAST_LOADED)
    last_staff_id = models.BigIntegerField(null=True)
    """Whose turn it was last."""
    version = models.PositiveIntegerField(default=0)

    objects = AssignmentRuleQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "position", "id"], name="rule_in_order")]

    def __str__(self) -> str:
        return self.name


class RoutineQuerySet(OrganisationQuerySet["Routine"]):
    pass


class Routine(models.Model):
    """What an organisation has set for its daily work. No row: the usual."""

    organisation = models.OneToOneField(
        Organisation, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    forgotten_after = models.PositiveSmallIntegerField(default=16)
    """Working hours without a touch after which a case counts as forgotten."""
    version = models.PositiveIntegerField(default=0)

    objects = RoutineQuerySet.as_manager()


class IntakeDraftQuerySet(ScopedQuerySet["IntakeDraft"]):
    """Everybody has their own."""

    def _visible(self, actor: Actor) -> Q:
        return Q(staff_id=actor.id) if actor.is_staff else Q(pk__in=[])


class IntakeDraft(models.Model):
    """What somebody has taken down of a case that is not open yet; one for each person."""

    staff = models.OneToOneField(Staff, primary_key=True, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField(default=dict)
    """The form's fields, as they were sent."""
    at = models.DateTimeField()

    objects = IntakeDraftQuerySet.as_manager()
