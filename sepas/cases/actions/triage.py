"""triage_case"""

from datetime import datetime
from typing import Any

from sepas.cases.models import Case
from sepas.kernel.actor import Actor
from sepas.parties.models import Branch, Staff


def triage_case(actor: Actor, *, case: Case, kind: str | None = None, branch: Branch | None = None, note: str = "", now: datetime) -> Case:
    raise NotImplementedError
