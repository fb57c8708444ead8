"""Notifications: made by reactions, read by their owner."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import override

from sepas.cases.models import Case
from sepas.kernel.actor import Actor
from sepas.kernel.ids import code_in_text
from sepas.notices.actions import queue_message
from sepas.notices.models import Channel
from sepas.notices.ports import sends_email
from sepas.teamwork.models import Notification, Reason
from sepas.teamwork.queries_told import ways_for
from sepas.teamwork.told import APP, EMAIL

WITHOUT_BRACKETS = str.maketrans("", "", "()")
"""Beside a name a reason may stand in brackets; alone it does not."""


def notify(
    *, staff_id: int, case: Case, reason: Reason, who: str, text: str = "", key: str, now: datetime
) -> None:
    """Tell somebody by the ways that they chose, once for each `key`: under the bell, by e-mail, or not at all."""
    ways, email, language = ways_for(staff_id, reason)
    if EMAIL in ways and email and sends_email():
        queue_message(
            organisation=case.organisation,
            channel=Channel.EMAIL,
            recipient=email,
            template="staff_notified",
            context={
                "code": code_in_text(case.code, language),
                "reason": _in_both(Reason(reason)),
                "link": f"{settings.BASE_URL}/desk/cases/{case.code}/",
            },
            language=language,
            key=f"notified:{staff_id}:{key}",
            case_code=case.code,
            now=now,
        )
    if APP not in ways:
        return
    Notification.objects.unscoped("told to its own owner").get_or_create(
        staff_id=staff_id,
        key=key,
        defaults={"case": case, "reason": reason, "who": who[:120], "text": text[:200], "at": now},
    )


def mark_read(actor: Actor, *, pk: int | None = None, now: datetime) -> int:
    """One's own notification `pk`, or all of them, were seen; how many were new."""
    unread = Notification.objects.visible_to(actor).filter(read_at=None)
    if pk is not None:
        unread = unread.filter(pk=pk)
    return unread.update(read_at=now)


def _in_both(reason: Reason) -> dict[str, str]:
    found = {}
    for language in ("fa", "en"):
        with override(language):
            found[language] = str(reason.label).translate(WITHOUT_BRACKETS)
    return found
