"""Which packs hold for a model, compiled once."""

from datetime import date

from sepas import rules
from sepas.warranty import library
from sepas.warranty.library import digest, in_force, library_for, library_of
from tests.assets.made import make_model
from tests.cast import Cast
from tests.warranty.made import gold, make_guarantee


def test_without_guarantees_it_is_the_standard_library_itself(cast: Cast) -> None:
    assert library_for(cast.sard, make_model(cast.sard)).library is rules.standard_library()


def test_a_models_library_has_its_guarantees_and_no_others(cast: Cast) -> None:
    fridge, washer = make_model(cast.sard), make_model(cast.sard, "WM-1", product_class="washing_machine")
    of_all = make_guarantee(cast.sard)
    of_fridge = make_guarantee(cast.sard, gold(pack="sard.fridge"), (fridge,))
    make_guarantee(cast.sard, gold(pack="sard.washer"), (washer,))
    make_guarantee(cast.rival, gold(pack="rival.gold"))
    held = library_for(cast.sard, fridge)
    assert held.guarantees == (of_all.pk, of_fridge.pk)
    assert held.library.pack("sard.gold", "1") is not None
    assert held.library.pack("sard.fridge", "1") is not None
    assert held.library.pack("sard.washer", "1") is None
    assert held.library.pack("rival.gold", "1") is None
    assert library_for(cast.sard, None).guarantees == (of_all.pk,)


def test_a_library_is_compiled_once_and_then_costs_one_query(
    cast: Cast, django_assert_num_queries, monkeypatch
) -> None:
    model = make_model(cast.sard)
    make_guarantee(cast.sard, gold(title={"fa": "یگانه", "en": "compiled once"}), (model,))
    monkeypatch.setattr(library, "_compiled", library._Compiled())
    with django_assert_num_queries(3):
        first = library_for(cast.sard, model)
    with django_assert_num_queries(1):
        assert library_for(cast.sard, model).library is first.library


def test_the_least_used_library_goes_first(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(library, "KEPT", 2)
    kept = library._Compiled()
    for mark in ("a", "b"):
        kept.keep((mark,), [gold(pack=f"sard.{mark}")])
    first = kept.get(("a",))
    kept.keep(("c",), [gold(pack="sard.c")])
    assert kept.get(("b",)) is None
    assert kept.get(("a",)) is first


def test_a_version_ends_the_day_before_the_next_begins(cast: Cast) -> None:
    first, second = gold(), gold(version="2", valid_from=date(2026, 3, 21), months=12)
    held = in_force([second, first])
    assert [(one["version"], one["valid"]) for one in held] == [
        ("1", {"from": "2025-03-21", "to": "2026-03-20"}),
        ("2", {"from": "2026-03-21", "to": None}),
    ]
    assert first["valid"]["to"] is None
    early = gold(valid_to=date(2025, 12, 31))
    assert in_force([early, second])[0]["valid"]["to"] == "2025-12-31"


def test_the_library_of_a_kept_decision_has_exactly_its_guarantees(cast: Cast) -> None:
    first = make_guarantee(cast.sard)
    make_guarantee(cast.sard, gold(version="2", valid_from=date(2026, 3, 21)))
    held = library_of([first.pk])
    assert held.library.pack("sard.gold", "2") is None
    assert library_of([]).library is rules.standard_library()


def test_the_digest_of_a_document_does_not_depend_on_the_order_of_its_keys() -> None:
    assert digest({"a": 1, "b": {"c": 2, "d": 3}}) == digest({"b": {"d": 3, "c": 2}, "a": 1})
