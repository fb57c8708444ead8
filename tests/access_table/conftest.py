"""What the tests around the access table share."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """One transaction for all tests of a file, never committed; whoever changes something undoes it."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        connection.close()
