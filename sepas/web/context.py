"""What every page knows of its reader."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from sepas.kernel.actor import GUEST, Actor
from sepas.web import preferences


def reader(request: HttpRequest) -> dict[str, Any]:
    actor = getattr(request, "actor", GUEST)
    language = getattr(request, "language", actor.language)
    if actor.language != language:
        actor = replace(actor, language=language)
    return {
        "actor": actor,
        "frame": frame(request, actor),
        "live_url": settings.SEPAS_LIVE_URL,
        "reader": getattr(request, "reader", preferences.current()),
    }


def frame(request: HttpRequest, actor: Actor) -> str:
    """The template around a page that any door may show (an error, the account): staff at work see their own."""
    if actor.is_staff and request.path.startswith(("/desk/", "/office/")):
        return "desk/base.html"
    if actor.is_staff and request.path.startswith("/accounts/") and request.user.is_authenticated:
        # Whoever has to choose a password first cannot go anywhere yet.
        return "desk/base.html" if request.user.one_time_until is None else "portal/base.html"
    return "portal/base.html"
