"""GET, POST /office/photos/ : what is worth a photo, and one more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sepas.assets import policies, vocabulary
from sepas.catalogue import queries as catalogue
from sepas.catalogue.actions.photos import keep_photo_hint
from sepas.kernel import clock
from sepas.kernel.errors import Conflict, DomainError, Invalid
from sepas.web.desk.gate import actor_of, organisation_of, staff_only
from sepas.web.desk.shell import page
from sepas.web.office.photos.form import context_of, given_in
from sepas.web.once import once_then


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    actor, organisation, now = actor_of(request), organisation_of(request), clock.now()

    def run() -> str:
        keep_photo_hint(actor, organisation=organisation, now=now, **given_in(request))
        messages.success(request, _("Owners are told from now on that this photo helps."))
        return "/office/photos/"

    try:
        return once_then(request, run, now=now)
    except (Invalid, Conflict) as error:
        return _page(request, error)


def _page(request: HttpRequest, error: DomainError | None = None) -> HttpResponse:
    actor = actor_of(request)
    classes = vocabulary.choices("product_class")
    context = context_of(request, None, error) | {
        "hints": [(row, classes.get(row.product_class)) for row in catalogue.photo_hints(actor)],
        "may": policies.may_edit_models(actor, organisation_of(request).pk),
    }
    status = error.status if error else 200
    return page(request, "office/photos/list.html", context, section="photos", status=status)
