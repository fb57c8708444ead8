from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "sepas.assets"
    label = "assets"
