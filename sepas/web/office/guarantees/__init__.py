"""The organisation's own guarantees: written, held against the law, published, ended."""

from typing import Any

from sepas.kernel.actor import Actor
from sepas.warranty import queries as warranty
from sepas.warranty.library import in_force


def documents_of(actor: Actor) -> list[dict[str, Any]]:
    """What the organisation has published, as it holds side by side. Two queries."""
    return in_force([row.document for row in warranty.guarantees(actor)])
