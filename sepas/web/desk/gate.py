"""Who comes in: only the organisation's staff. Every page of desk and office stands behind `staff_only`."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRedirect

from sepas.kernel.actor import GUEST, Actor
from sepas.kernel.errors import Refused
from sepas.parties import queries as parties
from sepas.parties.models import Organisation
from sepas.parties.roles import PERMISSION_NAMES

View = Callable[..., HttpResponseBase]


def staff_only(view: View) -> View:
    """Strangers are asked to sign in and come back; a sign-in that is nobody's is refused.

    A part of a page that is asked for after its reader was signed out sends the whole page there: as a redirect, the
    sign-in page would be put into that part.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kw: Any) -> HttpResponseBase:
        actor = actor_of(request)
        if not actor.is_staff:
            if request.user.is_authenticated:
                raise Refused(
                    _("Your sign-in does not belong to a member of staff. Ask an administrator."),
                    code="not_staff",
                )
            address = f"{settings.LOGIN_URL}?next={quote(_after_sign_in(request))}"
            return HttpResponseClientRedirect(address) if _is_part(request) else redirect(address)
        return view(request, *args, **kw)

    return guarded


def actor_of(request: HttpRequest) -> Actor:
    """The actor that the middleware found, who reads in the language of the page."""
    actor: Actor = getattr(request, "actor", GUEST)
    language: str = getattr(request, "language", actor.language)
    return actor if actor.language == language else replace(actor, language=language)


def need(actor: Actor, permission: str) -> None:
    """Raise `Refused` unless the actor holds `permission` anywhere at all; the rows decide the rest."""
    if not actor.may(permission):
        raise Refused(
            format_lazy(
                _("Your role does not include this: {name}. Ask your manager."),
                name=PERMISSION_NAMES[permission],
            ),
            code="no_permission",
            data={"permission": permission},
        )


def organisation_of(request: HttpRequest) -> Organisation:
    """The organisation that the staff member works for. One query, once a request."""
    known: Organisation | None = getattr(request, "_organisation", None)
    if known is None:
        organisation_id = actor_of(request).organisation_id
        assert organisation_id is not None
        known = parties.organisation(organisation_id)
        request._organisation = known  # type: ignore[attr-defined]
    return known


def _is_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _after_sign_in(request: HttpRequest) -> str:
    if _is_part(request):
        page: str | None = request.htmx.current_url_abs_path  # type: ignore[attr-defined]
        return page or "/desk/"
    return request.get_full_path() if request.method == "GET" else "/desk/"
