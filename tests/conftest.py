"""Fixtures for everybody."""

pytest_plugins = ["tests.cast"]
