from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "sepas.config"
    label = "sepas_config"
