"""Webhooks: where other programs hear what happens, and what became of each telling."""
