"""Messages for the outbox page and for the managers of deliveries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet

from sepas.kernel.actor import Actor
from sepas.kernel.compiled import counting
from sepas.kernel.errors import NotFound
from sepas.notices.models import Message, MessageQuerySet, MessageState

PAGE_SIZE = 50
MOST_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Messages:
    """One page of messages, newest first; `next` is the id to pass as `before`, None at the end."""

    messages: list[Message]
    next: int | None


def messages(
    actor: Actor,
    *,
    state: str = "",
    case_code: str = "",
    template: str = "",
    channel: str = "",
    since: datetime | None = None,
    ids: Sequence[int] | None = None,
    before: int | None = None,
    size: int = PAGE_SIZE,
) -> Messages:
    """One page of the organisation's messages. One query. Those of the organisation and the codes of the install each
    walk an index from its end; asked for as one, all of both would be collected and sorted.
    """
    ends = []
    for half in Message.objects.halves(actor):
        found = _narrowed(half, state, case_code, template, channel, since)
        if ids is not None:
            found = found.filter(pk__in=ids)
        if before is not None:
            found = found.filter(pk__lt=before)
        ends.append(Q(pk__in=found.values("pk")[: size + 1]))
    newest = Message.objects.unscoped("both were scoped before").filter(ends[0] | ends[1])
    rows = list(newest.order_by("-id")[: size + 1])
    return Messages(rows[:size], rows[size - 1].pk if len(rows) > size else None)


def messages_of(
    actor: Actor,
    *,
    state: str = "",
    case_code: str = "",
    template: str = "",
    channel: str = "",
    since: datetime | None = None,
) -> QuerySet[Message]:
    """The organisation's messages, newest first, to be sliced by the caller."""
    return _narrowed(Message.objects.visible_to(actor), state, case_code, template, channel, since)


def _narrowed(
    messages: MessageQuerySet, state: str, case_code: str, template: str, channel: str, since: datetime | None
) -> MessageQuerySet:
    wanted = {"state": state, "template": template, "channel": channel, "case_code": case_code}
    found = messages.order_by("-id").filter(**{name: value for name, value in wanted.items() if value})
    return found if since is None else found.filter(created_at__gte=since)


def counts(actor: Actor) -> dict[str, int]:
    """How many messages are in each state, counted up to `MOST_COUNTED`, which means so many or more. One query."""
    own, codes = Message.objects.halves(actor)
    wanted = {str(state): own.filter(state=state) for state in MessageState.values} | {"codes": codes}
    sql, params = counting({name: rows.order_by()[:MOST_COUNTED] for name, rows in wanted.items()})
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = dict(zip(wanted, cursor.fetchone(), strict=True))
    of_the_install = found.pop("codes")
    found[MessageState.OUTBOX] = min(found[MessageState.OUTBOX] + of_the_install, MOST_COUNTED)
    return found


def messages_to(actor: Actor, *, recipients: Sequence[str] = (), codes: Sequence[str] = ()) -> list[Message]:
    """The newest messages to these numbers or about these cases, a few. One query."""
    asked = Q(recipient__in=list(recipients)) | Q(case_code__in=list(codes))
    return list(Message.objects.visible_to(actor).filter(asked).order_by("-id")[:6])


def message(actor: Actor, pk: int) -> Message:
    """One message; raises `NotFound`."""
    found = Message.objects.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound()
    return found
