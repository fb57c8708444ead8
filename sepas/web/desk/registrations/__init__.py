"""Registrations of guarantees, and settling those that are disputed."""
