"""How often somebody may try: code entry, one-time codes, intake."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from sepas.kernel.limits import caller, count_try


def client_address(request: HttpRequest) -> str:
    """The caller's address; behind our own proxy, the one that the proxy added."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    return caller(request.META.get("REMOTE_ADDR", ""), forwarded, behind_proxy=settings.BEHIND_TLS)


def limit(request: HttpRequest, what: str, *, times: int, seconds: int, now: datetime, who: str = "") -> None:
    """Count one try at `what`; raise `TooMany` beyond `times` in a window of `seconds`.

    Counted per `who` (a number, a code, a session) from wherever, or without it per caller's address.
    """
    count_try(what, who or client_address(request), times=times, seconds=seconds, now=now)
