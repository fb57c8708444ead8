"""Saying how satisfied one is with what was done."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sepas.cases import policies
from sepas.cases.actions.texts import cleaned
from sepas.cases.events import CaseRated
from sepas.cases.models import Case, Rating
from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid
from sepas.kernel.policy import require
from sepas.kernel.swap import swap


def rate_case(actor: Actor, *, case: Case, score: int | None, words: str = "", now: datetime) -> Rating:
    """Rate the latest resolution from 1 to 5, once. The fact says that it was rated, not how.

    Raises `Invalid` without a score, `Conflict` (`already_rated`) for a second rating of one resolution.
    """
    require(policies.may_rate(actor, case))
    if score is None or not 1 <= score <= 5:
        raise Invalid({"score": _("Choose one of the five steps.")}, data={"allowed": [1, 2, 3, 4, 5]})
    words = cleaned("words", words, longest=2000)
    try:
        with transaction.atomic():
            swap(case, touched_at=case.touched_at)
            rating = Rating.objects.create(case=case, round=case.reopened, score=score, words=words, at=now)
            record(
                CaseRated(rating.pk, case.reopened),
                actor=actor,
                organisation_id=case.organisation_id,
                subject_id=case.pk,
                at=now,
            )
    except IntegrityError:
        raise Conflict(_("You have rated this already. Thank you."), code="already_rated") from None
    return rating
