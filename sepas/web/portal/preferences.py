"""POST /preferences/ : language, calendar, digits, light or dark."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from sepas.web.answer import safe_next, see_other
from sepas.web.preferences import CHOICES, choose


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    response = see_other(safe_next(request))
    choose(request, response, **{key: request.POST[key] for key in CHOICES if key in request.POST})
    return response
