"""A statement that is built once gives what the queryset would."""

import threading

import pytest
from django.db import connection
from django.db.models import QuerySet

from sepas.kernel.compiled import Compiled
from sepas.parties.models import Branch
from tests.cast import Cast


def of_city(organisation_id: int, city: str) -> QuerySet[Branch]:
    rows = Branch.objects.unscoped("test").filter(organisation_id=organisation_id, city=city, active=True)
    return rows.select_related("organisation", "parent").order_by("path")


def test_the_rows_are_those_of_the_queryset(cast: Cast, django_assert_num_queries) -> None:
    read = Compiled(of_city, int, str)
    for organisation in (cast.sard, cast.rival, cast.sard):
        for city in ("تهران", "اصفهان", "no such city"):
            with django_assert_num_queries(1):
                found = read(organisation.pk, city)
                names = [(row.pk, row.organisation.name_fa, row.parent and row.parent.code) for row in found]
            wanted = of_city(organisation.pk, city)
            assert names == [
                (row.pk, row.organisation.name_fa, row.parent and row.parent.code) for row in wanted
            ]
            assert [row.hours for row in found] == [row.hours for row in wanted]


def test_rows_can_be_saved_as_ever(cast: Cast) -> None:
    row = Compiled(of_city, int, str)(cast.sard.pk, "اصفهان")[0]
    row.phone = "+982112345678"
    row.save()
    assert Branch.objects.unscoped("test").get(pk=row.pk).phone == "+982112345678"


def test_a_value_that_is_like_a_mark_of_the_statement_is_only_a_value(cast: Cast) -> None:
    assert Compiled(of_city, int, str)(cast.sard.pk, str(Compiled(of_city, int, str).marks[1])) == []


def test_a_value_that_does_not_reach_the_statement_is_refused(cast: Cast) -> None:
    def careless(organisation_id: int, city: str) -> QuerySet[Branch]:
        return Branch.objects.unscoped("test").filter(organisation_id=organisation_id)

    with pytest.raises(TypeError, match="careless"):
        Compiled(careless, int, str)(cast.sard.pk, "تهران")


@pytest.mark.django_db(transaction=True)
def test_each_thread_reads_on_its_own_connection(committed_cast: Cast) -> None:
    read, found = Compiled(of_city, int, str), []
    read(committed_cast.sard.pk, "اصفهان")

    def run() -> None:
        found.append([row.pk for row in read(committed_cast.sard.pk, "اصفهان")])
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert found == [[committed_cast.isfahan.pk]]
