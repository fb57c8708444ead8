"""Services stand in the order of the Persian alphabet, by kind, wherever they are listed."""

from sepas.offers.queries import in_order, offers, standing
from tests.cases.world import make_world
from tests.cast import NOW, Cast
from tests.offers.made import make_offer

WRITTEN = ("نصب پیشرفته", "نصب گران", "نصب ۱۰ متری", "نصب ۲ متری", "نصب ویژه")
ORDERED = ["نصب ۲ متری", "نصب ۱۰ متری", "نصب پیشرفته", "نصب گران", "نصب ویژه"]


def test_services_by_name(cast: Cast) -> None:
    model = make_world(cast).fridge.model
    for name in WRITTEN:
        make_offer(model, name_fa=name)
    make_offer(model, kind="maintenance", name_fa="آغاز")
    found = standing(cast.sard.pk, model=model, day=NOW.date())
    assert [row.name_fa for row in found] == [*ORDERED, "آغاز"]
    assert [row.name_fa for row in in_order(offers(cast.actor_of("adam")))] == [*ORDERED, "آغاز"]
