"""The life of an appointment, as a table."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sepas.kernel.lifecycle import Lifecycle


class AppointmentState(TextChoices):
    PROPOSED = "proposed", _("waits for the customer’s answer")
    FIXED = "fixed", _("appointed")
    CONFIRMED = "confirmed", _("the customer agreed")
    DECLINED = "declined", _("the customer wants another time")
    KEPT = "kept", _("took place")
    CANCELLED = "cancelled", _("cancelled")
    MISSED_BY_CUSTOMER = "missed_customer", _("the customer was not there")
    MISSED_BY_COMPANY = "missed_company", _("nobody of the company came")


class Meeting(TextChoices):
    """Where both meet."""

    HOME = "home", _("at the customer’s")
    BRANCH = "branch", _("at the branch")


class Side(TextChoices):
    """Who did not come."""

    CUSTOMER = "customer", _("the customer")
    COMPANY = "company", _("the company")


_S = AppointmentState
AGREED = (_S.PROPOSED, _S.FIXED, _S.CONFIRMED)
"""States in which somebody may come at the time."""
STANDING = (*AGREED, _S.DECLINED)
"""States in which the appointment is not over; a case has at most one such."""
OVER = tuple(state for state in AppointmentState if state not in STANDING)

APPOINTMENT = Lifecycle(
    initial=_S.PROPOSED,
    moves={
        "propose": dict.fromkeys(STANDING, _S.PROPOSED),
        "fix": dict.fromkeys(STANDING, _S.FIXED),
        "choose": dict.fromkeys(STANDING, _S.CONFIRMED),
        "confirm": {_S.PROPOSED: _S.CONFIRMED, _S.FIXED: _S.CONFIRMED},
        "decline": dict.fromkeys(AGREED, _S.DECLINED),
        "cancel": dict.fromkeys(STANDING, _S.CANCELLED),
        "keep": dict.fromkeys(STANDING, _S.KEPT),
        "miss_customer": dict.fromkeys(AGREED, _S.MISSED_BY_CUSTOMER),
        "miss_company": dict.fromkeys(AGREED, _S.MISSED_BY_COMPANY),
    },
)

CHANGE_UNTIL = timedelta(hours=3)
"""How long before its time the customer may still ask for another one or cancel; later they call or write."""
REMIND_BEFORE = timedelta(hours=24)
"""How long before its time the customer is reminded; what was told later than that needs no reminder."""
SHORTEST = timedelta(minutes=15)
LONGEST = timedelta(hours=10)
FARTHEST = timedelta(days=60)
"""How far ahead an appointment may be."""
