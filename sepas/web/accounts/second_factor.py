"""The second factor: its secrets encrypted at rest, and not to be taken off by those who need it."""

import base64
import hashlib
from functools import lru_cache
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest

from sepas.kernel.actor import Actor
from sepas.parties.actors import actor_for_user
from sepas.parties.roles import POWERFUL


def is_required(actor: Actor) -> bool:
    """Whether this person must have a second factor: the installation asks for it, and the role is powerful."""
    return bool(settings.SEPAS_REQUIRE_SECOND_FACTOR) and any(actor.may(name) for name in POWERFUL)


def has_one(request: HttpRequest) -> bool:
    """Whether this session passed a second factor, or the person has set one up; a query only for the latter."""
    records = get_authentication_records(request, request.user)
    if any(record.get("method") == "mfa" for record in records):
        return True
    factors = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user_id=request.user.pk, type__in=factors).exists()


class MFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Whoever needs a second factor keeps at least one."""
        actor = actor_for_user(authenticator.user)
        if actor is None or not is_required(actor):
            return True
        others = Authenticator.objects.filter(user_id=authenticator.user_id).exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()


def _cipher() -> MultiFernet:
    return _cipher_of((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=4)
def _cipher_of(keys: tuple[str, ...]) -> MultiFernet:
    """One key per secret of the installation; older secrets still read what they wrote."""
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"sepas second factor:" + key.encode()).digest()))
        for key in keys
    )
