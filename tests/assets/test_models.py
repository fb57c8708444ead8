"""Adding and editing product models."""

from datetime import date

import pytest

from sepas.assets.actions.models import add_model, edit_model
from sepas.assets.models import ProductModel
from sepas.assets.queries import models
from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Invalid, NotFound, Refused, Stale
from tests.assets.made import make_model
from tests.cast import NOW, Cast

FRIDGE = {"code": " RF-300 ", "name_fa": "یخچال  ۳۰۰", "product_class": "refrigerator"}


def test_a_model_is_added_with_its_codes_in_one_form(cast: Cast) -> None:
    model = add_model(
        cast.actor_of("dana"),
        organisation=cast.sard,
        **FRIDGE,
        gtin="9506000134352",
        facts={"second_hand": False},
        now=NOW,
    )
    assert (model.code, model.name_fa, model.gtin) == ("RF-300", "یخچال ۳۰۰", "09506000134352")
    event = Event.objects.get(name="model.added")
    assert (event.subject_id, event.data["product_class"]) == (model.pk, "refrigerator")
    assert event.actor_name == cast.dana.name_fa


@pytest.mark.parametrize("name", ["alice", "bob", "guest", "maryam", "mallory"])
def test_who_does_not_edit_guarantees_adds_no_model(cast: Cast, name: str) -> None:
    with pytest.raises((Refused, NotFound)):
        add_model(cast.actor_of(name), organisation=cast.sard, **FRIDGE, now=NOW)
    assert ProductModel.objects.unscoped("test").count() == 0
    assert Event.objects.count() == 0


def test_a_class_that_the_rules_do_not_know_is_refused_with_those_they_know(cast: Cast) -> None:
    with pytest.raises(Invalid) as raised:
        add_model(
            cast.actor_of("dana"), organisation=cast.sard, **FRIDGE | {"product_class": "fridge"}, now=NOW
        )
    assert list(raised.value.fields) == ["product_class"]
    assert ProductModel.objects.unscoped("test").count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": ""}, "code"),
        ({"name_fa": " "}, "name_fa"),
        ({"name_en": "x" * 121}, "name_en"),
        ({"gtin": "123"}, "gtin"),
        ({"vehicle_class": "passenger"}, "vehicle_class"),
        ({"product_class": "motor_vehicle"}, "vehicle_class"),
        ({"product_class": "motor_vehicle", "vehicle_class": "rocket"}, "vehicle_class"),
        ({"facts": {"colour": "white"}}, "facts"),
        ({"facts": {"product_class": "tv"}}, "facts"),
        ({"launched_on": date(2026, 1, 2), "last_sold_on": date(2026, 1, 1)}, "last_sold_on"),
    ],
)
def test_each_wrong_field_is_named(cast: Cast, changes: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as raised:
        add_model(cast.actor_of("dana"), organisation=cast.sard, **FRIDGE | changes, now=NOW)
    assert list(raised.value.fields) == [field]


def test_a_code_belongs_to_one_model_of_an_organisation(cast: Cast) -> None:
    make_model(cast.sard, "RF-300")
    make_model(cast.rival, "RF-300")
    with pytest.raises(Invalid) as raised:
        add_model(cast.actor_of("dana"), organisation=cast.sard, **FRIDGE, now=NOW)
    assert raised.value.code == "model_code_taken"
    assert Event.objects.count() == 0


def test_an_edit_keeps_what_stood_before(cast: Cast) -> None:
    model = make_model(cast.sard)
    edit_model(cast.actor_of("dana"), model=model, last_sold_on=date(2026, 10, 1), brand="سردین", now=NOW)
    event = Event.objects.get(name="model.edited")
    assert event.data["changes"] == {"brand": ["سرد", "سردین"], "last_sold_on": [None, "2026-10-01"]}
    assert (model.version, models(cast.actor_of("alice"), text="سردین").get()) == (1, model)


def test_an_edit_that_changes_nothing_leaves_no_trace(cast: Cast) -> None:
    model = make_model(cast.sard)
    edit_model(cast.actor_of("dana"), model=model, brand=" سرد ", now=NOW)
    assert (model.version, Event.objects.count()) == (0, 0)


def test_an_edit_on_an_old_copy_is_stale(cast: Cast) -> None:
    model = make_model(cast.sard)
    old = ProductModel.objects.unscoped("test").get(pk=model.pk)
    edit_model(cast.actor_of("dana"), model=model, brand="یک", now=NOW)
    with pytest.raises(Stale):
        edit_model(cast.actor_of("dana"), model=old, brand="دو", now=NOW)
    assert ProductModel.objects.unscoped("test").get(pk=model.pk).brand == "یک"


def test_editing_to_a_taken_code_or_as_a_stranger_changes_nothing(cast: Cast) -> None:
    make_model(cast.sard, "RF-300")
    model = make_model(cast.sard, "RF-400")
    with pytest.raises(Invalid):
        edit_model(cast.actor_of("dana"), model=model, code="RF-300", now=NOW)
    with pytest.raises(NotFound):
        edit_model(cast.actor_of("mallory"), model=model, code="X", now=NOW)
    with pytest.raises(TypeError):
        edit_model(cast.actor_of("dana"), model=model, organisation=cast.rival, now=NOW)
    assert ProductModel.objects.unscoped("test").get(pk=model.pk).code == "RF-400"


def test_models_are_found_by_words_in_any_spelling_and_only_at_home(cast: Cast) -> None:
    model = make_model(cast.sard, name_fa="یخچال کیمیا")
    make_model(cast.rival, name_fa="یخچال کیمیا")
    assert list(models(cast.actor_of("alice"), text="كيميا يخچال")) == [model]
    assert list(models(cast.actor_of("alice"), text="کیمیا", product_class="tv")) == []
    assert list(models(cast.actor_of("maryam"), text="کیمیا")) == []
