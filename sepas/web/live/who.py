"""Whose stream it is: the session cookie of the desk, under the same conditions as its pages."""

from http.cookies import CookieError, SimpleCookie

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from sepas.kernel.actor import Actor
from sepas.parties.actors import actor_for_user
from sepas.web.accounts.enforcement import open_matter
from sepas.web.session_store import SessionStore


def staff_of(cookie_header: str) -> Actor | None:
    """The member of staff behind these cookies; None for everybody else, and while their sign-in is not settled."""
    try:
        cookies = SimpleCookie(cookie_header)
    except CookieError:
        return None
    found = cookies.get(settings.SESSION_COOKIE_NAME)
    if found is None:
        return None
    request = HttpRequest()
    request.session = SessionStore(found.value)
    request.user = get_user(request)
    if not request.user.is_authenticated:
        return None
    actor = actor_for_user(request.user)
    if actor is None:
        return None
    request.actor = actor  # type: ignore[attr-defined]
    return actor if open_matter(request) is None else None


def may_listen_from(origin: str) -> bool:
    """Whether a page of `origin` may read the stream: our own address, or one that forms may come from."""
    return not origin or origin in {settings.BASE_URL, *settings.CSRF_TRUSTED_ORIGINS}
