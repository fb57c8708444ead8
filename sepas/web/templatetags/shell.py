"""The navigation of desk and office, for whichever page stands in it: an error page too."""

from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.safestring import SafeString

from sepas.flows.failed import may_mend
from sepas.kernel.actor import GUEST, Actor
from sepas.web.desk.keys import SHEET
from sepas.web.desk.shell import FOLDS, Group, groups
from sepas.web.kept import Kept

register = template.Library()
_places = Kept()


@register.simple_tag(takes_context=True)
def places(context: template.Context, menu: str) -> SafeString:
    """The pages of desk and office that the reader may see something in, in groups: for the `menu`, or at the `side`.

    They are written once for all who see the same ones, with the same groups open.
    """
    request = context.get("request")
    folds = request.COOKIES.get(FOLDS, "")[:200] if request else ""
    actor: Any = context.get("actor", GUEST)
    section = str(context.get("section") or "")
    desk, office = (groups(actor, section, folds, office=office) for office in (False, True))
    mends = isinstance(actor, Actor) and may_mend(actor)

    def render() -> str:
        shown = {"menu": menu, "section": section, "desk": desk, "office": office, "mends": mends}
        return get_template("desk/places.html").render(shown)

    return _places.text((menu, section, _seen(desk), _seen(office), mends), render)


@register.simple_tag
def key_sheet() -> Any:
    """The keys of the desk, in groups."""
    return SHEET


def _seen(found: list[Group]) -> tuple[Any, ...]:
    return tuple((group.name, group.open, tuple(place.section for place in group.places)) for group in found)
