"""Compare and swap: a lost race is told, never overwritten."""

import pytest

from sepas.kernel.errors import Stale
from sepas.kernel.swap import swap
from sepas.parties.models import Customer
from tests.cast import Cast


def fresh(pk: int) -> Customer:
    return Customer.objects.unscoped("test").get(pk=pk)


def test_a_row_that_nobody_touched_is_changed_and_counted(cast: Cast) -> None:
    row = fresh(cast.maryam.pk)
    swap(row, name="مریم تازه")
    assert (row.name, row.version) == ("مریم تازه", 1)
    assert (fresh(row.pk).name, fresh(row.pk).version) == ("مریم تازه", 1)


def test_the_second_of_two_readers_is_told_and_changes_nothing(cast: Cast) -> None:
    first, second = fresh(cast.maryam.pk), fresh(cast.maryam.pk)
    swap(first, name="نخست")
    with pytest.raises(Stale) as told:
        swap(second, name="دوم")
    assert told.value.status == 409
    assert fresh(first.pk).name == "نخست"


def test_a_further_condition_may_be_expected(cast: Cast) -> None:
    row = fresh(cast.maryam.pk)
    with pytest.raises(Stale):
        swap(row, expected={"city": "شیراز"}, name="x")
    swap(row, expected={"city": "تهران"}, name="y")
    assert fresh(row.pk).name == "y"
