from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sepas.cases.models import Case
from sepas.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history, in the reader's language.

    `icon` names the kind of fact (the event's name); `who` is a name or a role, as the reader may know it;
    `detail` is a longer text below the line; `tone` is `plain`, `good`, `warn` or `bad`.
    """

    at: datetime
    event: str
    who: str
    text: str
    detail: str = ""
    tone: str = "plain"
    internal: bool = False


def timeline(actor: Actor, case: Case) -> Sequence[Entry]:
    raise NotImplementedError
