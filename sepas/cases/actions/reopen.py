"""reopen_case"""

from datetime import datetime
from typing import Any

from sepas.cases.models import Case
from sepas.kernel.actor import Actor
from sepas.parties.models import Branch, Staff


def reopen_case(actor: Actor, *, case: Case, why: str, now: datetime) -> Case:
    raise NotImplementedError
