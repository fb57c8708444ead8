"""Settings of what this install is connected with: an identity provider, and receivers of webhooks."""

import os
from typing import Any
from urllib.parse import urlsplit

SEPAS_OIDC_ISSUER = os.environ.get("SEPAS_OIDC_ISSUER", "").rstrip("/")
"""The company's identity provider for staff; empty: passwords only."""
SEPAS_OIDC_CLIENT_ID = os.environ.get("SEPAS_OIDC_CLIENT_ID", "")
SEPAS_OIDC_CLIENT_SECRET = os.environ.get("SEPAS_OIDC_CLIENT_SECRET", "")
SEPAS_OIDC_SIGN_UP = os.environ.get("SEPAS_OIDC_SIGN_UP", "").strip()
"""The short name of the organisation in which people whom the provider vouches for become staff without a role."""
SEPAS_OIDC_DOMAINS = [
    domain.strip().lower().removeprefix("@")
    for domain in os.environ.get("SEPAS_OIDC_DOMAINS", "").split(",")
    if domain.strip()
]
"""Domains of verified addresses for which that holds."""
SEPAS_OIDC_CLAIM = os.environ.get("SEPAS_OIDC_CLAIM", "preferred_username")

SEPAS_WEBHOOK_POSTER = os.environ.get("SEPAS_WEBHOOK_POSTER", "sepas.adapters.webhook_http.configured")
SEPAS_WEBHOOK_TIMEOUT = float(os.environ.get("SEPAS_WEBHOOK_TIMEOUT", "10"))
SEPAS_WEBHOOK_ALLOW = [
    network.strip() for network in os.environ.get("SEPAS_WEBHOOK_ALLOW", "").split(",") if network.strip()
]
"""Private networks (CIDR) that webhooks may reach all the same."""


def apps_of(issuer: str, client_id: str, secret: str, name: str) -> dict[str, Any]:
    """The provider as the sign-in library wants it; empty without an issuer."""
    if not issuer:
        return {}
    app = {
        "provider_id": "staff",
        "name": name,
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": issuer, "fetch_userinfo": False, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def origin_of(issuer: str) -> list[str]:
    """The issuer's origin, for the content security policy; none without an issuer."""
    parts = urlsplit(issuer)
    return [f"{parts.scheme}://{parts.netloc}"] if parts.netloc else []


SOCIALACCOUNT_PROVIDERS = apps_of(
    SEPAS_OIDC_ISSUER,
    SEPAS_OIDC_CLIENT_ID,
    SEPAS_OIDC_CLIENT_SECRET,
    os.environ.get("SEPAS_OIDC_NAME", "OpenID Connect"),
)
