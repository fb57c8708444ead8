"""Texts of messages: each as it is sent, in the organisation's own words or the standard ones."""
