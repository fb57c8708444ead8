"""What is worth a photo: for a model or a kind of product; said where customers add photos."""

from typing import Any

import pytest
from django.core.cache import cache

from sepas.catalogue.actions.photos import MOST, keep_photo_hint, remove_photo_hint
from sepas.catalogue.models import PhotoHint
from sepas.catalogue.queries import photo_hints_for
from sepas.kernel import epoch
from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Conflict, Invalid, NotFound, Refused, Stale
from sepas.web.once import new_key
from sepas.web.portal.request.shots import PLATE, SHOTS, shots, shots_for
from sepas.web.sessions import MOBILE
from tests.assets.made import make_model, make_unit
from tests.cast import MARYAM, NOW, Cast
from tests.web.desk.rows import sign_in


@pytest.fixture(autouse=True)
def fresh_cache():
    cache.clear()


def keep(cast: Cast, name: str = "dana", **more: Any) -> PhotoHint:
    given = {"product_class": "refrigerator", "title_fa": "برفک دیواره", "hint_fa": "با در باز", **more}
    return keep_photo_hint(cast.actor_of(name), organisation=cast.sard, now=NOW, **given)


def hints() -> list[PhotoHint]:
    return list(PhotoHint.objects.unscoped("test").order_by("pk"))


def test_it_is_kept_changed_and_removed_with_facts(cast: Cast) -> None:
    hint = keep(cast)
    keep(cast, hint=hint)
    keep(cast, hint=hint, title_fa="برفک")
    remove_photo_hint(cast.actor_of("dana"), hint=hint, now=NOW)
    assert hints() == []
    assert [event.name for event in Event.objects.order_by("pk")] == [
        "photo_hint.kept",
        "photo_hint.kept",
        "photo_hint.removed",
    ]
    assert Event.objects.last().data["values"]["title_fa"] == "برفک"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title_fa": " "}, "title_fa"),
        ({"hint_en": "x" * 241}, "hint_en"),
        ({"kind": "magic"}, "kind"),
        ({"product_class": ""}, "about"),
        ({"product_class": "spaceship"}, "about"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_and_nothing_is_kept(cast: Cast, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as raised:
        keep(cast, **wrong)
    assert set(raised.value.fields) == {field}
    assert (hints(), Event.objects.count()) == ([], 0)


def test_the_model_of_another_company_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid) as raised:
        keep(cast, product_class="", model=make_model(cast.rival))
    assert set(raised.value.fields) == {"about"}


def test_more_than_anybody_takes_are_refused_but_changing_one_is_not(cast: Cast) -> None:
    rows = [keep(cast, title_fa=f"عکس {number}") for number in range(MOST)]
    with pytest.raises(Conflict) as raised:
        keep(cast, title_fa="یکی دیگر")
    assert raised.value.code == "too_many"
    keep(cast, hint=rows[0], title_fa="به‌جای آن")
    assert len(hints()) == MOST


def test_two_who_change_it_at_once_do_not_overwrite_each_other(cast: Cast) -> None:
    hint = keep(cast)
    other = PhotoHint.objects.unscoped("test").get(pk=hint.pk)
    keep(cast, hint=hint, title_fa="یک")
    with pytest.raises(Stale):
        keep(cast, hint=other, title_fa="دو")
    assert hints()[0].title_fa == "یک"


@pytest.mark.parametrize(
    ("name", "refusal"), [("alice", Refused), ("bob", Refused), ("maryam", NotFound), ("mallory", NotFound)]
)
def test_who_may_not_edit_models_says_nothing(cast: Cast, name: str, refusal: type[Exception]) -> None:
    hint = keep(cast)
    with pytest.raises(refusal):
        keep(cast, name)
    with pytest.raises(refusal):
        remove_photo_hint(cast.actor_of(name), hint=hint, now=NOW)
    assert len(hints()) == 1


def test_those_of_the_model_come_before_those_of_its_kind(cast: Cast, django_assert_num_queries) -> None:
    model = make_model(cast.sard)
    keep(cast)
    keep(cast, product_class="", model=model, title_fa="نمایشگر این مدل")
    keep(cast, product_class="tv", title_fa="تلویزیون")
    photo_hints_for(cast.sard.pk, model, "")
    with epoch.looking(), django_assert_num_queries(1):
        found = photo_hints_for(cast.sard.pk, model, "")
        photo_hints_for(cast.sard.pk, None, "tv")
    assert [hint.title_fa for hint in found] == ["نمایشگر این مدل", "برفک دیواره"]
    assert photo_hints_for(cast.rival.pk, model, "refrigerator") == []


def test_own_hints_stand_in_place_of_the_general_advice_for_their_kind(cast: Cast) -> None:
    keep(cast, kind="installation", title_fa="جای یخچال")
    (hint,) = hints()
    found = dict(shots([hint]))
    assert [shot.title for shot in found["installation"]] == [PLATE.title, "جای یخچال"]
    assert found["guarantee_repair"] == SHOTS["guarantee_repair"]
    assert dict(shots()) == {str(kind): wanted for kind, wanted in SHOTS.items()}
    assert shots_for("suggestion", cast.sard.pk, None, "refrigerator") == ()


def test_customers_read_them_where_they_add_photos_but_no_serial_is_told_by_it(client, cast: Cast) -> None:
    model = make_model(cast.sard, gtin="09506000134352")
    unit = make_unit(model, "SR-1405-0007", owner=cast.maryam, sold_by=cast.tehran)
    keep(cast)
    for query, told in (
        ("", False),
        (f"?serial={unit.serial}", False),
        ("?gtin=nothing", False),
        ("?gtin=9506000134369", False),
        ("?gtin=9506000134352", True),
    ):
        assert ("برفک دیواره" in client.get(f"/request/{query}").content.decode()) is told, query
    session = client.session
    session[MOBILE] = MARYAM
    session.save()
    assert "برفک دیواره" in client.get(f"/request/?unit={unit.pk}").content.decode()


def test_the_office_writes_changes_and_removes_them(client, cast: Cast) -> None:
    sign_in(client, "dana")
    sent = {"once": new_key(), "about": "class:tv", "kind": "", "title_fa": "صفحه", "title_en": "The screen"}
    assert client.post("/office/photos/", sent).status_code == 303
    assert client.post("/office/photos/", sent).status_code == 303
    (hint,) = hints()
    assert "صفحه" in client.get("/office/photos/").content.decode()
    wrong = client.post(
        f"/office/photos/{hint.pk}/", sent | {"once": new_key(), "about": "", "title_fa": "دیگر"}
    )
    assert wrong.status_code == 422
    assert 'id="error_about"' in wrong.content.decode()
    assert client.post(f"/office/photos/{hint.pk}/removal", {"once": new_key()}).status_code == 303
    assert hints() == []
