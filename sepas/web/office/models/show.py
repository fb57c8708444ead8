"""GET, POST /office/models/<id>/ : one product model; POST corrects it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas.assets import policies
from sepas.assets import queries as assets
from sepas.assets.actions.models import edit_model
from sepas.assets.models import ProductModel
from sepas.catalogue.queries import manuals
from sepas.kernel import clock
from sepas.kernel.errors import Invalid
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.models.form import context_of, given_in
from sepas.web.once import once_then


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()
    model = assets.model(actor, pk)
    if request.method != "POST":
        return _page(request, model)

    def run() -> str:
        edit_model(actor, model=model, now=now, **given_in(request))
        messages.success(request, _("The model is kept. Decisions from now on count with it."))
        return f"/office/models/{pk}/"

    try:
        return once_then(request, run, now=now)
    except Invalid as error:
        return _page(request, model, error)


def _page(request: HttpRequest, model: ProductModel, error: Invalid | None = None) -> HttpResponse:
    actor = actor_of(request)
    context = context_of(request, model, error)
    context |= {
        "may": policies.may_edit_model(actor, model),
        "manuals": manuals(actor, model),
        "may_add_unit": policies.may_add_units(actor, organisation_of(request).pk),
        "kind": dict(context["product_classes"]).get(model.product_class, {}),
        "vehicle": dict(context["vehicle_classes"]).get(model.vehicle_class, {}),
    }
    status = error.status if error else 200
    return page(request, "office/models/show.html", context, section="models", status=status)
