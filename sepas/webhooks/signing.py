"""Secrets, and the signature over what is sent, as Standard Webhooks has it."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

from sepas.webhooks.models import Endpoint

MARK = "whsec_"


def new_secret() -> str:
    """A fresh secret as the receiver gets it: `whsec_` and 32 random bytes in base64."""
    return MARK + base64.b64encode(secrets.token_bytes(32)).decode()


def sealed(secret: str) -> str:
    """The secret as it is kept: encrypted with the install's key."""
    return _cipher_of((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)).encrypt(secret.encode()).decode()


def opened(kept: str) -> str:
    """The secret in clear, to sign with."""
    return _cipher_of((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)).decrypt(kept.encode()).decode()


def headers_for(endpoint: Endpoint, *, key: str, body: str, now: datetime) -> dict[str, str]:
    """Id, time and signatures; two of them while an old secret still holds."""
    moment = str(int(now.timestamp()))
    kept = [endpoint.secret]
    if endpoint.old_secret and endpoint.old_until is not None and endpoint.old_until > now:
        kept.append(endpoint.old_secret)
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Sepas-Webhooks/1",
        "webhook-id": key,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(signature(opened(each), key, moment, body) for each in kept),
    }


def signature(secret: str, key: str, moment: str, body: str) -> str:
    """`v1,` and the HMAC-SHA256 over `id.timestamp.body` in base64."""
    raw = base64.b64decode(secret.removeprefix(MARK))
    signed = hmac.new(raw, f"{key}.{moment}.{body}".encode(), hashlib.sha256).digest()
    return "v1," + base64.b64encode(signed).decode()


@lru_cache(maxsize=4)
def _cipher_of(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"sepas webhooks:" + key.encode()).digest()))
        for key in keys
    )
