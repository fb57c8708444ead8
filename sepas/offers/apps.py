from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "sepas.offers"
    label = "offers"
