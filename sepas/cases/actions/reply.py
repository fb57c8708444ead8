from collections.abc import Sequence
from datetime import datetime

from sepas.cases.attachments import Upload
from sepas.cases.models import Case, Post
from sepas.kernel.actor import Actor


def reply_to_case(actor: Actor, *, case: Case, body: str, internal: bool = False, files: Sequence[Upload] = (), now: datetime) -> Post:
    raise NotImplementedError
