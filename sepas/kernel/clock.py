"""The one place that reads the time. Doors call `now()` and hand it down; the domain is given it."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)
