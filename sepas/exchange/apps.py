from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "sepas.exchange"
    label = "exchange"
