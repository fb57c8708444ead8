from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "sepas.api"
    label = "api"
