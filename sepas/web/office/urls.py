"""The office's addresses; each is the path of the file that answers it."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
