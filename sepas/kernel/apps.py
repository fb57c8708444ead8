from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "sepas.kernel"
    label = "kernel"
