"""What somebody is told, and by which way."""

from dataclasses import dataclass

from sepas.parties.models import RoleAssignment, Staff
from sepas.parties.roles import Role
from sepas.teamwork.models import Reason
from sepas.teamwork.told import USUAL, ToldChoice

WHY = "told to whom it concerns, as they chose"
ALWAYS = frozenset({str(Reason.NOT_SENT)})
"""What everybody is told: an answer of theirs did not reach the customer."""
OF_MANAGERS = frozenset({str(Reason.LATE), str(Reason.NOBODY), str(Reason.ESCALATED)})
"""What a manager of a branch is told besides: a promise that was broken, a case without anybody, one taken higher."""


@dataclass(frozen=True, slots=True)
class Told:
    """`ways`: every reason with its ways; `must`: reasons that are told in the app whatever was chosen."""

    ways: dict[str, list[str]]
    must: frozenset[str]
    own_email: str
    email: str


def told_by(staff: Staff) -> Told:
    """What a colleague is told. Select `staff.user`. Two queries."""
    row = ToldChoice.objects.unscoped(WHY).filter(staff=staff).first()
    chosen = row.ways if row else {}
    ways = {str(reason): list(chosen.get(reason, USUAL)) for reason in Reason.values}
    own = row.email if row else ""
    return Told(ways, must_hear(staff.pk), own, own or staff.user.email)


def must_hear(staff_id: int) -> frozenset[str]:
    """Reasons that are told to this person in the app, whatever they chose. One query."""
    held = RoleAssignment.objects.unscoped(WHY).filter(staff=staff_id, role=Role.BRANCH_MANAGER)
    return ALWAYS | OF_MANAGERS if held.exists() else ALWAYS


def ways_for(staff_id: int, reason: str) -> tuple[list[str], str, str]:
    """By which ways somebody hears of `reason`, and the address and language of e-mail. One query; another for what
    was switched off.
    """
    staff = Staff.objects.unscoped(WHY).select_related("user").get(pk=staff_id)
    row = ToldChoice.objects.unscoped(WHY).filter(staff=staff_id).first()
    if row is None or not staff.active:
        return list(USUAL), "", staff.language
    ways = list(row.ways.get(reason, USUAL))
    if "app" not in ways and reason in must_hear(staff_id):
        ways.append("app")
    return ways, row.email or staff.user.email, staff.language
