"""The guarantee of one unit is extended by hand: decisions know of it, nobody else can say so, it can be taken back."""

from datetime import date, timedelta

import pytest

from sepas.assets.actions.ownership import replace_unit, return_unit
from sepas.assets.actions.units import add_unit, edit_unit
from sepas.assets.models import Unit
from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Conflict, Invalid, NotFound, Refused
from sepas.warranty.actions.decide import decide, replay
from sepas.warranty.actions.end_guarantee import end_guarantee
from sepas.warranty.actions.extend import end_extension, extend_guarantee
from sepas.warranty.cards import rights_card
from sepas.warranty.models import Guarantee
from sepas.warranty.queries import preview
from tests.assets.made import again, make_model, make_unit
from tests.cast import NOW, Cast
from tests.warranty.made import TODAY

UNTIL = date(2028, 3, 19)
LATE = date(2028, 1, 1)
WHY = "سی روز در تعمیرگاه بود"


@pytest.fixture
def unit(cast: Cast) -> Unit:
    return again(make_unit(make_model(cast.sard), "1", sold_on=date(2023, 1, 1)))


def extend(cast: Cast, unit: Unit, until: date = UNTIL, why: str = WHY, who: str = "dana") -> Unit:
    return again(extend_guarantee(cast.actor_of(who), unit=unit, until=until, why=why, now=NOW))


def facts() -> list[Event]:
    return list(
        Event.objects.filter(name__in=["unit.guarantee_extended", "unit.extension_ended"]).order_by("pk")
    )


def parts(unit: Unit, as_of: date = LATE, **answers: str) -> tuple[str, str | None]:
    line = preview(unit, answers, as_of=as_of).lines["parts"]
    return line.outcome, line.pack


def test_until_its_day_repairs_are_free_and_not_after_it(cast: Cast, unit: Unit) -> None:
    assert parts(unit)[0] != "covered"
    unit = extend(cast, unit)
    assert parts(unit) == ("covered", "sard.extension")
    assert parts(unit, UNTIL) == ("covered", "sard.extension")
    assert parts(unit, UNTIL + timedelta(days=1))[0] != "covered"
    assert parts(unit, defect_cause="misuse")[0] == "not_covered"
    assert parts(unit, defect_cause="manufacturing") == ("covered", "sard.extension")


def test_the_owner_sees_it_as_a_guarantee_of_its_own(cast: Cast, unit: Unit) -> None:
    best = rights_card(extend(cast, unit), as_of=TODAY).best
    assert best is not None
    assert (best.ends_on, best.state, best.level) == (UNTIL, "running", "goodwill")
    assert (best.title["fa"], best.title["en"]) == (
        "گارانتی تمدیدشدهٔ شرکت",
        "Guarantee extended by the company",
    )


def test_the_record_keeps_until_when_and_why(cast: Cast, unit: Unit) -> None:
    unit = extend(cast, unit)
    extend(cast, unit)
    later = UNTIL + timedelta(days=30)
    unit = extend(cast, unit, later, " مشتری  وفادار ")
    assert [event.data for event in facts()] == [
        {"unit_id": unit.pk, "until": "2028-03-19", "was": "", "why": WHY},
        {"unit_id": unit.pk, "until": "2028-04-18", "was": "2028-03-19", "why": "مشتری وفادار"},
    ]
    assert Guarantee.objects.unscoped("test").filter(pack="sard.extension").count() == 1


def test_it_is_taken_back_with_a_reason_and_decisions_stay_as_they_were_made(cast: Cast, unit: Unit) -> None:
    dana = cast.actor_of("dana")
    with pytest.raises(Conflict) as none:
        end_extension(dana, unit=unit, why="اشتباه", now=NOW)
    assert none.value.code == "no_extension"
    unit = extend(cast, unit)
    made = decide(dana, organisation=cast.sard, unit=unit, answers={}, as_of=LATE, now=NOW)
    with pytest.raises(Invalid) as wrong:
        end_extension(dana, unit=unit, why=" ", now=NOW)
    assert set(wrong.value.fields) == {"why"}
    unit = again(end_extension(dana, unit=unit, why="برای دستگاه دیگری بود", now=NOW))
    assert facts()[-1].data == {"unit_id": unit.pk, "was": "2028-03-19", "why": "برای دستگاه دیگری بود"}
    assert parts(unit)[0] != "covered"
    assert replay(made).lines["parts"].pack == "sard.extension"


