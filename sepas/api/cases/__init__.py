"""`/cases`: opened, read and moved by the verbs of their lifecycle."""

from sepas.api.cases import appointments, bonds, collection, one, verbs
from sepas.api.cases.router import router

__all__ = ["appointments", "bonds", "collection", "one", "router", "verbs"]
