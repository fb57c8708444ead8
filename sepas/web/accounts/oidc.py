"""Signing in by the company's own identity provider (OpenID Connect): only people who are staff already."""

from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sepas.kernel import clock
from sepas.kernel.actor import system
from sepas.kernel.errors import Conflict, Invalid, NotFound
from sepas.parties import queries as parties
from sepas.parties.actions.admit import admit_staff
from sepas.parties.actors import actor_for_user
from sepas.parties.models import User


class SocialAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Nobody makes themselves staff; whom the settings let in is made staff before (`_admitted`)."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Know a member of staff by the claim that the settings name, once; from then on by the provider's `sub`."""
        if sociallogin.is_existing:
            if actor_for_user(sociallogin.user) is None:
                raise ImmediateHttpResponse(_refused(request))
            return
        claims = _claims(sociallogin)
        user = _staff_of(claims) or _admitted(claims)
        if user is None or SocialAccount.objects.filter(user=user).exists():
            raise ImmediateHttpResponse(_refused(request))
        sociallogin.connect(request, user)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kw: Any) -> None:
        """The provider said no, or what it said does not hold."""
        raise ImmediateHttpResponse(_refused(request))


class Adapter(OpenIDConnectOAuth2Adapter):
    """The id token's signature is checked, even where it came straight from the provider."""

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        found: dict[str, Any] = jwtkit.verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=settings.SEPAS_OIDC_ISSUER,
            audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return found


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where the provider sends people back to."""
    try:
        view = OAuth2CallbackView.adapter_view(Adapter(request, provider_id))
        answer: HttpResponse = view(request)
        return answer
    except SocialApp.DoesNotExist:
        raise Http404 from None


def _claims(login: SocialLogin) -> dict[str, Any]:
    """Of the signed id token; what the provider's user page says besides is not looked at."""
    claims: dict[str, Any] = (login.account.extra_data or {}).get("id_token") or {}
    return claims


def _staff_of(claims: dict[str, Any]) -> User | None:
    """The one person whom the claim names; nobody where it could be two."""
    claim = settings.SEPAS_OIDC_CLAIM
    value = claims.get(claim)
    if not isinstance(value, str) or not value.strip():
        return None
    if claim == "email":
        if claims.get("email_verified") is not True:
            return None
        found = User.objects.filter(email__iexact=value.strip())
    else:
        found = User.objects.filter(username__iexact=value.strip())
    known = [user for user in found[:2] if actor_for_user(user) is not None]
    return known[0] if len(known) == 1 else None


def _admitted(claims: dict[str, Any]) -> User | None:
    """A new member of staff without any role, where the settings let in a verified address of this domain."""
    email, verified = claims.get("email"), claims.get("email_verified") is True
    house = settings.SEPAS_OIDC_SIGN_UP
    if not house or not verified or not isinstance(email, str):
        return None
    name, _at, domain = email.strip().lower().rpartition("@")
    if not name or domain not in settings.SEPAS_OIDC_DOMAINS:
        return None
    try:
        organisation = parties.organisation(house)
        person = admit_staff(
            system(organisation.pk),
            organisation=organisation,
            username=_text(claims, "preferred_username") or name,
            name=_text(claims, "name") or name,
            email=email,
            now=clock.now(),
        )
    except (Invalid, Conflict, NotFound):
        return None
    return person.user


def _text(claims: dict[str, Any], name: str) -> str:
    value = claims.get(name)
    return value.strip() if isinstance(value, str) else ""


def _refused(request: HttpRequest) -> HttpResponse:
    messages.error(
        request,
        _(
            "This account does not belong to a member of staff here. Ask your administrator, or sign in below."
        ),
    )
    return HttpResponseRedirect(reverse("account_login"))
