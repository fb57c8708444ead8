"""The desk's addresses; each is the path of the file that answers it."""

from django.urls import path

from sepas.web.desk import inbox

urlpatterns = [
    path("", inbox.show),
]
