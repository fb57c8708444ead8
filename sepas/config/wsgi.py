"""The WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sepas.config.settings")
application = get_wsgi_application()
# What is loaded by now stays: looking through it for cycles again and again cost every tenth moment of a request.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 10, 10)
