"""The product's addresses, with a desk and an API that only say that one got in."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from sepas.config.urls import urlpatterns as product


def inside(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"inside as {request.user.get_username()}")


urlpatterns = [path("desk/", inside), path("api/v1/inside/", inside), path("preferences/", inside), *product]
