"""What somebody is writing, kept while they write."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from sepas.cases.actions.texts import LONGEST
from sepas.cases.models import Case
from sepas.cases.policies import may_note
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.kernel.relaxed import relaxed
from sepas.teamwork.models import Draft


def keep_draft(actor: Actor, *, case: Case, body: str, now: datetime) -> Draft | None:
    """Keep what `actor` has written so far in `case`; nothing written forgets it. Not a fact: nothing is recorded."""
    require(may_note(actor, case))
    if not body.strip():
        forget_draft(actor, case=case)
        return None
    if len(body) > LONGEST:
        raise Invalid({"body": _("This is too long. Shorten it, or attach the rest as a file.")})
    with relaxed():
        draft, _new = Draft.objects.visible_to(actor).update_or_create(
            case=case, author_id=actor.id, defaults={"body": body, "at": now}
        )
    return draft


def forget_draft(actor: Actor, *, case: Case) -> None:
    """It was sent, or thrown away."""
    Draft.objects.visible_to(actor).filter(case=case, author_id=actor.id).delete()
