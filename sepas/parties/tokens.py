"""The shape of API tokens: `sepas_<prefix>_<secret>`. The prefix finds the row, the secret proves it."""

import hashlib
import ipaddress
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.crypto import constant_time_compare

from sepas.kernel import epoch
from sepas.parties.models import ApiToken

MARK = "sepas"
KNOWN = 10_000
"""Prefixes whose owner a process remembers at most."""
WHY = "a token says who asks; there is no actor before it is read"


@dataclass(frozen=True, slots=True)
class FreshToken:
    """A token at its making: `raw` is for the person to copy and is never kept."""

    prefix: str
    raw: str
    digest: str


def make_token() -> FreshToken:
    """A fresh token: 40 random bits to find it by, 192 to prove it."""
    prefix, secret = secrets.token_hex(5), secrets.token_hex(24)
    return FreshToken(prefix, f"{MARK}_{prefix}_{secret}", digest_of(secret))


def digest_of(secret: str) -> str:
    """SHA-256: the secret is random and long, so a slow hash would only cost every request."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find_token(raw: str, now: datetime, *, address: str = "") -> ApiToken | None:
    """The living token that `raw` is; at most one query, and once a day another one to note its use.

    A token with networks serves only callers from one of them.
    """
    mark, _, rest = raw.strip().partition("_")
    prefix, _, secret = rest.partition("_")
    if mark != MARK or not prefix or not secret:
        return None
    token = _living(prefix)
    if token is None or not constant_time_compare(token.hash, digest_of(secret)):
        return None
    if token.expires_at is not None and token.expires_at <= now:
        return None
    if token.networks and not is_within(address, token.networks):
        return None
    today = now.astimezone(UTC).date()
    if token.last_used_on != today:
        ApiToken.objects.unscoped(WHY).filter(pk=token.pk).update(last_used_on=today)
        token.last_used_on = today
    return token


def is_within(address: str, networks: Iterable[str]) -> bool:
    """Whether an IP address lies in one of the networks; what is no address lies in none."""
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return any(found in ipaddress.ip_network(network) for network in networks)


def _living(prefix: str) -> ApiToken | None:
    """The token of this prefix unless it was revoked; kept for as long as its organisation arranges nothing anew."""

    def read() -> ApiToken | None:
        return ApiToken.objects.unscoped(WHY).filter(prefix=prefix, revoked_at=None).first()

    owner = _owners.get(prefix)
    if owner is not None:
        return epoch.kept(owner, ("token", prefix), read)
    token = read()
    if token is not None:
        if len(_owners) >= KNOWN:
            _owners.clear()
        _owners[prefix] = token.organisation_id
    return token


def forget() -> None:
    """Forget whose tokens are known in this process."""
    _owners.clear()


_owners: dict[str, int] = {}
"""Whose token a prefix is: that never changes."""
