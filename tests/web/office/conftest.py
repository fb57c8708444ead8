"""Fixtures for the tests of the office."""

from tests.web.desk.conftest import now, world

__all__ = ["now", "world"]
