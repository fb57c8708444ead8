"""The case itself, and the text by which it is found."""

from django.db import models
from django.db.models import Q

from sepas.assets.models import Unit
from sepas.cases.lifecycle import OPEN_STATES, HoldReason, Kind, State
from sepas.cases.models.scope import PartOfCaseQuerySet, visible_cases
from sepas.kernel.actor import Actor
from sepas.kernel.tenancy import ScopedQuerySet
from sepas.parties.models import Branch, Customer, Organisation, Staff
from sepas.warranty.models import Decision


class CaseQuerySet(ScopedQuerySet["Case"]):
    def _visible(self, actor: Actor) -> Q:
        return visible_cases(actor)


class Case(models.Model):
    """One need, one code, one timeline."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=12, unique=True)
    secret = models.CharField(max_length=40, unique=True)
    """Opens the tracking page without a login."""
    kind = models.CharField(max_length=20, choices=Kind)
    state = models.CharField(max_length=16, choices=State, default=State.NEW)
    is_open = models.BooleanField(default=True)
    """Whether the state is one of the open ones; kept beside it so that lists have one index to walk."""
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    subject = models.CharField(max_length=160, blank=True)
    description = models.TextField()
    """The customer's own words."""
    facts = models.JSONField(default=dict, blank=True)
    """Answers given for the decision, by the vocabulary's names, as JSON values."""
    moments = models.JSONField(default=dict, blank=True)
    """What happened in it that clocks are counted from: a name of `promises.moments` to an ISO moment."""
    decision = models.ForeignKey(
        Decision, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    assignee = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    hold_reason = models.CharField(max_length=30, choices=HoldReason, blank=True)
    holds = models.JSONField(default=list, blank=True)
    """Every time on hold: reason, ISO begin, ISO end (null while it lasts)."""
    preference = models.JSONField(null=True, blank=True)
    """When the customer would like somebody to come: `{days: [ISO], parts: [name of `appointments.Part`]}`."""
    offer = models.JSONField(null=True, blank=True)
    """The service that was asked for, on the terms promised when the case was opened (`offers.terms.promised`)."""
    appointment = models.ForeignKey(
        "cases.Appointment",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
    )
    """The latest one; over when its state says so."""
    reopened = models.PositiveSmallIntegerField(default=0)
    """How often it was reopened."""
    resolution = models.TextField(blank=True)
    escalation = models.CharField(max_length=20, blank=True)
    """The step of the ladder that the case has climbed to."""
    opened_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    close_at = models.DateTimeField(null=True, blank=True)
    """When a resolved case closes by itself: the end of the customer's time to reopen it."""
    closed_at = models.DateTimeField(null=True, blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True)
    """The earliest due moment of its promises that are owed and not kept yet; past: something is late."""
    at_risk = models.BooleanField(default=False)
    breached = models.BooleanField(default=False)
    """Whether a promise is late now. Promises that were kept late say so themselves."""
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """The case that goes on in its place: closed as a duplicate, its code and link lead there."""
    forgotten_at = models.DateTimeField(null=True, blank=True)
    """When it was noticed that nobody had touched it for too long; whoever touches it ends that."""
    version = models.PositiveIntegerField(default=0)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "is_open", "-opened_at", "-id"], name="case_by_org"),
            models.Index(fields=["organisation", "-opened_at", "-id"], name="case_by_time"),
            # Every list asks for the organisation besides: an index that begins with it is never passed over.
            models.Index(
                fields=["organisation", "branch", "is_open", "-opened_at", "-id"], name="case_of_branch"
            ),
            models.Index(
                fields=["organisation", "assignee", "is_open", "-opened_at", "-id"], name="case_of_assignee"
            ),
            models.Index(fields=["organisation", "state", "-opened_at", "-id"], name="case_by_state"),
            # Whoever works for some branches has them counted and sorted within each.
            models.Index(
                fields=["organisation", "branch", "state", "-opened_at", "-id"], name="case_branch_state"
            ),
            models.Index(
                fields=["organisation", "branch", "next_due_at", "id", "is_open"],
                condition=Q(next_due_at__isnull=False),
                name="case_branch_open_due",
            ),
            models.Index(fields=["organisation", "is_open", "-touched_at", "-id"], name="case_by_touch"),
            models.Index(
                fields=["organisation", "-resolved_at", "-id"],
                condition=Q(resolved_at__isnull=False),
                name="case_by_resolved",
            ),
            models.Index(
                fields=["organisation", "-opened_at", "-id"], condition=Q(breached=True), name="case_breached"
            ),
            # What is late or at risk is counted among open cases: they end with that, so that no row is read for it.
            models.Index(
                fields=["organisation", "next_due_at", "id", "is_open"],
                condition=Q(next_due_at__isnull=False),
                name="case_by_open_due",
            ),
            models.Index(
                fields=["organisation", "is_open", "next_due_at", "id", "at_risk"],
                condition=Q(at_risk=True),
                name="case_open_at_risk",
            ),
            models.Index(
                fields=["organisation", "-forgotten_at", "-id"],
                condition=Q(forgotten_at__isnull=False),
                name="case_forgotten",
            ),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="case_merged_into"
            ),
            models.Index(fields=["close_at"], condition=Q(close_at__isnull=False), name="case_to_close"),
            models.Index(fields=["customer", "-opened_at"], name="case_by_customer"),
            models.Index(fields=["organisation", "customer", "-opened_at", "-id"], name="case_of_customer"),
            models.Index(fields=["organisation", "unit", "-opened_at", "-id"], name="case_of_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_open=True, state__in=[str(state) for state in OPEN_STATES])
                | Q(is_open=False, state__in=[str(State.RESOLVED), str(State.CLOSED)]),
                name="case_open_as_state",
            ),
            models.CheckConstraint(
                condition=~Q(state=str(State.ON_HOLD)) | ~Q(hold_reason=""), name="case_hold_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        """As Django's, which makes the whole table of choices anew for every row of a list."""
        return str(Kind(self.kind).label)

    def get_state_display(self) -> str:  # type: ignore[no-redef]
        return str(State(self.state).label)


class SearchTextQuerySet(PartOfCaseQuerySet["SearchText"]):
    pass


class SearchText(models.Model):
    """What a case is found by: code, customer, numbers, serial, words (`text`); what was said in it to and by the
    customer (`said`), and among staff (`notes`), which is looked into for staff only; folded.

    A table of its own, so that lists read narrow rows and the full-text index of SQLite hangs from a table
    that no migration rebuilds.
    """

    case = models.OneToOneField(Case, primary_key=True, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    said = models.TextField(default="", blank=True)
    notes = models.TextField(default="", blank=True)
    organisation_id = models.BigIntegerField(null=True)
    """That of the case, so that the trigger which teaches the words (`parties.words_index`) reads no other table:
    SQLite would not let Django rebuild a table that a trigger of another one reads."""

    objects = SearchTextQuerySet.as_manager()
