"""A service is offered, withdrawn, and offered again; every other move is illegal."""

from datetime import timedelta

import pytest

from sepas.kernel.activity.models import Event
from sepas.kernel.errors import IllegalMove, Invalid, NotFound, Refused
from sepas.offers.actions.life import make_offer, withdraw_offer
from sepas.offers.lifecycle import OFFER, OfferState
from tests.assets.made import make_model
from tests.cast import NOW, Cast
from tests.offers.made import again
from tests.offers.made import make_offer as written
from tests.warranty.made import TODAY


@pytest.mark.parametrize(
    ("state", "verbs"),
    [("draft", ["edit", "offer"]), ("offered", ["edit", "withdraw"]), ("withdrawn", ["offer"])],
)
def test_the_table_of_moves(state: str, verbs: list[str]) -> None:
    assert OFFER.verbs_from(OfferState(state)) == verbs


def test_it_is_offered_withdrawn_with_a_reason_and_offered_again(cast: Cast) -> None:
    dana, offer = cast.actor_of("dana"), written(make_model(cast.sard), state="draft")
    make_offer(dana, offer=offer, day=TODAY, now=NOW)
    withdraw_offer(dana, offer=offer, why="  فصل تمام شد ", now=NOW)
    make_offer(dana, offer=offer, day=TODAY, now=NOW)
    assert (again(offer).state, again(offer).version) == ("offered", 3)
    facts = list(Event.objects.order_by("pk").values_list("name", "data"))
    assert [name for name, _data in facts] == [
        "service_offer.offered",
        "service_offer.withdrawn",
        "service_offer.offered",
    ]
    assert facts[0][1]["terms"]["price"]["amount"] == 9_000_000
    assert facts[1][1] == {"offer_id": offer.pk, "why": "فصل تمام شد"}


def test_illegal_moves_change_nothing(cast: Cast) -> None:
    dana = cast.actor_of("dana")
    offered, draft = written(make_model(cast.sard)), written(make_model(cast.sard, "B"), state="draft")
    with pytest.raises(IllegalMove):
        make_offer(dana, offer=offered, day=TODAY, now=NOW)
    with pytest.raises(IllegalMove):
        withdraw_offer(dana, offer=draft, now=NOW)
    assert (again(offered).state, again(draft).state, Event.objects.count()) == ("offered", "draft", 0)


def test_one_whose_last_day_is_over_is_not_offered(cast: Cast) -> None:
    offer = written(make_model(cast.sard), state="draft", valid_to=TODAY - timedelta(days=1))
    with pytest.raises(Invalid) as raised:
        make_offer(cast.actor_of("dana"), offer=offer, day=TODAY, now=NOW)
    assert set(raised.value.fields) == {"valid_to"}
    assert (
        make_offer(cast.actor_of("dana"), offer=offer, day=TODAY - timedelta(days=1), now=NOW).state
        == "offered"
    )


@pytest.mark.parametrize(
    ("name", "refusal"), [("alice", Refused), ("carol", Refused), ("maryam", NotFound), ("mallory", NotFound)]
)
def test_who_may_not_edit_it_moves_nothing(cast: Cast, name: str, refusal: type[Exception]) -> None:
    offered, draft = written(make_model(cast.sard)), written(make_model(cast.sard, "B"), state="draft")
    with pytest.raises(refusal):
        make_offer(cast.actor_of(name), offer=draft, day=TODAY, now=NOW)
    with pytest.raises(refusal):
        withdraw_offer(cast.actor_of(name), offer=offered, now=NOW)
    assert (again(offered).state, again(draft).state, Event.objects.count()) == ("offered", "draft", 0)
