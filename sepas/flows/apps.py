from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "sepas.flows"
    label = "flows"
