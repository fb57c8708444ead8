"""Deliveries: one row per event and reaction, committed with the event, claimed by workers with a lease."""
