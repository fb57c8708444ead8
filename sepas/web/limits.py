"""How often somebody may try: code entry, one-time codes, intake."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sepas.kernel.errors import TooMany


def client_address(request: HttpRequest) -> str:
    """The caller's address; behind our own proxy, the one that the proxy added."""
    if settings.BEHIND_TLS:
        forwarded = request.headers.get("X-Forwarded-For", "")
        if forwarded:
            return forwarded.rsplit(",", 1)[-1].strip()
    return request.META.get("REMOTE_ADDR", "")


def limit(request: HttpRequest, what: str, *, times: int, seconds: int, now: datetime, who: str = "") -> None:
    """Count one try at `what`; raise `TooMany` beyond `times` in a window of `seconds`.

    Counted per `who` (a number, a code, a session) from wherever, or without it per caller's address.
    """
    moment = int(now.timestamp())
    key = hashlib.sha256((who or client_address(request)).encode()).hexdigest()[:24]
    name = f"limit:{what}:{key}:{moment // seconds}"
    cache.add(name, 0, timeout=seconds + 5)
    try:
        used = cache.incr(name)
    except ValueError:  # it expired between the two calls
        used = 1
    if used > times:
        raise TooMany(
            _("You have tried several times in a short while."),
            data={"retry_after": seconds - moment % seconds},
        )
