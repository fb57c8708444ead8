"""Cases: whatever a customer needs after a purchase."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sepas.assets.models import Unit
from sepas.cases.lifecycle import HoldReason, Kind, State
from sepas.kernel.actor import Actor
from sepas.kernel.actor import Kind as ActorKind
from sepas.kernel.tenancy import ScopedQuerySet
from sepas.parties.models import Branch, Customer, Organisation, Staff
from sepas.warranty.models import Decision


def visible_cases(actor: Actor, prefix: str = "") -> Q:
    """The one rule of who sees which case; `prefix` for tables that hang from a case (`case__`)."""

    def where(**terms: object) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in terms.items()})

    nothing = Q(pk__in=[])
    if actor.kind == ActorKind.LINK:
        return where(pk=actor.case_id) if actor.case_id else nothing
    if actor.kind == ActorKind.CUSTOMER:
        return where(customer__mobile=actor.mobile) if actor.mobile else nothing
    if actor.organisation_id is None or actor.is_public:
        return nothing
    of_organisation = where(organisation_id=actor.organisation_id)
    if actor.kind == ActorKind.SYSTEM:
        return of_organisation
    reach = actor.reach("cases.view")
    if reach.everywhere:
        return of_organisation
    if not reach:
        return nothing
    seen = nothing
    if reach.branches:
        seen = where(branch_id__in=reach.branches)
    if reach.own:
        seen = seen | where(assignee_id=actor.id)
    return of_organisation & seen


class CaseQuerySet(ScopedQuerySet["Case"]):
    def _visible(self, actor: Actor) -> Q:
        return visible_cases(actor)


class PartOfCaseQuerySet(ScopedQuerySet):
    def _visible(self, actor: Actor) -> Q:
        return visible_cases(actor, "case__")


class Case(models.Model):
    """One need, one code, one timeline."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=12, unique=True)
    secret = models.CharField(max_length=40, unique=True)
    """Opens the tracking page without a login."""
    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=16, choices=State, default=State.NEW)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=160, blank=True)
    description = models.TextField()
    """The customer's own words."""
    facts = models.JSONField(default=dict, blank=True)
    """Answers given for the decision, by the vocabulary's names."""
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    hold_reason = models.CharField(max_length=30, choices=HoldReason, blank=True)
    resolution = models.TextField(blank=True)
    escalation = models.CharField(max_length=20, blank=True)
    """The step of the ladder that the case has climbed to."""
    opened_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True)
    """The earliest due moment of its open promises, kept for lists."""
    breached = models.BooleanField(default=False)
    search = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "state", "-opened_at"], name="case_by_state"),
            models.Index(fields=["branch", "state", "-opened_at"], name="case_by_branch"),
            models.Index(fields=["assignee", "state", "-opened_at"], name="case_by_assignee"),
            models.Index(fields=["organisation", "next_due_at"], name="case_by_due"),
            models.Index(fields=["customer", "-opened_at"], name="case_by_customer"),
            models.Index(fields=["unit", "-opened_at"], name="case_by_unit"),
        ]

    def __str__(self) -> str:
        return self.code


class Post(models.Model):
    """Something said in a case: by the customer, by staff, or between staff (`internal`)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    author_kind = models.CharField(max_length=16)
    author_name = models.CharField(max_length=120, blank=True)
    internal = models.BooleanField(default=False)
    body = models.TextField()
    at = models.DateTimeField()

    objects = PartOfCaseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="post_by_case")]


class Attachment(models.Model):
    """A photo or file; belongs to the case for its whole life. `sha256` is of the bytes kept."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="+")
    file = models.FileField(upload_to="cases/%Y/%m/")
    name = models.CharField(max_length=160)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = PartOfCaseQuerySet.as_manager()


class PromiseState(models.TextChoices):
    RUNNING = "running", _("in time")
    AT_RISK = "at_risk", _("at risk")
    BREACHED = "breached", _("late")
    PAUSED = "paused", _("waiting")
    MET = "met", _("kept")
    MET_LATE = "met_late", _("kept late")
    CANCELLED = "cancelled", _("no longer owed")


class Promise(models.Model):
    """A clock on a case: an obligation of the law or the guarantee, or the organisation's own promise."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    """The obligation's name in the vocabulary, or `first_reply`, `resolution`, … of the organisation."""
    source = models.CharField(max_length=12)
    """`law`, `standard`, `contract`, `campaign`, `goodwill`, or `organisation`."""
    provision = models.CharField(max_length=80, blank=True)
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
    at_risk_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    objects = PartOfCaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=["running", "at_risk"]), name="promise_due"),
            models.Index(fields=["at_risk_at"], condition=Q(state="running"), name="promise_at_risk"),
            models.Index(fields=["case"], name="promise_by_case"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["case", "source", "name", "started_at"], name="promise_once")
        ]


class Right(models.Model):
    """A remedy that a breach, a count or the decision unlocked for the customer, in plain words."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    remedy = models.CharField(max_length=40)
    provision = models.CharField(max_length=80)
    promise = models.ForeignKey(Promise, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.JSONField(default=dict)
    amount = models.BigIntegerField(null=True)
    per = models.CharField(max_length=10, blank=True)
    unlocked_at = models.DateTimeField()

    objects = PartOfCaseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "provision", "remedy"], name="right_once")]
