"""Who sees which case, and whatever hangs from it."""

from django.db.models import Q

from sepas.kernel.actor import Actor
from sepas.kernel.actor import Kind as ActorKind
from sepas.kernel.tenancy import M, ScopedQuerySet


def visible_cases(actor: Actor, prefix: str = "") -> Q:
    """The one rule of who sees which case; `prefix` for tables that hang from a case (`case__`)."""

    def where(**terms: object) -> Q:
        return Q(**{f"{prefix}{name}": value for name, value in terms.items()})

    nothing = Q(pk__in=[])
    if actor.kind in {ActorKind.LINK, ActorKind.VIEWER}:
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


class PartOfCaseQuerySet(ScopedQuerySet[M]):
    """Rows that are seen by whoever sees their case."""

    def _visible(self, actor: Actor) -> Q:
        return visible_cases(actor, "case__")
