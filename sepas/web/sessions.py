"""Whose session it is."""

from django.http import HttpRequest

from sepas.kernel.actor import GUEST, Actor

MOBILE = "customer_mobile"
"""Session key: the E.164 number that a one-time code confirmed."""


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request that carries a session cookie."""
    from sepas.parties import actors

    if request.user.is_authenticated:
        staff = actors.actor_for_user(request.user)
        if staff is not None:
            return staff
    mobile = request.session.get(MOBILE)
    if mobile:
        return actors.actor_for_mobile(mobile, request.reader.language)  # type: ignore[attr-defined]
    return GUEST


def sign_in_customer(request: HttpRequest, mobile: str) -> None:
    """From now on this session acts for `mobile`. Its key changes, so that a planted one is worthless."""
    request.session.cycle_key()
    request.session[MOBILE] = mobile


def sign_out_customer(request: HttpRequest) -> None:
    request.session.pop(MOBILE, None)
