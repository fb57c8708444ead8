"""GET /office/ : whoever types only the beginning of an office address comes to its first page."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from sepas.web.desk.gate import staff_only


@require_safe
@staff_only
def show(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect("/office/setup/")
