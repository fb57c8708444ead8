"""What pages offer to choose from, kept until something is arranged anew (`kernel.epoch`): no query but the look at
the mark. Rows are shared by all who ask: they are for reading.
"""

from sepas.kernel import epoch
from sepas.kernel.actor import Actor
from sepas.kernel.text import by_name
from sepas.parties.models import Branch, Staff

WHY = "kept for the whole organisation; given to its members alone"


def branches(actor: Actor) -> list[Branch]:
    """The organisation's open branches in the order of the tree, for its members."""
    of = actor.organisation_id
    if of is None or actor.is_public:
        return []

    def read() -> list[Branch]:
        rows = Branch.objects.unscoped(WHY).filter(organisation_id=of, active=True)
        return list(rows.select_related("organisation").order_by("path"))

    return list(epoch.kept(of, "branches", read))


def assignable(actor: Actor, at: Branch | None = None) -> list[Staff]:
    """As `queries.assignable`: active people who may be given work at a branch, by name."""
    of = actor.organisation_id
    if of is None or actor.is_public:
        return []

    def read() -> list[Staff]:
        rows = Staff.objects.unscoped(WHY).filter(organisation_id=of, active=True)
        return by_name(rows.order_by("pk"))

    people = epoch.kept(of, "people", read)
    above = set(at.ancestor_ids) if at is not None else set()
    return [
        person for person in people if at is None or person.branch_id is None or person.branch_id in above
    ]
