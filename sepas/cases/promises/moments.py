"""What happens in a case, as clocks see it: which verb brings which moment, which moment ends which promise.

Pure tables. A promise starts at the moment that its obligation names; it ends at the first moment that its
row below names. Moments keep the time of their latest coming: a case that is reopened reports its defect
again.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sepas.cases.lifecycle import Kind


class Moment(TextChoices):
    CASE_OPENED = "case_opened", _("the request was received")
    DEFECT_REPORTED = "defect_reported", _("the defect was reported")
    COMPLAINT_FILED = "complaint_filed", _("the complaint was filed")
    WITHDRAWAL_DECLARED = "withdrawal_declared", _("the withdrawal was declared")
    REPLIED = "replied", _("the company answered")
    DEVICE_RECEIVED = "device_received", _("the device was received")
    ESTIMATE_GIVEN = "estimate_given", _("the cost was announced")
    VISIT_COMPLETED = "visit_completed", _("the visit took place")
    REPAIR_COMPLETED = "repair_completed", _("the repair was completed")
    CUSTOMER_NOTIFIED = "customer_notified", _("the customer was told that the repair is done")
    STATEMENT_GIVEN = "statement_given", _("the written statement was handed over")
    LOANER_GIVEN = "loaner_given", _("a loaner was handed over")
    UNIT_REPLACED = "unit_replaced", _("the unit was replaced")
    REFUND_AGREED = "refund_agreed", _("a refund was agreed")
    REFUND_PAID = "refund_paid", _("the refund was paid")
    COMPLAINT_REGISTERED_AT_AUTHORITY = (
        "complaint_registered_at_authority",
        _("the complaint was registered at the authority"),
    )
    AWARD_NOTIFIED = "award_notified", _("the award was notified")
    AWARD_EXECUTED = "award_executed", _("the award was carried out")
    RESOLVED = "resolved", _("the case was resolved")
    REOPENED = "reopened", _("the case was reopened")


RECORDED_BY_PROGRESS = (
    Moment.DEVICE_RECEIVED,
    Moment.ESTIMATE_GIVEN,
    Moment.VISIT_COMPLETED,
    Moment.REPAIR_COMPLETED,
    Moment.CUSTOMER_NOTIFIED,
    Moment.STATEMENT_GIVEN,
    Moment.LOANER_GIVEN,
    Moment.UNIT_REPLACED,
    Moment.REFUND_AGREED,
    Moment.REFUND_PAID,
    Moment.COMPLAINT_REGISTERED_AT_AUTHORITY,
    Moment.AWARD_NOTIFIED,
    Moment.AWARD_EXECUTED,
)
"""Steps of the work that are recorded as such; the others come with a verb of their own."""

REPEATABLE = frozenset({Moment.ESTIMATE_GIVEN, Moment.VISIT_COMPLETED, Moment.STATEMENT_GIVEN})
"""Steps that may come several times before the case is resolved; the others are recorded once."""

RESUMES = {
    "waiting_for_device": frozenset({Moment.DEVICE_RECEIVED}),
}
"""What a case on hold for this reason was waiting for: its coming resumes the case."""

REPORTED_BY_KIND: dict[str, tuple[Moment, ...]] = {
    Kind.GUARANTEE_REPAIR: (Moment.DEFECT_REPORTED,),
    Kind.PAID_REPAIR: (Moment.DEFECT_REPORTED,),
    Kind.RETURN: (Moment.WITHDRAWAL_DECLARED,),
    Kind.REPLACEMENT: (Moment.DEFECT_REPORTED,),
    Kind.REFUND: (Moment.DEFECT_REPORTED,),
    Kind.COMPLAINT: (Moment.COMPLAINT_FILED,),
}
"""What opening a case of this kind, or reopening it, reports besides."""

ENDS: dict[str, frozenset[str]] = {
    "first_reply": frozenset({Moment.REPLIED, Moment.RESOLVED}),
    "visit": frozenset({Moment.VISIT_COMPLETED, Moment.RESOLVED}),
    "repair": frozenset({Moment.REPAIR_COMPLETED, Moment.UNIT_REPLACED, Moment.REFUND_PAID, Moment.RESOLVED}),
    "repair_two_days": frozenset(
        {Moment.REPAIR_COMPLETED, Moment.UNIT_REPLACED, Moment.REFUND_PAID, Moment.RESOLVED}
    ),
    "loaner": frozenset(
        {Moment.LOANER_GIVEN, Moment.REPAIR_COMPLETED, Moment.UNIT_REPLACED, Moment.RESOLVED}
    ),
    "replacement": frozenset({Moment.UNIT_REPLACED, Moment.REFUND_PAID, Moment.RESOLVED}),
    "refund": frozenset({Moment.REFUND_PAID, Moment.RESOLVED}),
    "completion_notice": frozenset({Moment.CUSTOMER_NOTIFIED, Moment.RESOLVED}),
    "written_statement": frozenset({Moment.STATEMENT_GIVEN, Moment.RESOLVED}),
    "written_confirmation": frozenset({Moment.STATEMENT_GIVEN, Moment.RESOLVED}),
    "repair_form": frozenset({Moment.STATEMENT_GIVEN, Moment.RESOLVED}),
    "cost_estimate": frozenset({Moment.ESTIMATE_GIVEN, Moment.RESOLVED}),
    "complaint_answer": frozenset({Moment.RESOLVED}),
    "award_execution": frozenset({Moment.AWARD_EXECUTED, Moment.RESOLVED}),
}
"""By the obligation's name. What is not named here ends when the case is resolved."""

ENDS_OTHERWISE = frozenset({str(Moment.RESOLVED)})

WITH_THE_CASE = frozenset({str(Moment.CASE_OPENED), str(Moment.REOPENED)})

STARTS: dict[str, frozenset[str]] = {
    "repair": frozenset({Moment.DEVICE_RECEIVED, Moment.VISIT_COMPLETED}),
}
"""Of the organisation's own promises, which carry no start of their own. The others start with the case, and
again when it is reopened."""


def ends(name: str) -> frozenset[str]:
    """The moments that keep a promise of this name."""
    return ENDS.get(name, ENDS_OTHERWISE)


def starts(name: str) -> frozenset[str]:
    """The moments that start one of the organisation's own promises."""
    return STARTS.get(name, WITH_THE_CASE)
