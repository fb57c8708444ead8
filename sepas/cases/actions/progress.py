"""progress_case"""

from datetime import datetime
from typing import Any

from sepas.cases.models import Case
from sepas.kernel.actor import Actor
from sepas.parties.models import Branch, Staff


def progress_case(actor: Actor, *, case: Case, moment: str, note: str = "", now: datetime) -> Case:
    raise NotImplementedError
