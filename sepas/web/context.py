"""What every page knows of its reader."""

from typing import Any

from django.http import HttpRequest


def reader(request: HttpRequest) -> dict[str, Any]:
    return {"actor": getattr(request, "actor", None)}
