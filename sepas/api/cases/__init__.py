"""`/cases`: opened, read and moved by the verbs of their lifecycle."""

from sepas.api.cases import bonds, collection, one, verbs
from sepas.api.cases.router import router

__all__ = ["bonds", "collection", "one", "router", "verbs"]
