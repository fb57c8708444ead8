"""POST /office/tokens/<id>/revocation : end a program's key at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from sepas.kernel import clock
from sepas.kernel.errors import NotFound
from sepas.kernel.policy import require
from sepas.parties import policies
from sepas.parties import queries as parties
from sepas.parties.actions.tokens import revoke_token
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.once import once_then


@staff_only
@require_POST
def post(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    require(policies.may_use(actor, "tokens.edit", organisation_id=organisation_of(request).pk))
    token = next((token for token in parties.tokens(actor) if token.pk == pk), None)
    if token is None:
        raise NotFound

    def run() -> str:
        revoke_token(actor, token=token, now=now)
        messages.success(request, _("The token is revoked. Programs that use it are refused from now on."))
        return "/office/tokens/"

    return once_then(request, run, now=now)
