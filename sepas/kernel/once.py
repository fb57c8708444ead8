"""Doing something once, however often it is asked: double taps, retries, two tabs, replayed webhooks."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from sepas.kernel.canonical import canonical
from sepas.kernel.errors import Conflict
from sepas.kernel.files import gone_if_refused
from sepas.kernel.models import OnceKey

KEPT = timedelta(days=30)
"""How long it is known that a key was used."""


def fingerprint(value: Any) -> str:
    """A stable hash of what was asked, so that a key cannot be used for something else."""
    return hashlib.sha256(canonical(value, default=str)).hexdigest()


def once(
    *, scope: str, key: str, request: Any, now: datetime, act: Callable[[], dict[str, Any]]
) -> tuple[dict[str, Any], bool]:
    """Run `act` unless this `key` was already used in `scope`; return its result and whether it was a replay.

    The key commits with the effect. A second client at the same moment waits for the first one's commit and
    then reads its result. `request` is what was asked; the same key with another request raises `Conflict`.
    """
    asked = fingerprint(request)
    earlier = _earlier(scope, key, asked)
    if earlier is not None:
        return earlier, True
    try:
        with gone_if_refused(), transaction.atomic():
            with transaction.atomic():
                row = OnceKey.objects.create(scope=scope, key=key, fingerprint=asked, at=now)
            result = act()
            OnceKey.objects.filter(pk=row.pk).update(result=result)
            return result, False
    except IntegrityError:
        earlier = _earlier(scope, key, asked)
        if earlier is None:
            raise
        return earlier, True


def _earlier(scope: str, key: str, asked: str) -> dict[str, Any] | None:
    row = OnceKey.objects.filter(scope=scope, key=key).first()
    if row is None:
        return None
    if row.fingerprint != asked:
        raise Conflict(
            _("This key was already used for a different request. Use a new key."), code="key_reused"
        )
    return row.result or {}


def forget_results(words: Sequence[str]) -> int:
    """Forget keys whose result holds one of `words`, such as a number or a code; how many."""
    rows = OnceKey.objects.annotate(text=Cast("result", TextField()))
    return sum(rows.filter(text__contains=word).delete()[0] for word in words if word)


def forget_old(now: datetime, *, limit: int = 1000) -> int:
    """Forget keys that nobody will send again; how many."""
    old = OnceKey.objects.filter(at__lt=now - KEPT).values_list("pk", flat=True)[:limit]
    return OnceKey.objects.filter(pk__in=list(old)).delete()[0]
