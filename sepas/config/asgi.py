"""The ASGI application: only the stream of changes. Pages and API are WSGI, which costs a fraction of it."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sepas.config.settings")
django.setup()

from sepas.web.live.app import application  # noqa: E402 - needs the settings

__all__ = ["application"]
