"""Forgetting what was written beside a case: drafts, answers that waited, what colleagues were told of it."""

from django.db.models import F, TextField
from django.db.models.functions import Cast

from sepas.teamwork.models import Draft, IntakeDraft, Notification, WaitingFile, WaitingReply, WaitingState

WHY = "what hangs from an erased case goes with it"


def erase_besides(case_id: int) -> None:
    """Take the words from everything of the case; may be repeated. No answer goes out any more: the case is closed."""
    Draft.objects.unscoped(WHY).filter(case=case_id).delete()
    replies = WaitingReply.objects.unscoped(WHY).filter(case=case_id)
    replies.filter(state=WaitingState.WAITING).update(state=WaitingState.TAKEN_BACK, version=F("version") + 1)
    replies.exclude(body="", error="").update(body="", error="")
    for file in WaitingFile.objects.unscoped(WHY).filter(reply__case=case_id):
        file.file.delete(save=False)
    WaitingFile.objects.unscoped(WHY).filter(reply__case=case_id).delete()
    told = Notification.objects.unscoped(WHY).filter(case=case_id)
    told.exclude(who="", text="").update(who="", text="")


def erase_intake(mobile: str) -> None:
    """Forget what somebody took down of a call from this number and never opened a case for."""
    rows = IntakeDraft.objects.unscoped(WHY).annotate(text=Cast("data", TextField()))
    rows.filter(text__contains=mobile[-10:]).delete()
