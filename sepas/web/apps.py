from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "sepas.web"
    label = "web"
