"""Registering webhooks, looking after them, sending again."""