@pytest.mark.parametrize(
    ("until", "why", "fields"),
    [
        (TODAY, WHY, {"until"}),
        (TODAY + timedelta(days=3700), WHY, {"until"}),
        (UNTIL, " ", {"why"}),
        (TODAY, "", {"until", "why"}),
        (UNTIL, "ا" * 1001, {"why"}),
    ],
)
def test_what_cannot_be_kept(cast: Cast, unit: Unit, until: date, why: str, fields: set[str]) -> None:
    with pytest.raises(Invalid) as caught:
        extend(cast, unit, until, why)
    assert set(caught.value.fields) == fields
    assert facts() == []
    assert again(unit).facts == {}


def test_a_day_until_which_it_lasts_anyway_is_no_extension(cast: Cast) -> None:
    fresh = again(make_unit(make_model(cast.sard), "2", sold_on=TODAY))
    ends = rights_card(fresh, as_of=TODAY).best.ends_on
    with pytest.raises(Invalid) as caught:
        extend(cast, fresh, ends)
    assert caught.value.data["ends_on"] == ends.isoformat()
    assert extend(cast, fresh, ends + timedelta(days=1)).facts


@pytest.mark.parametrize(
    ("who", "error"), [("carol", Refused), ("bob", Refused), ("mallory", NotFound), ("maryam", NotFound)]
)
def test_who_extends_nothing(cast: Cast, unit: Unit, who: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        extend(cast, unit, who=who)
    with pytest.raises(error):
        end_extension(cast.actor_of(who), unit=unit, why="x", now=NOW)
    assert facts() == []


def test_a_unit_that_went_back_is_not_extended(cast: Cast, unit: Unit) -> None:
    gone = return_unit(cast.actor_of("adam"), unit=unit, now=NOW)
    with pytest.raises(Refused) as caught:
        extend(cast, again(gone))
    assert caught.value.code == "not_in_use"


def test_nobody_gives_it_by_an_answer_or_by_editing_facts(cast: Cast, unit: Unit) -> None:
    assert parts(extend(cast, unit), extended_until="2030-01-01") == ("covered", "sard.extension")
    other = again(make_unit(unit.model, "3", sold_on=date(2023, 1, 1)))
    assert parts(other, extended_until="2030-01-01")[0] != "covered"
    adam = cast.actor_of("adam")
    for given in ({"extended_until": "2030-01-01"}, {"extended_until": None}):
        with pytest.raises(Invalid):
            edit_unit(adam, unit=again(unit), now=NOW, facts=given)
    with pytest.raises(Invalid):
        add_unit(adam, model=unit.model, serial="4", now=NOW, facts={"extended_until": "2030-01-01"})
    kept = again(edit_unit(adam, unit=again(unit), now=NOW, facts={}, sold_on=date(2023, 2, 1)))
    assert kept.facts == {"extended_until": "2028-03-19"}


def test_what_remained_remains_with_the_unit_that_takes_its_place(cast: Cast, unit: Unit) -> None:
    unit = extend(cast, unit)
    by = replace_unit(cast.actor_of("adam"), unit=unit, serial="9", now=NOW)
    assert again(by).facts == {"extended_until": "2028-03-19"}


def test_it_is_given_again_after_the_company_ended_the_promise_behind_it(cast: Cast, unit: Unit) -> None:
    unit = extend(cast, unit)
    promise = Guarantee.objects.unscoped("test").select_related("organisation").get(pack="sard.extension")
    end_guarantee(cast.actor_of("adam"), guarantee=promise, now=NOW)
    assert parts(unit)[0] != "covered"
    later = UNTIL + timedelta(days=30)
    for _ in range(2):  # the second time it stands already
        unit = extend(cast, unit, until=later)
        later += timedelta(days=1)
        assert parts(unit) == ("covered", "sard.extension")
    versions = Guarantee.objects.unscoped("test").filter(pack="sard.extension").order_by("pk")
    assert list(versions.values_list("version", flat=True)) == ["1", "2"]
