"""answer_question"""

from datetime import datetime
from typing import Any

from sepas.cases.models import Case
from sepas.kernel.actor import Actor
from sepas.parties.models import Branch, Staff


def answer_question(actor: Actor, *, case: Case, answers: dict[str, Any], now: datetime) -> Case:
    raise NotImplementedError
