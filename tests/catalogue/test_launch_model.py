"""A model goes on sale, is sold no more, and is served no more."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sepas.assets.actions.life import discontinue_model, end_service
from sepas.assets.models import ProductModel
from sepas.catalogue.actions.launch import launch_model
from sepas.catalogue.actions.manuals import keep_manual
from sepas.catalogue.actions.parts import keep_parts
from sepas.catalogue.models import Part
from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Conflict, IllegalMove, Invalid, NotFound, Refused
from sepas.offers.models import ServiceOffer
from sepas.teamwork.actions.rules import keep_skill
from tests.assets.made import make_model
from tests.cast import NOW, Cast
from tests.offers.made import make_offer
from tests.warranty.made import TODAY, gold, make_guarantee


def planned(cast: Cast, **more: object) -> ProductModel:
    return make_model(cast.sard, state="planned", manual_url="https://example.com/rf-200.pdf", **more)


def made_ready(cast: Cast, model: ProductModel) -> None:
    make_guarantee(cast.sard, gold(), (model,))
    keep_parts(cast.actor_of("dana"), model=model, text="C-1, کمپرسور", now=NOW)
    keep_skill(cast.actor_of("adam"), staff=cast.bob, name="refrigerator", level=2, now=NOW)
    make_offer(model)


def names_of(error: Conflict) -> list[str]:
    return [gap["name"] for gap in error.data["missing"]]


def test_a_model_that_lacks_nothing_goes_on_sale_from_today(cast: Cast) -> None:
    model = planned(cast)
    made_ready(cast, model)
    launch_model(cast.actor_of("dana"), model=model, day=TODAY, now=NOW)
    assert (model.state, model.launched_on) == ("on_sale", TODAY)
    assert Event.objects.get(name="model.put_on_sale").data == {"model_id": model.pk, "day": "2026-11-21"}


def test_what_is_missing_is_refused_with_the_list_and_nothing_happens(cast: Cast) -> None:
    model = make_model(cast.sard, state="planned")
    with pytest.raises(Conflict) as raised:
        launch_model(cast.actor_of("dana"), model=model, day=TODAY, now=NOW)
    assert (raised.value.code, names_of(raised.value)) == (
        "not_ready",
        ["guarantee", "parts", "manual", "training", "services"],
    )
    assert ProductModel.objects.unscoped("test").get(pk=model.pk).state == "planned"
    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    ("level", "until", "ready"),
    [(1, None, False), (2, None, True), (2, TODAY, True), (2, TODAY - timedelta(days=1), False)],
)
def test_training_counts_while_it_is_valid_and_done_by_oneself(
    cast: Cast, level: int, until: date | None, ready: bool
) -> None:
    model = planned(cast)
    made_ready(cast, model)
    keep_skill(cast.actor_of("adam"), staff=cast.bob, name="refrigerator", level=level, until=until, now=NOW)
    if ready:
        assert launch_model(cast.actor_of("dana"), model=model, day=TODAY, now=NOW).state == "on_sale"
        return
    with pytest.raises(Conflict) as raised:
        launch_model(cast.actor_of("dana"), model=model, day=TODAY, now=NOW)
    assert names_of(raised.value) == ["training"]


def test_a_guarantee_of_another_model_does_not_count(cast: Cast) -> None:
    model, other = planned(cast), make_model(cast.sard, "RF-900")
    made_ready(cast, other)
    keep_parts(cast.actor_of("dana"), model=model, text="C-1, کمپرسور", now=NOW)
    with pytest.raises(Conflict) as raised:
        launch_model(cast.actor_of("dana"), model=model, day=TODAY, now=NOW)
    assert names_of(raised.value) == ["guarantee", "services"]


def test_a_manual_as_a_file_is_as_good_as_an_address(cast: Cast) -> None:
    model = make_model(cast.sard, state="planned")
    made_ready(cast, model)
    file = SimpleUploadedFile("m.pdf", b"%PDF-1.4 manual", "application/pdf")
    keep_manual(cast.actor_of("dana"), model=model, language="fa", file=file, now=NOW)
    assert launch_model(cast.actor_of("dana"), model=model, day=TODAY, now=NOW).state == "on_sale"


def test_a_service_that_is_no_longer_offered_does_not_count(cast: Cast) -> None:
    model = planned(cast)
    made_ready(cast, model)
    ServiceOffer.objects.unscoped("test").update(valid_to=TODAY - timedelta(days=1))
    with pytest.raises(Conflict) as raised:
        launch_model(cast.actor_of("dana"), model=model, day=TODAY, now=NOW)
    assert names_of(raised.value) == ["services"]


@pytest.mark.parametrize(
    ("name", "refusal"), [("alice", Refused), ("bob", Refused), ("maryam", NotFound), ("mallory", NotFound)]
)
def test_who_may_not_edit_models_puts_nothing_on_sale(
    cast: Cast, name: str, refusal: type[Exception]
) -> None:
    model = planned(cast)
    made_ready(cast, model)
    with pytest.raises(refusal):
        launch_model(cast.actor_of(name), model=model, day=TODAY, now=NOW)
    with pytest.raises(refusal):
        keep_parts(cast.actor_of(name), model=model, text="C-2, برد", now=NOW)
    assert ProductModel.objects.unscoped("test").get(pk=model.pk).state == "planned"
    assert Part.objects.unscoped("test").count() == 1


def test_service_ends_only_after_it_is_owed_no_more(cast: Cast) -> None:
    model, dana = make_model(cast.sard), cast.actor_of("dana")
    with pytest.raises(IllegalMove):
        end_service(dana, model=model, day=TODAY, now=NOW)
    discontinue_model(dana, model=model, day=TODAY, service_until=date(2036, 11, 21), now=NOW)
    assert (model.state, model.last_sold_on) == ("discontinued", TODAY)
    with pytest.raises(Conflict) as raised:
        end_service(dana, model=model, day=date(2036, 11, 21), now=NOW)
    assert raised.value.code == "still_owed"
    assert end_service(dana, model=model, day=date(2036, 11, 22), now=NOW).state == "service_ended"
    assert [event.name for event in Event.objects.order_by("pk")] == [
        "model.discontinued",
        "model.service_ended",
    ]


def test_parts_are_pasted_in_any_digits_and_again_changes_only_what_differs(cast: Cast) -> None:
    model, dana = make_model(cast.sard), cast.actor_of("dana")
    text = "C-1\tکمپرسور\tCompressor\tyes\t۱۲٬۰۰۰٬۰۰۰\t۵\nB-1\tبرد\t\tno"
    fact = keep_parts(dana, model=model, text=text, now=NOW)
    assert (fact.added, fact.changed) == (2, 0)
    rows = (
        Part.objects.unscoped("test").order_by("code").values_list("code", "orderable", "price", "lead_days")
    )
    assert list(rows) == [("B-1", False, None, None), ("C-1", True, 12_000_000, 5)]
    again = keep_parts(dana, model=model, text=text.replace("۵", "۷"), now=NOW)
    assert (again.added, again.changed) == (0, 1)
    keep_parts(dana, model=model, text=text.replace("۵", "۷"), now=NOW)
    assert Event.objects.count() == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "سطر"),
        ("C-1, a\n, b", "سطر 2"),
        ("C-1, a, , yes, dear", "سطر 1"),
        ("C-1, a\nC-1, b", "سطر 2"),
    ],
)
def test_a_list_with_a_bad_line_is_refused_whole_and_names_it(cast: Cast, text: str, said: str) -> None:
    model = make_model(cast.sard)
    with pytest.raises(Invalid) as raised:
        keep_parts(cast.actor_of("dana"), model=model, text=text, now=NOW)
    assert said in str(raised.value.fields["parts"])
    assert Part.objects.unscoped("test").count() == 0
