"""Every door of the product, in one table of contents."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from sepas.api.pages import mistake
from sepas.web import failure
from sepas.web.accounts.oidc import callback

urlpatterns = [
    path("accounts/oidc/<str:provider_id>/login/callback/", callback),
    path("accounts/", include("allauth.urls")),
    path("api/", include("sepas.api.urls")),
    path("", include("sepas.web.urls")),
]


def failed(request: HttpRequest) -> HttpResponse:
    """What each door says when we failed."""
    return (mistake if request.path.startswith("/api/") else failure.failure)(request)


handler500 = failed
