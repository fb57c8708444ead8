"""Every door of the product, in one table of contents."""

from django.urls import include, path

from sepas.web.accounts.oidc import callback

urlpatterns = [
    path("accounts/oidc/<str:provider_id>/login/callback/", callback),
    path("accounts/", include("allauth.urls")),
    path("api/", include("sepas.api.urls")),
    path("", include("sepas.web.urls")),
]

handler500 = "sepas.web.failure.failure"
