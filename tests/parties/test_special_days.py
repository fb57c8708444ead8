"""Special days: closed, open, other hours."""

from datetime import date

import pytest

from sepas.kernel.errors import DomainError, Invalid, NotFound, Refused, Stale
from sepas.kernel.models import Event
from sepas.parties import queries
from sepas.parties.actions.days import open_on, remove_special_day, set_special_day
from sepas.parties.models import SpecialDay
from tests.cast import NOW, Cast

SATURDAY, FRIDAY = date(2026, 11, 21), date(2026, 11, 27)


def put(cast: Cast, name: str = "adam", **more) -> SpecialDay:
    given = {"branch": None, "day": SATURDAY, "title": "آلودگی هوا", "intervals": []} | more
    return set_special_day(cast.actor_of(name), organisation=cast.sard, now=NOW, **given)


def days() -> list[tuple]:
    return list(
        SpecialDay.objects.unscoped("test").order_by("pk").values_list("branch", "title", "intervals")
    )


def test_a_day_is_closed_and_then_given_other_hours(cast: Cast) -> None:
    closed = put(cast)
    assert days() == [(None, "آلودگی هوا", [])]
    opened = put(cast, title="نیمه‌باز", intervals=[["۱۰:۰۰", "۱۲:۰۰"]])
    assert opened.pk == closed.pk
    assert days() == [(None, "نیمه‌باز", [["10:00", "12:00"]])]
    put(cast, title="نیمه‌باز", intervals=[["10:00", "12:00"]])
    told = list(Event.objects.of("special_day", closed.pk).values_list("data", flat=True))
    assert told == [
        {"day": "2026-11-21", "branch_id": None, "title": "آلودگی هوا", "intervals": []},
        {"day": "2026-11-21", "branch_id": None, "title": "نیمه‌باز", "intervals": [["10:00", "12:00"]]},
    ]


def test_a_manager_sets_days_of_their_branch_and_not_of_all(cast: Cast) -> None:
    put(cast, "carol", branch=cast.tehran)
    put(cast, "carol", branch=cast.tehran_east, intervals=[["09:00", "10:00"]])
    for branch in (None, cast.isfahan):
        with pytest.raises(Refused):
            put(cast, "carol", branch=branch)
    assert [row[0] for row in days()] == [cast.tehran.pk, cast.tehran_east.pk]


@pytest.mark.parametrize(
    ("name", "error"),
    [("alice", Refused), ("bob", Refused), ("isa", Refused), ("mallory", NotFound), ("guest", NotFound)],
)
def test_who_may_not_changes_nothing(cast: Cast, name: str, error: type[DomainError]) -> None:
    row = SpecialDay.objects.create(organisation=cast.sard, day=FRIDAY, title="باز", intervals=[])
    for attempt in (
        lambda: put(cast, name),
        lambda: put(cast, name, branch=cast.tehran),
        lambda: remove_special_day(cast.actor_of(name), special_day=row, now=NOW),
    ):
        with pytest.raises(error):
            attempt()
    assert days() == [(None, "باز", [])]
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"), [({"title": " "}, "title"), ({"intervals": [["12:00", "10:00"]]}, "intervals")]
)
def test_wrong_fields_are_named(cast: Cast, given: dict, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        put(cast, **given)
    assert set(caught.value.fields) == {field}
    assert days() == []


def test_a_branch_of_another_organisation_is_not_there(cast: Cast) -> None:
    with pytest.raises(NotFound):
        put(cast, branch=cast.rival_tehran)


def test_opening_on_a_holiday_takes_the_weekdays_hours(cast: Cast) -> None:
    given = {"organisation": cast.sard, "branch": cast.tehran, "title": "باز هستیم", "now": NOW}
    row = open_on(cast.actor_of("carol"), day=SATURDAY, **given)
    assert row.intervals == cast.tehran.hours["5"]
    with pytest.raises(Invalid) as caught:
        open_on(cast.actor_of("carol"), day=FRIDAY, **given)
    assert set(caught.value.fields) == {"intervals"}
    with pytest.raises(Invalid):
        open_on(cast.actor_of("carol"), day=FRIDAY, intervals=[], **given)
    row = open_on(cast.actor_of("carol"), day=FRIDAY, intervals=[["9:00", "11:00"]], **given)
    assert row.intervals == [["09:00", "11:00"]]


def test_a_removed_day_is_as_if_never_set_but_told(cast: Cast) -> None:
    row = put(cast)
    remove_special_day(cast.actor_of("dave"), special_day=row, now=NOW)
    assert days() == []
    assert Event.objects.latest("pk").name == "special_day.removed"
    with pytest.raises(Stale):
        remove_special_day(cast.actor_of("dave"), special_day=row, now=NOW)


def test_days_are_listed_for_a_place_by_date(cast: Cast, django_assert_num_queries) -> None:
    put(cast, day=FRIDAY)
    put(cast)
    put(cast, branch=cast.tehran)
    bob = cast.actor_of("bob")
    with django_assert_num_queries(1):
        assert [row.day for row in queries.special_days(bob)] == [SATURDAY, FRIDAY]
    assert len(queries.special_days(bob, branch=cast.tehran)) == 1
    assert queries.special_days(cast.actor_of("mallory")) == []
