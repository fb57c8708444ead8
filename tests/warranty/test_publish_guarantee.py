"""A company publishes its guarantee."""

from datetime import date
from typing import Any

import pytest

from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Conflict, Invalid, NotFound, Refused
from sepas.warranty.actions.guarantees import publish_guarantee
from sepas.warranty.models import Guarantee
from sepas.warranty.queries import guarantees, preview
from tests.assets.made import again, make_model, make_unit
from tests.cast import NOW, Cast
from tests.warranty.made import TODAY, gold


def publish(cast: Cast, document: dict[str, Any], *models: Any, by: str = "dana") -> Guarantee:
    return publish_guarantee(
        cast.actor_of(by), organisation=cast.sard, document=document, product_models=models, now=NOW
    )


def count() -> tuple[int, int]:
    return Guarantee.objects.unscoped("test").count(), Event.objects.count()


def test_a_guarantee_is_published_for_its_models_and_told(cast: Cast) -> None:
    model = make_model(cast.sard)
    row = publish(cast, gold(), model)
    assert (row.pack, row.version, row.document["level"]) == ("sard.gold", "1", "contract")
    assert [found.code for found in guarantees(cast.actor_of("alice")).get().product_models.all()] == [
        "RF-200"
    ]
    event = Event.objects.get()
    assert (event.name, event.subject_id) == ("guarantee.published", row.pk)
    assert event.data == {
        "guarantee_id": row.pk,
        "pack": "sard.gold",
        "version": "1",
        "level": "contract",
        "product_model_ids": [model.pk],
        "less_than_law": True,  # the law also pays the technician's way
    }


def test_what_is_published_holds_at_the_doors(cast: Cast) -> None:
    unit = again(make_unit(make_model(cast.sard), sold_on=date(2025, 4, 1)))
    publish(cast, gold(months=60), unit.model)
    assert preview(unit, {}, as_of=date(2029, 1, 1)).lines["labour"].pack == "sard.gold"


def test_where_it_promises_less_than_the_law_is_said(cast: Cast) -> None:
    model = make_model(cast.sard)
    short = publish(cast, gold(pack="sard.short", months=6), model).comparison
    assert short["method"] == "boundary"
    assert [(item["kind"], item["lines"], item["law"]["months"]) for item in short["less"]] == [
        ("term", ["parts", "labour"], 24),
        ("line", ["travel", "diagnosis"], 24),
    ]
    assert short["less"][0]["law"]["provision"] == "ir.electronics.home_guarantee"
    assert short["less"][0]["guarantee"]["until"] == "2027-05-20"
    whole = gold(pack="sard.whole", lines=("parts", "labour", "travel", "diagnosis"))
    assert publish(cast, whole, model).comparison["less"] == []


def test_the_same_text_again_is_the_same_row(cast: Cast) -> None:
    first = publish(cast, gold())
    assert publish(cast, gold()) == first
    assert count() == (1, 1)


def test_a_published_version_does_not_change(cast: Cast) -> None:
    publish(cast, gold())
    with pytest.raises(Conflict) as raised:
        publish(cast, gold(months=12))
    assert raised.value.code == "version_published"
    assert count() == (1, 1)


def test_a_later_version_holds_from_its_day_and_keeps_older_promises(cast: Cast) -> None:
    publish(cast, gold(months=60))
    publish(cast, gold(version="2", months=1, valid_from=TODAY))
    model = make_model(cast.sard)
    before = again(make_unit(model, "1", sold_on=date(2025, 4, 1)))
    after = again(make_unit(model, "2", sold_on=TODAY))
    late = date(2029, 1, 1)
    assert preview(before, {}, as_of=late).lines["parts"].pack == "sard.gold"
    assert preview(after, {}, as_of=late).lines["parts"].outcome != "covered"


@pytest.mark.parametrize("begins", [date(2026, 11, 20), date(2025, 1, 1)])
def test_a_later_version_cannot_begin_in_the_past(cast: Cast, begins: date) -> None:
    publish(cast, gold())
    with pytest.raises(Invalid) as raised:
        publish(cast, gold(version="2", valid_from=begins))
    assert list(raised.value.fields) == ["valid.from"]
    assert count() == (1, 1)


def test_two_versions_cannot_begin_on_one_day(cast: Cast) -> None:
    publish(cast, gold(valid_from=TODAY))
    with pytest.raises(Invalid) as raised:
        publish(cast, gold(version="2", valid_from=TODAY))
    assert list(raised.value.fields) == ["valid.from"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"level": "law"}, "level"),
        ({"level": None}, "level"),
        ({"jurisdiction": "EU"}, "jurisdiction"),
        ({"pack": "ir.electronics"}, "pack"),
        ({"pack": ""}, "pack"),
        ({"version": 1}, "version"),
        ({"provisions": []}, "document"),
        ({"definitions": {"guarantee_end": "purchase_date + 36"}}, "definitions.guarantee_end"),
        ({"scope": "colour == 'red'"}, "scope"),
        ({"valid": "always"}, "valid"),
    ],
)
def test_each_problem_is_named_by_its_place_with_a_remedy(
    cast: Cast, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as raised:
        publish(cast, gold() | changes)
    assert field in raised.value.fields
    assert all(item["remedy"] for item in raised.value.data.get("problems", []))
    assert count() == (0, 0)


def test_every_problem_is_told_at_once(cast: Cast) -> None:
    document = gold()
    document["provisions"][0]["gives"] = [{"line": "wheels", "outcome": "covered"}]
    document["provisions"][0]["when"] = "odometer < 5"
    with pytest.raises(Invalid) as raised:
        publish(cast, document)
    assert raised.value.code == "bad_pack"
    paths = {item["path"] for item in raised.value.data["problems"]}
    assert {"provisions[0].when", "provisions[0].gives[0].line"} <= paths


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("alice", Refused), ("bob", Refused), ("guest", NotFound), ("maryam", NotFound), ("mallory", NotFound)],
)
def test_who_may_not_promise_publishes_nothing(cast: Cast, name: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        publish(cast, gold(), by=name)
    assert count() == (0, 0)


def test_models_of_another_house_are_turned_down(cast: Cast) -> None:
    with pytest.raises(Invalid) as raised:
        publish(cast, gold(), make_model(cast.rival))
    assert list(raised.value.fields) == ["product_models"]
