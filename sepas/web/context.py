"""What every page knows of its reader."""

from typing import Any

from django.http import HttpRequest

from sepas.kernel.actor import GUEST
from sepas.web import preferences


def reader(request: HttpRequest) -> dict[str, Any]:
    return {
        "actor": getattr(request, "actor", GUEST),
        "reader": getattr(request, "reader", preferences.current()),
    }
