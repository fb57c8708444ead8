"""GET, POST /office/models/new/ : a product model is added."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas.assets import policies
from sepas.assets.actions.models import add_model
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import require
from sepas.warranty.days import local_day
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.models.form import context_of, given_in
from sepas.web.once import once_then


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    actor, organisation, now = actor_of(request), organisation_of(request), clock.now()
    require(policies.may_edit_models(actor, organisation.pk))
    if request.method != "POST":
        return _page(request)

    def run() -> str:
        given = given_in(request)
        planned = given["launched_on"] is None or given["launched_on"] > local_day(now, organisation)
        model = add_model(actor, organisation=organisation, planned=planned, now=now, **given)
        messages.success(request, _("The model is there. Units of it can be added now."))
        return f"/office/models/{model.pk}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return _page(request, error)


def _page(request: HttpRequest, error: Invalid | None = None) -> HttpResponse:
    context = context_of(request, None, error)
    status = error.status if error else 200
    return page(request, "office/models/new.html", context, section="models", status=status)
