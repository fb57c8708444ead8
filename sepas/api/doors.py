"""What every endpoint shares: who asks, how often, once, and texts in both languages."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from ninja.security import HttpBearer

from sepas.kernel.actor import GUEST, Actor
from sepas.kernel.clock import now
from sepas.kernel.errors import Invalid
from sepas.kernel.limits import caller, count_here
from sepas.kernel.once import once
from sepas.parties.actors import actor_for_token

PUBLIC_PER_MINUTE = 120
TOKEN_PER_MINUTE = 1200


class Token(HttpBearer):
    """`Authorization: Bearer sepas_…`: a token of the organisation, with scopes and expiry."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        actor = actor_for_token(token, now())
        if actor is not None:
            count_here("api", f"token:{actor.id}", times=TOKEN_PER_MINUTE, seconds=60, now=now())
        return actor


token = Token()


def actor_of(request: HttpRequest) -> Actor:
    """The holder of the token, or a guest at a public endpoint. Cookies are not looked at."""
    auth = getattr(request, "auth", None)
    return auth if isinstance(auth, Actor) else GUEST


def limit_public(request: HttpRequest, what: str) -> None:
    """Count a call without a token, per address."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    address = caller(request.META.get("REMOTE_ADDR", ""), forwarded, behind_proxy=settings.BEHIND_TLS)
    count_here(f"api:{what}", address, times=PUBLIC_PER_MINUTE, seconds=60, now=now())


def idempotent(
    request: HttpRequest,
    response: HttpResponse,
    payload: Any,
    act: Callable[[], dict[str, Any]],
) -> dict[str, Any]:
    """Run `act` once for the request's `Idempotency-Key`, if it has one; a replay gets the first answer."""
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return act()
    if not 8 <= len(key) <= 100:
        raise Invalid(
            {"Idempotency-Key": _("Send a key of 8 to 100 characters, a fresh one for each request.")}
        )
    asked = payload.model_dump(mode="json") if hasattr(payload, "model_dump") else payload
    result, replayed = once(
        scope=f"token:{actor_of(request).id}:{request.path}"[:80], key=key, request=asked, now=now(), act=act
    )
    if replayed:
        response["Idempotency-Replayed"] = "true"
    return result


def both(text: str | Promise) -> dict[str, str]:
    """A lazy text in Persian and English."""
    found = {}
    for language in ("fa", "en"):
        with override(language):
            found[language] = str(text)
    return found


def iso(moment: Any) -> str | None:
    """A date or moment as ISO 8601, moments in UTC with `Z`."""
    return moment.isoformat().replace("+00:00", "Z") if moment is not None else None
