"""What can be wrong with the settings of the identity provider, said before anybody meets it."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, register

CLAIMS = ("preferred_username", "email")


@register("sepas")
def check_oidc(app_configs: Any, **kw: Any) -> list[Error]:
    """Nothing to say without an issuer."""
    issuer = settings.SEPAS_OIDC_ISSUER
    if not issuer:
        return []
    found, parts = [], urlsplit(issuer)
    local = parts.hostname in {"127.0.0.1", "localhost"} and settings.EMBEDDED
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        found.append(Error("SEPAS_OIDC_ISSUER must begin with https://.", id="sepas.E010"))
    if not settings.SEPAS_OIDC_CLIENT_ID or not settings.SEPAS_OIDC_CLIENT_SECRET:
        found.append(
            Error(
                "SEPAS_OIDC_CLIENT_ID and SEPAS_OIDC_CLIENT_SECRET belong to SEPAS_OIDC_ISSUER.",
                id="sepas.E011",
            )
        )
    if settings.SEPAS_OIDC_CLAIM not in CLAIMS:
        found.append(Error(f"SEPAS_OIDC_CLAIM is one of {', '.join(CLAIMS)}.", id="sepas.E012"))
    if settings.SEPAS_OIDC_SIGN_UP and not settings.SEPAS_OIDC_DOMAINS:
        found.append(
            Error("SEPAS_OIDC_SIGN_UP needs SEPAS_OIDC_DOMAINS: whose addresses come in.", id="sepas.E013")
        )
    return found
