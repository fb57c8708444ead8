from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The composition root: when everything is loaded, events and reactions are registered."""

    name = "sepas.config"
    label = "sepas_config"

    def ready(self) -> None:
        from sepas.config import oidc  # noqa: F401 - its check registers itself
        from sepas.config.wiring import wire

        wire()
