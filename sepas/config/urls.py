"""Every door of the product, in one table of contents."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("api/", include("sepas.api.urls")),
    path("", include("sepas.web.urls")),
]

handler500 = "sepas.web.failure.failure"
