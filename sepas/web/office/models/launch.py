"""GET, POST /office/models/<id>/launch/ : what a model still needs before it is sold, and its verbs."""

from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas.assets import policies
from sepas.assets import queries as assets
from sepas.assets.actions.life import discontinue_model, end_service
from sepas.assets.lifecycle import MODEL, ModelState
from sepas.assets.models import ProductModel
from sepas.catalogue import queries as catalogue
from sepas.catalogue.actions.launch import launch_model
from sepas.catalogue.actions.manuals import keep_manual, remove_manual
from sepas.catalogue.actions.parts import keep_parts
from sepas.catalogue.models import ManualLanguage
from sepas.catalogue.readiness import needs
from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, DomainError, Invalid
from sepas.offers.lifecycle import ServiceKind
from sepas.offers.queries import in_order, offers
from sepas.offers.terms import stands
from sepas.warranty.days import local_day
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.forms import read_date, uploads
from sepas.web.once import once_then
from sepas.web.services import service_of

LINKS = {
    "guarantee": "/office/guarantees/",
    "parts": "#parts",
    "manual": "#manuals",
    "training": "/office/staff/",
    "services": "#services",
    "photos": "#photos",
}
"""Where each need is met."""


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    actor, organisation, now = actor_of(request), organisation_of(request), clock.now()
    model = assets.model(actor, pk)
    model.organisation = organisation
    day = local_day(now, organisation)
    if request.method != "POST":
        return _page(request, model, day)

    def run() -> str:
        _do(request, actor, model, day, now)
        return f"/office/models/{pk}/launch/"

    try:
        return once_then(request, run, now=now)
    except (Invalid, Conflict) as error:
        return _page(request, model, day, error)


def _do(request: HttpRequest, actor: Actor, model: ProductModel, day: date, now: datetime) -> None:
    verb = request.POST.get("do", "")
    if verb == "launch":
        launch_model(actor, model=model, day=day, now=now)
        messages.success(request, _("The model is on sale."))
    elif verb == "parts":
        keep_parts(actor, model=model, text=request.POST.get("parts", ""), now=now)
        messages.success(request, _("The parts list is kept."))
    elif verb == "manual":
        file = (uploads(request, "manual") or [None])[0]
        keep_manual(actor, model=model, language=request.POST.get("language", ""), file=file, now=now)
        messages.success(request, _("The manual is kept. Owners find it on the page of their product."))
    elif verb == "remove_manual":
        remove_manual(actor, model=model, language=request.POST.get("language", ""), now=now)
        messages.success(request, _("The manual is removed."))
    elif verb == "discontinue":
        until = read_date(request.POST, "service_until")
        discontinue_model(actor, model=model, day=day, service_until=until, now=now)
        messages.success(request, _("The model is sold no more; its owners keep what they have."))
    elif verb == "end_service":
        end_service(actor, model=model, day=day, now=now)
        messages.success(request, _("Service of this model has ended."))
    else:
        raise Invalid({"do": _("Choose one from the list.")})


def _page(
    request: HttpRequest, model: ProductModel, day: date, error: DomainError | None = None
) -> HttpResponse:
    actor = actor_of(request)
    listed = needs(catalogue.known_of(actor, model, day))
    fields = error.fields if isinstance(error, Invalid) else {}
    offered = in_order(offers(actor, model=model))
    standing = {row.kind for row in offered if stands(row, day)}
    context = {
        "model": model,
        "state": ModelState(model.state).label,
        "verbs": MODEL.verbs_from(model.state),
        "needs": [(need, LINKS[need.name]) for need in listed],
        "ready": not any(need.required and not need.met for need in listed),
        "manuals": catalogue.manuals(actor, model),
        "languages": ManualLanguage.choices,
        "photos": catalogue.photo_hints(actor, model=model),
        "parts": catalogue.parts(actor, model),
        "services": [(row, service_of(row)) for row in offered],
        "not_offered": [pair for pair in ServiceKind.choices if pair[0] not in standing],
        "may": policies.may_edit_model(actor, model),
        "today": day,
        "errors": fields,
        "problem": error.message if error else "",
        "pasted": request.POST.get("parts", ""),
        "typed_language": request.POST.get("language", ""),
    }
    status = error.status if error else 200
    return page(request, "office/models/launch.html", context, section="models", status=status)
