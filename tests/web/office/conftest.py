"""Fixtures for the tests of the office."""

from tests.web.desk.conftest import now, untranslated, world

__all__ = ["now", "untranslated", "world"]
