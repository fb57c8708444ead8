from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "sepas.catalogue"
    label = "catalogue"
