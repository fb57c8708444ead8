from django.apps import AppConfig


class ServiceLevelsConfig(AppConfig):
    name = "sepas.service_levels"
    label = "service_levels"
