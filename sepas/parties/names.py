"""What people and places that were recorded by name are called for a reader: the English name where there is one.

Facts, posts and files keep the name that somebody had then, as it is written at home. Whoever reads English is shown
the English name of the same person; the product's own parts, which act by a short name, are named for everybody.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sepas.kernel import epoch
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.errors import type_of_text
from sepas.parties.models import Branch, Staff

WHY = "names of colleagues and branches are shown wherever they were recorded"
SEPAS, CUSTOMER = _("Sepas"), _("the customer")
OWN: Mapping[str, str | Promise] = {
    "sepas": SEPAS,
    "clock": SEPAS,
    "rules": SEPAS,
    Kind.SYSTEM.value: SEPAS,
    Kind.CUSTOMER.value: CUSTOMER,
    Kind.LINK.value: CUSTOMER,
    Kind.GUEST.value: _("a guest"),
    Kind.TOKEN.value: _("a program"),
}
"""Who acts without a name of a person."""


@dataclass(frozen=True, slots=True)
class English:
    """English names of an organisation: of staff by id, of staff and branches by the name at home."""

    of_staff: Mapping[int, str]
    by_name: Mapping[str, str]


def english(organisation_id: int) -> English:
    """Kept until a name changes; two queries then. A name that two share in different spellings is left as it is."""
    return epoch.kept(organisation_id, "english names", lambda: _read(organisation_id))


def called(name: str, actor: Actor, *, staff_id: int | None = None) -> str:
    """What `actor` reads where `name` was recorded, of the member of staff `staff_id` if that is known."""
    if name in OWN:
        return str(OWN[name])
    return translated(name, actor.language, actor.organisation_id, staff_id=staff_id)


def translated(name: str, language: str, organisation_id: int | None, *, staff_id: int | None = None) -> str:
    """As `called`, for names of people and places alone."""
    if not name or organisation_id is None or not language.startswith("en"):
        return name
    known = english(organisation_id)
    return known.of_staff.get(staff_id or 0) or known.by_name.get(name, name)


def lazily(person: Staff) -> type_of_text:
    """The name of somebody for whoever reads a sentence, known when it is read."""
    return _in_language(person.name_fa, person.name_en)


def _name_now(name_fa: str, name_en: str) -> str:
    return name_en if name_en and (get_language() or "fa").startswith("en") else name_fa


_in_language = lazy(_name_now, str)


def _read(organisation_id: int) -> English:
    people = list(
        Staff.objects.unscoped(WHY)
        .filter(organisation_id=organisation_id)
        .values_list("pk", "name_fa", "name_en")
    )
    places = Branch.objects.unscoped(WHY).filter(organisation_id=organisation_id)
    pairs = {(fa, en) for _pk, fa, en in people} | set(places.values_list("name_fa", "name_en"))
    held = Counter(fa for fa, _en in pairs)
    return English(
        {pk: en for pk, _fa, en in people if en},
        {fa: en for fa, en in pairs if en and held[fa] == 1},
    )
