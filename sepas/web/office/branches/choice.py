"""Choosing a branch in a form: what is offered, and which one was chosen."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sepas.kernel.errors import Invalid, NotFound
from sepas.parties import queries as parties
from sepas.parties.models import Branch
from sepas.web.desk.gate import actor_of
from sepas.web.templatetags.reader import name_of


def chosen_branch(request: HttpRequest, field: str) -> Branch | None:
    """The branch that the form's `field` names, None for none; `Invalid` for one that is not there."""
    text = request.POST.get(field, "")
    if not text:
        return None
    try:
        return parties.branch(actor_of(request), int(text))
    except (ValueError, NotFound):
        raise Invalid({field: _("Choose a branch from the list.")}) from None


def branch_options(rows: Iterable[Branch]) -> list[tuple[int, str]]:
    """(id, name) of branches that are in the order of the tree; those below another are set in a little."""
    return [(row.pk, "\u2003" * max(0, row.path.count("/") - 2) + name_of(row)) for row in rows]
