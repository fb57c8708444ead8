"""What people who answer together need: ready texts, drafts, who is where, replies on their way, notifications."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sepas.cases.models import Case
from sepas.cases.models.scope import PartOfCaseQuerySet
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.ids import new_secret
from sepas.kernel.tenancy import ScopedQuerySet
from sepas.parties.models import Organisation, Staff


class CannedReplyQuerySet(ScopedQuerySet["CannedReply"]):
    """The organisation's own, and one's personal ones; never a colleague's. Programs have none of their own: they see
    the organisation's, and personal ones with `personal.edit`.
    """

    def _visible(self, actor: Actor) -> Q:
        if actor.organisation_id is not None and actor.kind == Kind.TOKEN:
            own = Q(organisation_id=actor.organisation_id)
            return own if actor.may("personal.edit") else own & Q(owner=None)
        if actor.organisation_id is None or not actor.is_staff:
            return Q(pk__in=[])
        return Q(organisation_id=actor.organisation_id) & (Q(owner=None) | Q(owner_id=actor.id))


class CannedReply(models.Model):
    """A ready text, shared or personal (`owner`), with variables in braces: see `teamwork.variables`."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    folder = models.CharField(max_length=60, blank=True)
    body_fa = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    used = models.PositiveIntegerField(default=0)
    """How often it was sent."""
    version = models.PositiveIntegerField(default=0)

    objects = CannedReplyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "folder", "title"], name="canned_by_org")]
        constraints = [
            models.CheckConstraint(condition=~Q(body_fa="") | ~Q(body_en=""), name="canned_says_something")
        ]

    def __str__(self) -> str:
        return self.title


class DraftQuerySet(PartOfCaseQuerySet["Draft"]):
    pass


class Draft(models.Model):
    """What somebody began to write in a case. One for each person and case; colleagues see that it is there."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    author = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    body = models.TextField()
    at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "author"], name="draft_once")]


class PresenceQuerySet(PartOfCaseQuerySet["Presence"]):
    pass


class Presence(models.Model):
    """Somebody has the page of a case open; the row counts while `at` is fresh."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    answering = models.BooleanField(default=False)
    at = models.DateTimeField()

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "staff"], name="presence_once")]
        indexes = [models.Index(fields=["at"], name="presence_by_time")]


class WaitingState(models.TextChoices):
    WAITING = "waiting", _("goes out soon")
    GONE = "gone", _("sent")
    TAKEN_BACK = "taken_back", _("taken back")
    FAILED = "failed", _("could not be sent")


class WaitingReplyQuerySet(PartOfCaseQuerySet["WaitingReply"]):
    pass


class WaitingReply(models.Model):
    """An answer that has not been said yet: it may be taken back until `due_at`. Then it becomes a post."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+", db_index=False)
    author = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(blank=True)
    due_at = models.DateTimeField()
    scheduled = models.BooleanField(default=False)
    """Whether a person chose the moment."""
    state = models.CharField(max_length=12, choices=WaitingState, default=WaitingState.WAITING)
    post_id = models.BigIntegerField(null=True)
    """The post that it became."""
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    objects = WaitingReplyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="waiting_reply_due"),
            models.Index(fields=["case", "created_at"], name="waiting_reply_of_case"),
        ]


def waiting_place(file: "WaitingFile", name: str) -> str:
    secret = new_secret()
    return f"waiting/{secret[:2]}/{secret}.bin"


class WaitingFileQuerySet(ScopedQuerySet["WaitingFile"]):
    def _visible(self, actor: Actor) -> Q:
        return Q(pk__in=[])


class WaitingFile(models.Model):
    """A file of a reply that waits; cleaned already. It is deleted when the reply has gone or was taken back."""

    reply = models.ForeignKey(WaitingReply, on_delete=models.CASCADE, related_name="+")
    file = models.FileField(upload_to=waiting_place)
    name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)

    objects = WaitingFileQuerySet.as_manager()


class Reason(models.TextChoices):
    MENTIONED = "mentioned", _("mentioned you")
    ASSIGNED = "assigned", _("gave you a case")
    CUSTOMER_WROTE = "customer_wrote", _("the customer wrote")
    REOPENED = "reopened", _("the customer reopened it")
    ESCALATED = "escalated", _("the customer took it higher")
    APPOINTMENT = "appointment", _("the customer answered about the appointment")
    NOT_SENT = "not_sent", _("your answer was not sent")
    WOKEN = "woken", _("is back in your work")
    FORGOTTEN = "forgotten", _("has been forgotten")
    NOBODY = "nobody", _("has nobody")


class NotificationQuerySet(ScopedQuerySet["Notification"]):
    """Everybody sees their own."""

    def _visible(self, actor: Actor) -> Q:
        return Q(staff_id=actor.id) if actor.is_staff else Q(pk__in=[])


class Notification(models.Model):
    """Something that one member of staff should look at. `key` makes it unique for what caused it."""

    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+", db_index=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=20, choices=Reason)
    who = models.CharField(max_length=120, blank=True)
    text = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=80)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(F("staff"), F("id").desc(), name="notification_of_staff"),
            models.Index(fields=["staff"], condition=Q(read_at=None), name="notification_unread"),
        ]
        constraints = [models.UniqueConstraint(fields=["staff", "key"], name="notification_once")]


from sepas.teamwork.macro import Macro  # noqa: E402
from sepas.teamwork.staffing import Absence, AssignmentRule, IntakeDraft, Routine, Skill  # noqa: E402

__all__ = [
    "Absence",
    "AssignmentRule",
    "CannedReply",
    "Draft",
    "IntakeDraft",
    "Macro",
    "Notification",
    "Presence",
    "Reason",
    "Routine",
    "Skill",
    "WaitingFile",
    "WaitingReply",
    "WaitingState",
]
