"""What several verbs of this package need: cleaned fields, changes told apart, a lock on the structure."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from sepas.kernel.activity.record import plain
from sepas.kernel.errors import Invalid, type_of_text
from sepas.kernel.text import normalise
from sepas.parties.models import Organisation


def hold_structure(organisation_id: int) -> None:
    """Make changes of one organisation's structure wait for each other, until this transaction commits.

    An update, because row locks do not exist on SQLite: on both databases a second one waits here.
    """
    rows = Organisation.objects.unscoped("a lock, not a read")
    rows.filter(pk=organisation_id).update(structure_version=F("structure_version") + 1)


def cleaned(
    model: type[models.Model], given: Mapping[str, str], *, required: frozenset[str] = frozenset()
) -> dict[str, str]:
    """Texts as they are kept; raises `Invalid` that names every field that is too long or left empty."""
    clean: dict[str, str] = {}
    wrong: dict[str, type_of_text] = {}
    for name, value in given.items():
        clean[name] = normalise(value)
        longest = getattr(model._meta.get_field(name), "max_length", None)
        if longest is not None and len(clean[name]) > longest:
            wrong[name] = _("This is too long.")
        elif name in required and not clean[name]:
            wrong[name] = _("This cannot be left empty.")
    if wrong:
        raise Invalid(wrong)
    return clean


def different(row: models.Model, given: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the given values that the row does not have already."""
    return {name: value for name, value in given.items() if getattr(row, name) != value}


def before_and_after(row: models.Model, changes: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Each change with its value before; ask before the row is changed."""
    return {name: [plain(getattr(row, name)), plain(value)] for name, value in changes.items()}


def only_known(given: Mapping[str, Any], known: frozenset[str]) -> None:
    """A field that cannot be edited is a programming error, not somebody's mistake."""
    if unknown := set(given) - known:
        raise TypeError(f"not editable: {', '.join(sorted(unknown))}")
