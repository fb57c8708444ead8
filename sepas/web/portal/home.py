"""GET / : what do you need?"""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sepas.web.answer import page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return page(request, "portal/home.html")
