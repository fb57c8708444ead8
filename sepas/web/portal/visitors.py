"""Who a visitor of the portal acts as, and when it is where they are."""

from datetime import date, datetime

from django.http import HttpRequest

from sepas.kernel.actor import Actor, Kind
from sepas.web import preferences


def visitor(request: HttpRequest) -> Actor:
    """The customer whose number was verified, else a guest; staff who look at the portal are guests too."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.kind == Kind.CUSTOMER:
        return actor
    return Actor(Kind.GUEST, language=preferences.current().language)


def is_customer(request: HttpRequest) -> bool:
    return visitor(request).kind == Kind.CUSTOMER


def local_today(now: datetime) -> date:
    """The reader's date."""
    return now.astimezone(preferences.current().zone).date()
