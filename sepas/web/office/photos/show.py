"""GET, POST /office/photos/<id>/ : one thing worth a photo is changed; POST …/removal takes it away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from sepas.assets import policies
from sepas.catalogue import queries as catalogue
from sepas.catalogue.actions.photos import keep_photo_hint, remove_photo_hint
from sepas.catalogue.models import PhotoHint
from sepas.kernel import clock
from sepas.kernel.errors import Conflict, DomainError, Invalid
from sepas.kernel.policy import require
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.photos.form import context_of, given_in
from sepas.web.once import once_then


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int) -> HttpResponse:
    actor, organisation, now = actor_of(request), organisation_of(request), clock.now()
    hint = catalogue.photo_hint(actor, pk)
    require(policies.may_edit_models(actor, organisation.pk))
    if request.method != "POST":
        return _page(request, hint)

    def run() -> str:
        keep_photo_hint(actor, organisation=organisation, hint=hint, now=now, **given_in(request))
        messages.success(request, _("It is kept."))
        return "/office/photos/"

    try:
        return once_then(request, run, now=now)
    except (Invalid, Conflict) as error:
        return _page(request, hint, error)


@staff_only
@require_POST
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    actor, now = actor_of(request), clock.now()

    def run() -> str:
        remove_photo_hint(actor, hint=catalogue.photo_hint(actor, pk), now=now)
        messages.success(request, _("Owners are not asked for this photo any more."))
        return "/office/photos/"

    return once_then(request, run, now=now)


def _page(request: HttpRequest, hint: PhotoHint, error: DomainError | None = None) -> HttpResponse:
    context = context_of(request, hint, error)
    status = error.status if error else 200
    return page(request, "office/photos/show.html", context, section="photos", status=status)
