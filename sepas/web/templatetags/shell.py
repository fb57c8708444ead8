"""The navigation of desk and office, for whichever page stands in it: an error page too."""

from typing import Any

from django import template

from sepas.kernel.actor import GUEST
from sepas.web.desk.shell import FOLDS, Group, groups

register = template.Library()


@register.simple_tag(takes_context=True)
def place_groups(context: template.Context, which: str) -> list[Group]:
    """The groups of `desk` or `office` that the reader may see something in."""
    request = context.get("request")
    folds = request.COOKIES.get(FOLDS, "")[:200] if request else ""
    actor: Any = context.get("actor", GUEST)
    return groups(actor, str(context.get("section") or ""), folds, office=which == "office")
