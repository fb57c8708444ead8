"""The navigation of desk and office, for whichever page stands in it: an error page too."""

from typing import Any

from django import template

from sepas.flows.failed import may_mend
from sepas.kernel.actor import GUEST, Actor
from sepas.web.desk.shell import FOLDS, Group, groups

register = template.Library()


@register.filter
def mends(actor: Any) -> bool:
    """Whether the reader may mend what failed, and is told how much there is."""
    return isinstance(actor, Actor) and may_mend(actor)


@register.simple_tag(takes_context=True)
def place_groups(context: template.Context, which: str) -> list[Group]:
    """The groups of `desk` or `office` that the reader may see something in."""
    request = context.get("request")
    folds = request.COOKIES.get(FOLDS, "")[:200] if request else ""
    actor: Any = context.get("actor", GUEST)
    return groups(actor, str(context.get("section") or ""), folds, office=which == "office")
