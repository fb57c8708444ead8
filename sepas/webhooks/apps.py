from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "sepas.webhooks"
    label = "webhooks"
