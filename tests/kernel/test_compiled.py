"""A statement that is built once gives what the queryset would."""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.db.models import F, QuerySet, TextChoices, Value
from django.test.utils import CaptureQueriesContext

from sepas.kernel import compiled
from sepas.kernel.compiled import Compiled, Counted
from sepas.parties.models import ApiToken, Branch
from tests.cast import NOW, Cast


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


def made_after(of: tuple[int, int], moment: datetime) -> QuerySet[ApiToken]:
    organisation_id, most = of
    rows = ApiToken.objects.unscoped("test").filter(organisation_id=organisation_id, created_at__gt=moment)
    return (
        rows.select_related("created_by__organisation").annotate(of=F("created_by_id")).order_by("pk")[:most]
    )


@pytest.fixture
def tokens(cast: Cast) -> list[ApiToken]:
    return [
        ApiToken.objects.create(
            organisation=cast.sard,
            created_by=cast.adam,
            name=f"n{at}",
            prefix=f"p{at}",
            hash="h",
            created_at=NOW + timedelta(days=at),
        )
        for at in range(3)
    ]


def test_moments_are_compared_and_what_is_given_has_a_statement_of_its_own(
    cast: Cast, tokens: list[ApiToken], django_assert_num_queries
) -> None:
    read = Compiled(made_after, datetime)
    for since, wanted in (
        (NOW, tokens[1:]),
        (NOW + timedelta(days=1), tokens[2:]),
        (tokens[2].created_at, []),
    ):
        with django_assert_num_queries(1):
            assert read(since, given=(cast.sard.pk, 9)) == wanted
        assert read(since, given=(cast.sard.pk, 1)) == wanted[:1]
        assert read(since, given=(cast.rival.pk, 9)) == []
    assert read.first(NOW, given=(cast.sard.pk, 9)) == tokens[1]
    assert read.first(tokens[2].created_at, given=(cast.sard.pk, 9)) is None


def test_annotations_come_along_and_what_rows_point_to_is_made_once(
    cast: Cast, tokens: list[ApiToken]
) -> None:
    rows = Compiled(made_after, datetime)(NOW - timedelta(days=1), given=(cast.sard.pk, 9))
    assert [(row.of, row.created_by.organisation.name_fa) for row in rows] == [  # type: ignore[attr-defined]
        (cast.adam.pk, cast.sard.name_fa)
    ] * 3
    assert len({id(row.created_by) for row in rows}) == 1


def test_no_row_is_asked_for_where_none_can_be(cast: Cast, django_assert_num_queries) -> None:
    read = Compiled(lambda key: ApiToken.objects.unscoped("test").filter(pk__in=[], prefix=key), str)
    with django_assert_num_queries(0):
        assert read("p0") == []


def test_a_moment_that_is_reckoned_with_is_refused(cast: Cast) -> None:
    def careless(moment: datetime) -> QuerySet[ApiToken]:
        rows = ApiToken.objects.unscoped("test").filter(created_at__gt=moment)
        return rows.filter(created_at__lt=moment + timedelta(days=7))

    with pytest.raises(TypeError, match="careless reckons"):
        Compiled(careless, datetime)(NOW)


def test_a_bound_of_statements_is_kept(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "PLANS", 2)
    read = Compiled(made_after, datetime)
    for most in range(1, 6):
        read(NOW, given=(cast.sard.pk, most))
    assert len(read._plans) == 2


def test_many_are_counted_up_to_a_bound_in_one_statement(
    cast: Cast, tokens: list[ApiToken], django_assert_num_queries
) -> None:
    def wanted(of: int, since: datetime) -> dict[str, QuerySet[ApiToken]]:
        rows = ApiToken.objects.unscoped("test").filter(organisation_id=of)
        return {
            "all": rows[:2],
            "none": rows.filter(pk__in=[]),
            "since": rows.filter(created_at__gt=since)[:2],
        }

    count = Counted(wanted, datetime)
    with django_assert_num_queries(1):
        assert count(tokens[1].created_at, given=cast.sard.pk) == {"all": 2, "none": 0, "since": 1}
    assert count(NOW - timedelta(days=1), given=cast.sard.pk) == {"all": 2, "none": 0, "since": 2}
    assert count(NOW, given=cast.rival.pk) == {"all": 0, "none": 0, "since": 0}


class Where(TextChoices):
    NEAR = "near"
    OPEN = "تهران"


def test_choices_of_ours_are_written_into_the_statement_and_nothing_else(cast: Cast) -> None:
    def build(organisation_id: int, given: str) -> QuerySet[Branch]:
        rows = Branch.objects.unscoped("test").filter(organisation_id=organisation_id)
        named = rows.annotate(share=Value("5%s")).filter(share__contains="%")
        return named.exclude(city=Where.NEAR).filter(city__in=[Where.OPEN, "it's"]).exclude(code=given)

    read = Compiled(build, int, str)
    with CaptureQueriesContext(connection) as caught:
        found = read(cast.sard.pk, "x")
    assert {(row.city, row.share) for row in found} == {("تهران", "5%s")}
    (plan,) = read._plans.values()
    assert plan is not None
    assert "'near'" in plan.statement.sql
    assert "near" not in plan.statement.params
    assert {"تهران", "it's"} <= set(plan.statement.params)
    assert len(caught) == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="statements that PostgreSQL keeps prepared")
def test_postgresql_prepares_what_comes_again(cast: Cast, tokens: list[ApiToken]) -> None:
    read = Compiled(made_after, datetime)
    for _time in range(3):
        read(NOW, given=(cast.sard.pk, 8))
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        assert any("LIMIT 8" in row[0] for row in cursor.fetchall())


def test_a_statement_that_another_thread_pushes_out_meanwhile_is_not_missed(cast: Cast) -> None:
    read = Compiled(of_city, int, str)

    class Crowded(OrderedDict):
        """Whoever looks without holding the lock finds that another thread was quicker."""

        def __contains__(self, key: object) -> bool:
            there = super().__contains__(key)
            if there and not read._lock.locked():
                self.pop(key)
            return there

    read._plans = Crowded()
    for _ in range(3):
        assert {row.city for row in read(cast.sard.pk, "تهران")} == {"تهران"}


def test_the_least_used_statement_goes_first(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "PLANS", 2)
    built: list[str] = []

    def build(city: str, organisation_id: int) -> QuerySet[Branch]:
        built.append(city)
        return Branch.objects.unscoped("test").filter(organisation_id=organisation_id, city=city)

    read = Compiled(build, int)
    for city in ("a", "b", "a", "c", "a", "b"):
        read(cast.sard.pk, given=city)
    assert built == ["a", "b", "c", "b"]
