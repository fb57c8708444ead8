"""`/cases`: opened, read and moved by the verbs of their lifecycle."""

from sepas.api.cases import collection, one, verbs
from sepas.api.cases.router import router

__all__ = ["collection", "one", "router", "verbs"]
