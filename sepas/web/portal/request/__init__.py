"""Asking for service: one page of words, then only what the decision still needs, then the mobile number."""
