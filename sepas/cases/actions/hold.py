"""hold_case"""

from datetime import datetime
from typing import Any

from sepas.cases.models import Case
from sepas.kernel.actor import Actor
from sepas.parties.models import Branch, Staff


def hold_case(actor: Actor, *, case: Case, reason: str, note: str = "", now: datetime) -> Case:
    raise NotImplementedError
