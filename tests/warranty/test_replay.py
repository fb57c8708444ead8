"""Any kept decision can be made again, bit for bit, or the difference is said."""

import json
from datetime import date

import pytest

from sepas.kernel.errors import Conflict
from sepas.warranty.actions.decide import decide, replay
from sepas.warranty.actions.guarantees import publish_guarantee
from sepas.warranty.library import digest
from sepas.warranty.models import Decision, Guarantee
from tests.assets.made import SOLD, again, make_model, make_unit
from tests.cast import NOW, Cast
from tests.warranty.made import TODAY, gold, make_guarantee


def kept(cast: Cast) -> Decision:
    unit = again(make_unit(make_model(cast.sard), sold_on=SOLD))
    row = decide(
        cast.actor_of("dave"), organisation=cast.sard, unit=unit,
        answers={"event_date": "2026-11-01", "purchase_price": 250_000_000}, as_of=TODAY, now=NOW,
    )  # fmt: skip
    return Decision.objects.unscoped("test").get(pk=row.pk)


def test_a_decision_read_from_the_database_is_made_again_bit_for_bit(cast: Cast) -> None:
    make_guarantee(cast.sard)
    row = kept(cast)
    assert replay(row).record() == row.record


def test_later_guarantees_do_not_touch_what_was_decided(cast: Cast) -> None:
    make_guarantee(cast.sard)
    row = kept(cast)
    publish_guarantee(
        cast.actor_of("dave"), organisation=cast.sard, document=gold(version="2", valid_from=TODAY, months=1),
        product_models=[], now=NOW,
    )  # fmt: skip
    make_guarantee(cast.sard, gold(pack="sard.other", months=60))
    assert replay(row).record() == row.record


def test_a_record_that_was_tampered_with_is_found_out(cast: Cast) -> None:
    row = kept(cast)
    row.record["result"]["lines"]["parts"][0] = "not_covered"
    row.record["facts"]["purchase_date"] = "2020-01-01"
    with pytest.raises(Conflict) as raised:
        replay(row)
    assert raised.value.code == "replay_mismatch"
    assert raised.value.data["differences"]


def test_a_guarantee_changed_behind_the_back_is_found_out(cast: Cast) -> None:
    guarantee = make_guarantee(cast.sard)
    row = kept(cast)
    changed = gold(months=1)
    Guarantee.objects.unscoped("test").filter(pk=guarantee.pk).update(
        source=json.dumps(changed), digest=digest(changed)
    )
    with pytest.raises(Conflict) as raised:
        replay(row)
    assert raised.value.data["reason"] == "pack_changed"


def test_a_decision_on_nothing_but_answers_is_made_again_too(cast: Cast) -> None:
    row = decide(
        cast.actor_of("guest"), organisation=cast.sard, unit=None,
        answers={"product_class": "phone", "activation_date": date(2026, 1, 1)}, as_of=TODAY, now=NOW,
    )  # fmt: skip
    assert replay(Decision.objects.unscoped("test").get(pk=row.pk)).record() == row.record
