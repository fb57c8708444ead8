"""Messages for the outbox page and for the managers of deliveries."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from sepas.kernel.actor import Actor
from sepas.kernel.errors import NotFound
from sepas.notices.models import Message, MessageState

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Messages:
    """One page of messages, newest first; `next` is the id to pass as `before`, None at the end."""

    messages: list[Message]
    next: int | None


def messages(
    actor: Actor, *, state: str = "", case_code: str = "", before: int | None = None, size: int = PAGE_SIZE
) -> Messages:
    """One page of the organisation's messages. One query."""
    found = messages_of(actor, state=state, case_code=case_code)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: size + 1])
    return Messages(rows[:size], rows[size - 1].pk if len(rows) > size else None)


def messages_of(actor: Actor, *, state: str = "", case_code: str = "") -> QuerySet[Message]:
    """The organisation's messages, newest first, to be sliced by the caller."""
    found = Message.objects.visible_to(actor).order_by("-id")
    if state:
        found = found.filter(state=state)
    return found.filter(case_code=case_code) if case_code else found


def counts(actor: Actor) -> dict[str, int]:
    """How many messages are in each state. One query."""
    found = Message.objects.visible_to(actor).order_by().values_list("state").annotate(number=Count("pk"))
    return dict.fromkeys(MessageState.values, 0) | dict(found)


def message(actor: Actor, pk: int) -> Message:
    """One message; raises `NotFound`."""
    found = Message.objects.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found
