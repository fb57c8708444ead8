from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "sepas.notices"
    label = "notices"
