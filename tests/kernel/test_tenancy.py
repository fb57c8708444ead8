"""A query without a scope is an error, whatever it wants."""

from collections.abc import Callable
from typing import Any

import pytest

from sepas.kernel.tenancy import UnscopedQuery
from sepas.parties.models import Branch
from tests.cast import Cast, actor_of

ATTEMPTS: dict[str, Callable[[Any], Any]] = {
    "list": list,
    "get": lambda rows: rows.get(pk=1),
    "first": lambda rows: rows.first(),
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "values": lambda rows: list(rows.values("name_fa")),
    "values_list": lambda rows: list(rows.values_list("pk", flat=True)),
    "iterator": lambda rows: list(rows.iterator()),
    "aggregate": lambda rows: rows.aggregate(
        n=__import__("django.db.models", fromlist=["Count"]).Count("pk")
    ),
    "in_bulk": lambda rows: rows.in_bulk(),
    "update": lambda rows: rows.update(name_fa="x"),
    "delete": lambda rows: rows.delete(),
    "sliced": lambda rows: list(rows[:1]),
    "union": lambda rows: list(rows.union(rows)),
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_without_an_actor_nothing_runs(cast: Cast, attempt: str) -> None:
    with pytest.raises(UnscopedQuery):
        ATTEMPTS[attempt](Branch.objects.filter(active=True))
    assert Branch.objects.unscoped("test").filter(name_fa="x").count() == 0
    assert Branch.objects.unscoped("test").count() == 4


def test_the_scope_stays_through_further_filters(cast: Cast) -> None:
    found = (
        Branch.objects.visible_to(actor_of("alice")).filter(active=True).exclude(city="اصفهان").order_by("pk")
    )
    assert list(found) == [cast.tehran, cast.tehran_east]
    assert Branch.objects.filter(city="تهران").visible_to(actor_of("mallory")).get() == cast.rival_tehran


def test_nobody_sees_nothing(cast: Cast) -> None:
    assert not Branch.objects.visible_to(actor_of("guest")).exists()
    assert not Branch.objects.visible_to(actor_of("maryam")).exists()


def test_a_reason_must_be_said(cast: Cast) -> None:
    with pytest.raises(ValueError, match="why"):
        Branch.objects.unscoped("")
