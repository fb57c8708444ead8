"""Who may tie cases to each other, take them, and put them out of sight. As in `policies`, every door asks these."""

from collections.abc import Sequence

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sepas.cases.models import Case
from sepas.cases.policies import HIDDEN, may_assign, may_view, staff_may
from sepas.kernel.actor import Actor
from sepas.kernel.ids import show_code
from sepas.kernel.policy import ALLOWED, Answer, Denied


def may_link(actor: Actor, case: Case, other: Case | None = None) -> Answer:
    """Link the case to another one (`other`), or unlink it: with the permission at one, and sight of both."""
    answer = staff_may(actor, case, "cases.link", _("Your role does not link cases."))
    if answer and other is not None:
        if not may_view(actor, other):
            return HIDDEN
        if other.organisation_id != case.organisation_id:
            return HIDDEN
    return answer


def may_merge(actor: Actor, duplicate: Case, survivor: Case | None = None) -> Answer:
    """Close a case into another: both of one customer; or of one product, with the permission to override."""
    answer = staff_may(actor, duplicate, "cases.merge", _("Your role does not merge cases."))
    if not answer or survivor is None:
        return answer
    answer = staff_may(actor, survivor, "cases.merge", _("Your role does not merge cases."))
    if not answer or survivor.customer_id == duplicate.customer_id:
        return answer
    if survivor.unit_id is None or survivor.unit_id != duplicate.unit_id:
        return Denied(
            "other_customer",
            _("These cases are of different customers and of different products. Link them instead."),
        )
    return staff_may(
        actor,
        survivor,
        "cases.override",
        _("These cases are of different customers. A manager may merge them, or you link them instead."),
    )


def may_split(actor: Actor, case: Case) -> Answer:
    """Take a part of the conversation into a case of its own."""
    answer = staff_may(actor, case, "cases.merge", _("Your role does not split cases."))
    if answer and not actor.may("cases.open"):
        return Denied("no_permission", _("Your role does not open cases. An agent or manager can."))
    return answer


def may_claim(actor: Actor, case: Case) -> Answer:
    """Take a case that nobody has. A program takes it for somebody, if it may assign."""
    if not actor.is_staff and not actor.is_public:
        return may_assign(actor, case)
    return staff_may(actor, case, "cases.claim", _("Your role does not take cases."))


def may_release(actor: Actor, case: Case) -> Answer:
    """Give a case back to nobody: one's own; somebody else's with the permission to assign."""
    if actor.is_staff and case.assignee_id == actor.id and may_view(actor, case):
        return ALLOWED
    return staff_may(actor, case, "cases.assign", _("Only whoever has the case or a manager gives it back."))


def may_snooze(actor: Actor, case: Case) -> Answer:
    """Put a case out of one's own sight for a while: everybody on the staff who sees it; a program for somebody."""
    if not actor.is_staff and not actor.is_public:
        return may_assign(actor, case)
    return staff_may(actor, case, "cases.view", HIDDEN.reason)


def may_override(actor: Actor, case: Case) -> Answer:
    """Resolve or close a case although something holds it back; a note says why."""
    return staff_may(
        actor, case, "cases.override", _("Only a manager decides against what holds a case back.")
    )


def held_back(children: Sequence[Case]) -> Answer:
    """Whether these open parts let their whole be resolved or closed."""
    if not children:
        return ALLOWED
    codes = [child.code for child in children]
    return Denied(
        "open_children",
        format_lazy(
            _("Parts of this case are still open: {codes}. Resolve them first."),
            codes=", ".join(show_code(code, "-") for code in codes[:3]),
        ),
        data={"codes": codes},
    )
