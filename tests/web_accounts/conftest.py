"""Rate limits of one test must not reach another; the clock of second factors stands where the test says."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


class Clock:
    """Seconds since 1970 as second factors see them."""

    def __init__(self) -> None:
        self.at = 1_795_000_000.0

    def later(self, seconds: float = 60) -> float:
        self.at += seconds
        return self.at


@pytest.fixture
def phone_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    from allauth.mfa.totp.internal import auth

    clock = Clock()

    class Time:
        @staticmethod
        def time() -> float:
            return clock.at

    monkeypatch.setattr(auth, "time", Time)
    return clock
