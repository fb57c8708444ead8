"""Signing in: only people whom an organisation put there, by username, with a password of their own."""

from typing import Any, cast

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sepas.kernel import clock
from sepas.parties.actions.staff import note_password_chosen
from sepas.parties.actors import actor_for_user
from sepas.parties.models import User


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes themselves staff."""
        return False

    def pre_login(self, request: HttpRequest, user: Any, **kw: Any) -> HttpResponse | None:
        """Refuse, after the right password: somebody let go, and a one-time password that is too old."""
        if actor_for_user(user) is None:
            clear_login(request)
            return self.respond_user_inactive(request, user)
        if user.one_time_until is not None and user.one_time_until <= clock.now():
            clear_login(request)
            messages.error(request, _("Your one-time password has expired. Ask your manager for a new one."))
            return HttpResponseRedirect(reverse("account_login"))
        return super().pre_login(request, user, **kw)

    def is_reauthentication_required(self, *, app: str, **kw: Any) -> bool:
        """Whoever signed in within the last minutes is not asked for the password a second time."""
        request = context.request
        latest = max(
            (record["at"] for record in get_authentication_records(request, request.user)), default=0.0
        )
        if clock.now().timestamp() - latest < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kw)

    def set_password(self, user: Any, password: str) -> None:
        """The person chose it, so a one-time password is over."""
        user.set_password(password)
        user.save(update_fields=["password"])
        actor = actor_for_user(cast(User, user))
        if actor is not None:
            note_password_chosen(actor, now=clock.now())
            user.one_time_until = None
