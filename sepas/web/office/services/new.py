"""GET, POST /office/services/new/ : a service is written down, as a draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.offers import policies
from sepas.offers.actions.keep import add_offer
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.services.form import context_of, given_in
from sepas.web.once import once_then


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    actor, organisation, now = actor_of(request), organisation_of(request), clock.now()
    require(policies.may_edit_offers(actor, organisation.pk))
    if request.method != "POST":
        return _page(request)

    def run() -> str:
        offer = add_offer(actor, organisation=organisation, now=now, **given_in(request))
        messages.success(request, _("The service is kept as a draft. Look it over, then offer it."))
        return f"/office/services/{offer.pk}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return _page(request, error)


def _page(request: HttpRequest, error: Invalid | None = None) -> HttpResponse:
    context = context_of(request, None, error)
    status = error.status if error else 200
    return page(request, "office/services/new.html", context, section="services", status=status)
