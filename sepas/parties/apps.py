from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "sepas.parties"
    label = "parties"
