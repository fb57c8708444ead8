"""Kinds of case that came later begin with the promise of the kind they grew out of; what a company did stays."""

import pytest

from sepas.cli.tick import Steps
from sepas.kernel.activity.models import Event
from sepas.service_levels.actions import remove_promise, set_default_promises, set_promise
from sepas.service_levels.defaults import RESOLUTION
from sepas.service_levels.models import ServicePromise
from sepas.service_levels.new_kinds import CAME_FROM, promise_new_kinds
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def rows(cast: Cast):
    return ServicePromise.objects.unscoped("test").filter(organisation=cast.sard, name=RESOLUTION)


@pytest.fixture
def older(cast: Cast) -> Cast:
    """A company that began before these kinds."""
    set_default_promises(cast.actor_of("adam"), organisation=cast.sard, now=NOW)
    rows(cast).filter(kind__in=CAME_FROM).delete()
    return cast


def promised(cast: Cast) -> dict[str, tuple[int, str, str]]:
    found = rows(cast).filter(kind__in=CAME_FROM)
    return {row.kind: (row.amount, row.unit, row.text["en"]) for row in found}


def test_they_begin_with_the_defaults_once_as_facts(older: Cast) -> None:
    before = set(rows(older).values_list("pk", "version"))
    assert promise_new_kinds(NOW) == 3
    assert {kind: told[:2] for kind, told in promised(older).items()} == {
        "activation": (2, "business_day"),
        "replacement": (7, "business_day"),
        "refund": (7, "business_day"),
    }
    assert before < set(rows(older).values_list("pk", "version"))
    told = Event.objects.filter(name="service_promise.set", actor_kind="system", at=NOW)
    assert {fact.data["kind"] for fact in told} >= set(CAME_FROM)
    assert promise_new_kinds(NOW) == 0


def test_where_a_company_promised_something_else_until_now_that_goes_on_in_its_own_words(older: Cast) -> None:
    for kind, amount in (("installation", 9), ("return", 20)):
        set_promise(
            older.actor_of("adam"), organisation=older.sard, kind=kind, name=RESOLUTION, amount=amount, unit="day",
            pausable_by=["waiting_for_customer"], text={"fa": "نصب می‌کنیم", "en": "We install"}, now=NOW,
        )  # fmt: skip
    promise_new_kinds(NOW)
    found = promised(older)
    assert {kind: told[:2] for kind, told in found.items()} == {
        "activation": (9, "day"), "replacement": (20, "day"), "refund": (20, "day"),
    }  # fmt: skip
    assert "We install" not in {told[2] for told in found.values()}
    assert rows(older).get(kind="refund").pausable_by == ["waiting_for_customer"]


def test_what_was_removed_or_set_by_the_company_stays_as_it_is(older: Cast) -> None:
    adam = older.actor_of("adam")
    remove_promise(adam, promise=rows(older).get(kind="installation"), now=NOW)
    own = {"organisation": older.sard, "name": RESOLUTION, "amount": 1, "unit": "month", "now": NOW}
    set_promise(adam, kind="refund", **own)
    remove_promise(adam, promise=set_promise(adam, kind="replacement", **own), now=NOW)
    assert promise_new_kinds(NOW) == 0
    assert {kind: told[:2] for kind, told in promised(older).items()} == {"refund": (1, "month")}


def test_the_clock_gives_them_at_its_first_step_only(older: Cast) -> None:
    steps = Steps()
    steps(NOW)
    assert set(promised(older)) == set(CAME_FROM)
    rows(older).filter(kind__in=CAME_FROM).delete()
    steps(NOW)
    assert promised(older) == {}
