from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sepas.assets.models import Unit
from sepas.cases.attachments import Upload
from sepas.cases.models import Case
from sepas.kernel.actor import Actor
from sepas.parties.models import Branch, Organisation


def open_case(
    actor: Actor,
    *,
    organisation: Organisation,
    kind: str,
    description: str,
    mobile: str,
    name: str = "",
    unit: Unit | None = None,
    answers: dict[str, Any] | None = None,
    branch: Branch | None = None,
    city: str = "",
    language: str = "fa",
    files: Sequence[Upload] = (),
    now: datetime,
) -> Case:
    raise NotImplementedError
