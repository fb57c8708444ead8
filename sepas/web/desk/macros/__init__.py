"""Macros at the desk."""
