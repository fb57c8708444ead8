"""Whoever does not see amounts keeps a parts list without reading or changing its prices."""

import pytest

from sepas.catalogue.actions.parts import keep_part_rows, keep_parts
from sepas.catalogue.models import Part
from sepas.kernel.errors import Invalid
from tests.assets.made import make_model
from tests.cast import NOW, actor_of
from tests.parties.blind import lacking

pytestmark = pytest.mark.django_db


def prices():
    return dict(Part.objects.unscoped("test").order_by("code").values_list("code", "price"))


def test_prices_stay_and_new_parts_have_none(cast):
    model, blind = make_model(cast.sard), lacking(cast, "fields.money")
    keep_parts(actor_of("dana"), model=model, text="C-1,کمپرسور,,yes,120000000,5", now=NOW)
    kept = keep_parts(blind, model=model, text="C-1,موتور,,yes,,9\nC-2,فیلتر", now=NOW)
    assert (kept.added, kept.changed) == (1, 1)
    assert prices() == {"C-1": 120_000_000, "C-2": None}
    assert Part.objects.unscoped("test").get(code="C-1").name_fa == "موتور"


def test_a_price_is_refused_and_nothing_is_kept(cast):
    model, blind = make_model(cast.sard), lacking(cast, "fields.money")
    with pytest.raises(Invalid) as raised:
        keep_parts(blind, model=model, text="C-1,کمپرسور,,yes,5,5", now=NOW)
    assert raised.value.code == "money_hidden"
    row = {
        "code": "C-1",
        "name_fa": "کمپرسور",
        "name_en": "",
        "orderable": True,
        "price": 5,
        "lead_days": None,
    }
    with pytest.raises(Invalid):
        keep_part_rows(blind, model=model, parts=[row], now=NOW)
    assert prices() == {}
