"""Fixtures for the tests of the office."""

from tests.web.desk.conftest import client, now, world

__all__ = ["client", "now", "world"]
