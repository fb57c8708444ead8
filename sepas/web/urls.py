"""The pages. An address is the path of the file that answers it."""

from django.urls import include, path

from sepas.web.portal.home import home
from sepas.web.portal.preferences import preferences
from sepas.web.portal.rights import rights

urlpatterns = [
    path("", home, name="home"),
    path("preferences/", preferences, name="preferences"),
    path("rights/", rights, name="rights"),
    path("request/", home, name="request"),
    path("desk/", include("sepas.web.desk.urls")),
]
