"""GET, POST /office/tokens/ : keys of programs. A new one is shown once, in the answer to its POST."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas.kernel import clock
from sepas.kernel.errors import Invalid, Refused
from sepas.kernel.once import once
from sepas.kernel.policy import require
from sepas.parties import policies
from sepas.parties import queries as parties
from sepas.parties.actions.tokens import issue_token
from sepas.parties.models import ApiToken
from sepas.parties.roles import PERMISSION_NAMES, TOKEN_SCOPES
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.once import key_of

ENDS_SOON = timedelta(days=14)
"""From then on the page warns: whoever uses the token needs another one."""
LIVES = {"30": _("30 days"), "90": _("90 days"), "365": _("a year"), "": _("until it is revoked")}

HIDES = [
    ("fields.contact", _("Numbers, e-mail and street addresses of customers")),
    ("fields.money", _("Amounts of money")),
]


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    actor, organisation = actor_of(request), organisation_of(request)
    require(policies.may_use(actor, "tokens.edit", organisation_id=organisation.pk))
    if request.method != "POST":
        return _page(request)
    now, lives = clock.now(), request.POST.get("lives", "")
    given: dict[str, Any] = {
        "name": request.POST.get("name", ""),
        "scopes": request.POST.getlist("scopes"),
        "lives": lives,
        "hides": request.POST.getlist("hides"),
        "networks": request.POST.get("networks", ""),
    }
    secret = []

    def issue() -> dict[str, Any]:
        if lives not in LIVES:
            raise Invalid({"lives": _("Choose one from the list.")})
        issued = issue_token(
            actor,
            organisation=organisation,
            name=given["name"],
            scopes=given["scopes"],
            hides=given["hides"],
            networks=given["networks"].replace("،", " ").replace(",", " ").split(),
            expires_at=now + timedelta(days=int(lives)) if lives else None,
            now=now,
        )
        secret.append(issued.raw)
        return {"token": issued.token.pk}

    try:
        once(scope="form:/office/tokens/", key=key_of(request), request=given, now=now, act=issue)
    except Invalid as error:
        return _page(request, error=error, given=given)
    # A replay finds the token but not its secret, which nobody keeps.
    return _page(request, secret=secret[0] if secret else "", issued=True)


def _page(
    request: HttpRequest,
    *,
    error: Invalid | Refused | None = None,
    given: dict[str, Any] | None = None,
    secret: str = "",
    issued: bool = False,
) -> HttpResponse:
    now = clock.now()
    tokens = list(parties.tokens(actor_of(request)))
    context = {
        "tokens": tokens,
        "ending": [token for token in tokens if _ends_soon(token, now)],
        "scopes": [(name, label) for name, label in PERMISSION_NAMES.items() if name in TOKEN_SCOPES],
        "fields": HIDES,
        "lives": list(LIVES.items()),
        "given": given or {},
        "errors": error.fields if isinstance(error, Invalid) else {},
        "problem": error.message if error else "",
        "secret": secret,
        "issued": issued,
        "now": now,
        "names": PERMISSION_NAMES,
    }
    response = page(
        request, "office/tokens.html", context, section="tokens", status=error.status if error else 200
    )
    response["Cache-Control"] = "no-store"
    return response


def _ends_soon(token: ApiToken, now: datetime) -> bool:
    ends = token.expires_at
    return token.revoked_at is None and ends is not None and now < ends <= now + ENDS_SOON
