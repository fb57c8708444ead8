"""What has to be settled before anything else: a password of one's own, a second factor where needed."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from sepas.parties.actors import actor_for_user
from sepas.web.accounts import second_factor

Handler = Callable[[HttpRequest], HttpResponse]

ALWAYS_OPEN = ("/accounts/", "/preferences/", settings.STATIC_URL)
"""Where things are settled, the choice of language, and what pages are made of."""


def settled_sign_in(get_response: Handler) -> Handler:
    """Send staff to choose their own password, and to set up a second factor, before they get anywhere.

    Placed after the middleware that knows the actor. Costs nothing without a session cookie, and no query of
    its own once the session passed a second factor.
    """

    def handle(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith(ALWAYS_OPEN):
            return get_response(request)
        matter = open_matter(request)
        return get_response(request) if matter is None else _send(request, *matter)

    return handle


def open_matter(request: HttpRequest) -> tuple[str, str, str] | None:
    """What must be settled before anything else: its code, its page, and the sentence for the person; or None."""
    user = request.user
    if not user.is_authenticated:
        return None
    if user.one_time_until is not None:
        return (
            "password_to_choose",
            "account_change_password",
            _("Choose a password of your own before you go on."),
        )
    if not settings.SEPAS_REQUIRE_SECOND_FACTOR:
        return None
    actor = getattr(request, "actor", None)
    if actor is None or not actor.is_staff:
        actor = actor_for_user(user)
    if actor is None or not second_factor.is_required(actor) or second_factor.has_one(request):
        return None
    return (
        "second_factor_to_set_up",
        "mfa_activate_totp",
        _("Your role needs a second factor. Set it up before you go on."),
    )


def _send(request: HttpRequest, code: str, view: str, message: str) -> HttpResponse:
    where = reverse(view)
    if request.path.startswith("/api/"):
        body = {"code": code, "title": message, "status": 403, "data": {"where": where}}
        return JsonResponse(body, status=403, content_type="application/problem+json")
    messages.warning(request, message)
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(where)
    return HttpResponseRedirect(where)
