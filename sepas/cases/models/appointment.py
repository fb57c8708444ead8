"""When somebody comes, or the device is brought."""

from django.db import models
from django.db.models import F, Q

from sepas.cases.appointment_lifecycle import STANDING, AppointmentState, Meeting
from sepas.cases.models.case import Case
from sepas.cases.models.scope import PartOfCaseQuerySet
from sepas.parties.models import Organisation, Staff


class AppointmentQuerySet(PartOfCaseQuerySet["Appointment"]):
    pass


class Appointment(models.Model):
    """A window of time for a visit or for bringing the device. Reasons and wishes are posts and the case's wish."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    technician = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    meeting = models.CharField(max_length=8, choices=Meeting, default=Meeting.HOME)
    state = models.CharField(max_length=16, choices=AppointmentState, default=AppointmentState.PROPOSED)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    remind_at = models.DateTimeField(null=True, blank=True)
    """When the customer is reminded; null when they were, or need not be."""
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "begins_at", "id"], name="appointment_by_time"),
            models.Index(fields=["technician", "begins_at"], name="appointment_of_technician"),
            models.Index(fields=["case", "begins_at"], name="appointment_of_case"),
            models.Index(
                fields=["remind_at"], condition=Q(remind_at__isnull=False), name="appointment_to_remind"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=[str(state) for state in STANDING]),
                name="appointment_standing_once",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="appointment_takes_time"),
        ]

    @property
    def stands(self) -> bool:
        """Whether it is not over."""
        return self.state in STANDING

    def get_state_display(self) -> str:  # type: ignore[no-redef]
        """As Django's, which makes the whole table of choices anew for every row of a list."""
        return str(AppointmentState(self.state).label)
