"""The WSGI application."""

import gc
import os
import threading

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sepas.config.settings")
application = get_wsgi_application()


def read_ahead() -> None:
    """Read addresses and rules, so that whoever asks first does not wait for them."""
    from sepas.rules import standard_library

    assert get_resolver().reverse_dict is not None
    standard_library()
    # What is loaded by now stays: looking through it for cycles again and again cost every tenth moment of a request.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


# Beside serving: a worker that is still busy with this can be asked to stop.
threading.Thread(target=read_ahead, name="read-ahead", daemon=True).start()
