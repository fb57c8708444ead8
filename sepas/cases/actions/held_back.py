"""What holds a whole back while parts of it are open, and deciding against that."""

from django.utils.translation import gettext_lazy as _

from sepas.cases import bond_policies
from sepas.cases.actions.texts import cleaned
from sepas.cases.bond_events import CaseOverridden
from sepas.cases.models import Case, CaseLink, Tie
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict
from sepas.kernel.policy import Denied, require

MOST = 50


def open_children(case: Case) -> list[Case]:
    """Open parts of the case, whoever may see them. One query."""
    links = CaseLink.objects.unscoped("what holds a case back holds whoever acts")
    rows = links.filter(second=case, tie=Tie.CHILD, first__is_open=True).select_related("first")
    return [link.first for link in rows.order_by("first_id")[:MOST]]


def check_children(actor: Actor, case: Case, verb: str, override: str) -> CaseOverridden | None:
    """Raise `Conflict` (`open_children`) while parts are open; with `override`, a note, the fact that somebody
    who may decided against it, to be recorded with the verb.
    """
    children = open_children(case)
    if not children:
        return None
    answer = bond_policies.held_back(children)
    assert isinstance(answer, Denied)
    if not override.strip():
        raise Conflict(answer.reason, code=answer.code, data=answer.data)
    require(bond_policies.may_override(actor, case))
    note = cleaned("override", override, missing=_("Write why it is done although parts are open."))
    return CaseOverridden(verb, [child.code for child in children], note)
