"""Settings of what this install is connected with: its database, an identity provider, receivers of webhooks."""

import os
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

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


SHORT = {
    "jit": "off",  # compiling a statement takes longer than running any of ours
    "random_page_cost": "1.1",  # pieces of a solid-state disk cost the same wherever they lie, so indexes are preferred
    "effective_io_concurrency": "200",  # what words found is scattered: many pieces are asked for at once
}
"""What PostgreSQL is told on each connection; `options` in `DATABASE_URL` takes its place."""


def database_of(url: str, *, prepared: bool) -> dict[str, Any]:
    """A database as Django wants it; `prepared`: connections are one's own, not a pooler's that gives each transaction
    another one, so that PostgreSQL can keep frequent statements (`kernel.prepared`) and be told what suits short ones.
    """
    found: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    if not found["ENGINE"].endswith("sqlite3"):
        own: dict[str, Any] = {"prepare_threshold": None}
        if prepared:
            # Once seen is not frequent; the second time is.
            own = {
                "prepare_threshold": 1,
                "options": " ".join(f"-c {name}={value}" for name, value in SHORT.items()),
            }
        return found | {
            "ENGINE": "sepas.kernel.engines.postgresql",
            "OPTIONS": own | found.get("OPTIONS", {}),
        }
    return found | {
        "ENGINE": "sepas.kernel.engines.sqlite",
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": {
            # A writer takes its lock at BEGIN, so two writers queue instead of one failing half-way.
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
                "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
                # What many cases write again and again goes from the log to the database once: 16 MiB of log, not 4.
                "PRAGMA wal_autocheckpoint=4000;"
            ),
        },
    }


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
