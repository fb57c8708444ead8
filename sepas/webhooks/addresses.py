"""Which addresses may be named and reached: HTTPS to the outside; nothing that only this machine can see."""

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sepas.kernel.errors import Invalid

HERE = ("localhost", "127.0.0.1", "::1")
LONGEST = 500


def checked_url(text: str) -> str:
    """The address as it is kept; raises `Invalid` on `url`. Where its name leads is asked when something is sent."""
    url = text.strip()
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _wrong(_("This is not an address. It looks like https://example.com/hooks.")) from None
    if not host or not url.isascii() or any(char.isspace() or not char.isprintable() for char in url):
        raise _wrong(_("This is not an address. It looks like https://example.com/hooks."))
    if len(url) > LONGEST:
        raise _wrong(_("This is too long."))
    if parts.username or parts.password or parts.fragment or port == 0:
        raise _wrong(
            _("Leave user names, passwords and # out of the address; the signature proves who sends.")
        )
    local = settings.EMBEDDED and host in HERE
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise _wrong(_("The address must begin with https://."))
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        literal = None
    if not local and (host == "localhost" or (literal is not None and not may_reach(str(literal)))):
        raise _wrong(_("This address lies inside a private network and cannot be reached from here."))
    return url


def may_reach(address: str) -> bool:
    """Whether an IP address is out in the world, or in a network that the settings allow."""
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        found = inner or found
    if any(found in network for network in _allowed()):
        return True
    return found.is_global and not found.is_multicast


def host_of(url: str) -> str:
    return urlsplit(url).hostname or ""


def _allowed() -> Iterable[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    names = list(settings.SEPAS_WEBHOOK_ALLOW)
    if settings.EMBEDDED:
        names += ["127.0.0.0/8", "::1/128"]
    return [ipaddress.ip_network(name) for name in names]


def _wrong(message: object) -> Invalid:
    return Invalid({"url": message})  # type: ignore[dict-item]
