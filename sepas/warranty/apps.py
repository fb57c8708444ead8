from django.apps import AppConfig


class WarrantyConfig(AppConfig):
    name = "sepas.warranty"
    label = "warranty"
