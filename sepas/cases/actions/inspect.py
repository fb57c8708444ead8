"""inspect_case"""

from datetime import datetime
from typing import Any

from sepas.cases.models import Case
from sepas.kernel.actor import Actor
from sepas.parties.models import Branch, Staff


def inspect_case(actor: Actor, *, case: Case, findings: dict[str, Any], note: str = "", now: datetime) -> Case:
    raise NotImplementedError
