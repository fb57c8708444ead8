"""The life of a case, as a table."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sepas.kernel.lifecycle import Lifecycle


class Kind(TextChoices):
    GUARANTEE_REPAIR = "guarantee_repair", _("Repair under guarantee")
    PAID_REPAIR = "paid_repair", _("Paid repair")
    INSTALLATION = "installation", _("Installation")
    ACTIVATION = "activation", pgettext_lazy("kind of service", "Activation")
    MAINTENANCE = "maintenance", _("Maintenance")
    ADVICE = "advice", _("Technical advice")
    PARTS_ORDER = "parts_order", _("Parts order")
    TRAINING = "training", _("Training for the user")
    RETURN = "return", _("Return or withdrawal")
    REPLACEMENT = "replacement", pgettext_lazy("kind of case", "Replacement")
    REFUND = "refund", pgettext_lazy("kind of case", "Refund")
    SUGGESTION = "suggestion", _("Suggestion")
    CRITICISM = "criticism", _("Criticism")
    COMPLAINT = "complaint", _("Complaint")


class State(TextChoices):
    NEW = "new", _("received")
    TRIAGED = "triaged", _("being looked at")
    IN_PROGRESS = "in_progress", _("in progress")
    ON_HOLD = "on_hold", _("on hold")
    RESOLVED = "resolved", _("resolved")
    CLOSED = "closed", _("closed")


class HoldReason(TextChoices):
    WAITING_FOR_CUSTOMER = "waiting_for_customer", _("waiting for the customer's answer")
    WAITING_FOR_DEVICE = "waiting_for_device", _("waiting for the device to arrive")
    WAITING_FOR_PART = "waiting_for_part", _("waiting for a part")
    WAITING_FOR_ASSESSOR = "waiting_for_assessor", _("waiting for an expert's opinion")
    FORCE_MAJEURE = "force_majeure", _("force majeure")


OPEN_STATES = (State.NEW, State.TRIAGED, State.IN_PROGRESS, State.ON_HOLD)
_OPEN = {state.value: state.value for state in OPEN_STATES}

CASE = Lifecycle(
    initial=State.NEW,
    moves={
        "triage": {State.NEW: State.TRIAGED},
        "assign": {
            State.NEW: State.IN_PROGRESS,
            State.TRIAGED: State.IN_PROGRESS,
            State.IN_PROGRESS: State.IN_PROGRESS,
            State.ON_HOLD: State.ON_HOLD,
        },
        "hold": {
            State.NEW: State.ON_HOLD,
            State.TRIAGED: State.ON_HOLD,
            State.IN_PROGRESS: State.ON_HOLD,
        },
        "resume": {State.ON_HOLD: State.IN_PROGRESS},
        "reply": {**_OPEN, State.RESOLVED: State.RESOLVED},
        "answer": _OPEN,
        "progress": _OPEN,
        "inspect": _OPEN,
        "escalate": {**_OPEN, State.RESOLVED: State.IN_PROGRESS},
        "resolve": {
            State.NEW: State.RESOLVED,
            State.TRIAGED: State.RESOLVED,
            State.IN_PROGRESS: State.RESOLVED,
            State.ON_HOLD: State.RESOLVED,
        },
        "reopen": {State.RESOLVED: State.IN_PROGRESS, State.CLOSED: State.IN_PROGRESS},
        "close": {State.RESOLVED: State.CLOSED},
    },
)


VERBS = {
    "reply": _("Reply"),
    "answer": _("Answer a question"),
    "triage": _("Look at it"),
    "assign": _("Assign"),
    "progress": _("Record a step"),
    "inspect": _("Record the inspection"),
    "hold": _("Put on hold"),
    "resume": _("Resume"),
    "escalate": _("Escalate"),
    "resolve": _("Resolve"),
    "reopen": _("Reopen"),
    "close": _("Close"),
}
"""Every verb with its label, in the order of buttons."""
