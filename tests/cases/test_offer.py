"""A service that is asked for: its terms of that day stay with the case; what does not fit is refused."""

from datetime import timedelta
from typing import Any

import pytest

from sepas.cases import queries
from sepas.cases.kinds import kind_of_service
from sepas.cases.lifecycle import Kind
from sepas.cases.models import Case
from sepas.kernel.errors import Invalid
from sepas.offers.actions.keep import edit_offer
from sepas.offers.lifecycle import ServiceKind
from sepas.offers.models import ServiceOffer
from tests.cases.world import MORNING, World, fresh, last
from tests.offers.made import again, make_offer
from tests.warranty.made import TODAY


def asked(world: World, offer: ServiceOffer, **more: Any) -> Case:
    return world.open(**{"kind": "installation", "unit": world.fridge, "offer": again(offer), **more})


def test_the_price_of_that_moment_stays_when_the_offer_changes(world: World) -> None:
    offer = make_offer(world.fridge.model)
    case = asked(world, offer)
    edit_offer(world.actor("dana"), offer=again(offer), price=20_000_000, now=MORNING)
    kept = fresh(case).offer
    assert kept is not None
    assert (kept["id"], kept["version"], kept["price"]["amount"]) == (offer.pk, 0, 9_000_000)
    assert kept["promised_on"] == TODAY.isoformat()
    assert last(case, "case.opened")["offer"] == kept
    later = asked(world, offer)
    assert later.offer is not None
    assert later.offer["price"]["amount"] == 20_000_000


def test_without_a_service_nothing_is_kept(world: World) -> None:
    case = world.open(unit=world.fridge)
    assert fresh(case).offer is None
    assert last(case, "case.opened")["offer"] == {}


@pytest.mark.parametrize(
    ("change", "more"),
    [
        ({"state": "draft"}, {}),
        ({"state": "withdrawn"}, {}),
        ({"valid_to": TODAY - timedelta(days=1)}, {}),
        ({"valid_from": TODAY + timedelta(days=1)}, {}),
        ({}, {"kind": "maintenance"}),
        ({}, {"unit": "phone"}),
        ({}, {"unit": None}),
        ({"model": None, "product_class": "tv"}, {}),
        (
            {"model": None, "product_class": "tv"},
            {"unit": None, "answers": {"product_class": "refrigerator"}},
        ),
    ],
    ids=str,
)
def test_what_cannot_be_asked_for_is_refused_and_nothing_happens(
    world: World, change: dict[str, Any], more: dict[str, Any]
) -> None:
    offer = make_offer(world.fridge.model, **change)
    if more.get("unit") == "phone":
        more = {**more, "unit": world.phone}
    with pytest.raises(Invalid) as raised:
        asked(world, offer, **more)
    assert set(raised.value.fields) == {"offer"}
    assert Case.objects.unscoped("test").count() == 0


def test_the_service_of_another_company_is_refused_with_all_else_that_is_wrong(world: World) -> None:
    offer = make_offer(world.fridge.model, organisation=world.cast.rival, model=None)
    with pytest.raises(Invalid) as raised:
        asked(world, offer, description=" ")
    assert set(raised.value.fields) == {"offer", "description"}


def test_a_kind_of_product_is_enough_where_no_unit_is_known(world: World) -> None:
    offer = make_offer(world.fridge.model, model=None, product_class="refrigerator")
    case = asked(world, offer, unit=None, answers={"product_class": "refrigerator"})
    assert case.offer is not None
    assert case.offer["id"] == offer.pk


def test_the_history_names_the_service_to_everybody(world: World) -> None:
    case = asked(world, make_offer(world.fridge.model))
    for name in ("maryam", "alice"):
        (opened, *_rest) = queries.timeline(world.actor(name), fresh(case))
        assert "نصب در خانه" in opened.detail


def test_every_kind_of_service_opens_a_kind_of_case() -> None:
    assert {kind: kind_of_service(kind) for kind in ServiceKind} == {
        ServiceKind.INSTALLATION: Kind.INSTALLATION,
        ServiceKind.ACTIVATION: Kind.ACTIVATION,
        ServiceKind.MAINTENANCE: Kind.MAINTENANCE,
        ServiceKind.TRAINING: Kind.TRAINING,
        ServiceKind.ADVICE: Kind.ADVICE,
        ServiceKind.PAID_REPAIR: Kind.PAID_REPAIR,
        ServiceKind.PARTS_ORDER: Kind.PARTS_ORDER,
    }
