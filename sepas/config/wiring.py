"""Which events exist and who reacts to them: importing a package's `events` and `reactions` registers them."""

import importlib
import importlib.util
import pkgutil

from django.apps import apps


def wire() -> None:
    """Import `events` and `reactions` of every package of the product, and every flow. Safe to repeat."""
    for config in apps.get_app_configs():
        if not config.name.startswith("sepas."):
            continue
        for part in ("events", "reactions"):
            _import(f"{config.name}.{part}")
    _import("sepas.kernel.outbox.events")
    _import("sepas.flows", deep=True)


def _import(name: str, *, deep: bool = False) -> None:
    if importlib.util.find_spec(name) is None:
        return
    module = importlib.import_module(name)
    if deep or hasattr(module, "__path__"):
        for found in pkgutil.iter_modules(module.__path__, f"{name}."):
            _import(found.name)
