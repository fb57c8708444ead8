"""The WSGI application."""

import gc
import os
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.urls import ResolverMatch, get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sepas.config.settings")
pages = get_wsgi_application()


def _api() -> WSGIHandler:
    """As the pages' handler, with the part of the frame that programs need."""
    whole = settings.MIDDLEWARE
    settings.MIDDLEWARE = settings.API_MIDDLEWARE
    try:
        return WSGIHandler()
    finally:
        settings.MIDDLEWARE = whole


api = _api()


def application(asked: dict[str, Any], start_response: Any) -> Any:
    """One door for all: programs are served by `api`, people by `pages`."""
    path = asked.get("PATH_INFO", "")
    handler = api if path.startswith("/api/") and path != "/api/" else pages
    return handler(asked, start_response)


def _read_ahead() -> None:
    """A worker that begins to serve knows its addresses and rules: whoever asks first does not wait for them."""
    from sepas.rules import standard_library

    resolver = get_resolver()
    assert resolver.reverse_dict is not None
    resolver.resolve = remembered(resolver.resolve)  # type: ignore[assignment,method-assign]
    standard_library()


def remembered(resolve: Callable[[str], ResolverMatch]) -> Callable[[str], ResolverMatch]:
    """Where an address leads, looked for once if nothing in it varies: there are only so many of these."""
    fixed: dict[str, ResolverMatch] = {}

    def known(path: str) -> ResolverMatch:
        found = fixed.get(path)
        if found is None:
            found = resolve(path)
            if found.route == path[1:]:
                fixed[path] = found
        return found

    return known


_read_ahead()
# What is loaded by now stays: looking through it for cycles again and again cost every tenth moment of a request.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 10, 10)
