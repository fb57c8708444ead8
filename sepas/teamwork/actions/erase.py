"""Forgetting what was written beside a case: drafts, answers that waited, what colleagues were told of it."""

from sepas.teamwork.models import Draft, Notification, WaitingReply, WaitingState

WHY = "what hangs from an erased case goes with it"


def erase_besides(case_id: int) -> None:
    """Take the words from everything of the case; may be repeated. The case is closed, so nothing is waited for."""
    Draft.objects.unscoped(WHY).filter(case=case_id).delete()
    waiting = WaitingReply.objects.unscoped(WHY).filter(case=case_id).exclude(state=WaitingState.WAITING)
    waiting.exclude(body="", error="").update(body="", error="")
    told = Notification.objects.unscoped(WHY).filter(case=case_id)
    told.exclude(who="", text="").update(who="", text="")
