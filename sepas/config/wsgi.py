"""The WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sepas.config.settings")
application = get_wsgi_application()


def _read_ahead() -> None:
    """A worker that begins to serve knows its addresses and rules: whoever asks first does not wait for them."""
    from sepas.rules import standard_library

    assert get_resolver().reverse_dict is not None
    standard_library()


_read_ahead()
# What is loaded by now stays: looking through it for cycles again and again cost every tenth moment of a request.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 10, 10)
