"""Passing over everything once keeps little of the database in memory, and only meanwhile."""

import pytest
from django.db import connection

from sepas.kernel.relaxed import SPARED, sparing

pytestmark = pytest.mark.django_db


def asked() -> dict[str, int]:
    with connection.cursor() as cursor:
        return {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in SPARED}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has its memory to itself")
def test_little_is_kept_meanwhile_and_as_much_as_before_afterwards() -> None:
    usual = asked()
    assert usual["mmap_size"] > 0
    with pytest.raises(ZeroDivisionError), sparing():
        assert asked() == SPARED
        1 / 0  # noqa: B018
    assert asked() == usual


@pytest.mark.skipif(connection.vendor == "sqlite", reason="another database")
def test_elsewhere_nothing_is_asked(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(0), sparing():
        pass
