"""Whatever somebody may need after a purchase is a kind of case of its own: at every door, in words, with a promise."""

import pytest

from sepas.cases.actions.deciding import DECIDED
from sepas.cases.kinds import kind_of_service
from sepas.cases.lifecycle import Kind
from sepas.cases.models import Case, Promise
from sepas.cases.promises.moments import REPORTED_BY_KIND
from sepas.cases.queries.sentences import KINDS
from sepas.offers.lifecycle import ServiceKind
from sepas.parties.actions.tokens import issue_token
from sepas.parties.roles import TOKEN_SCOPES
from sepas.web.portal.request.kinds import TITLES
from tests.api.conftest import Caller
from tests.cases.world import World
from tests.cast import NOW
from tests.offers.made import make_offer

pytestmark = pytest.mark.django_db

AFTER_A_PURCHASE = {
    "activation", "installation", "guarantee_repair", "paid_repair", "parts_order", "maintenance", "advice",
    "training", "return", "replacement", "refund",
}  # fmt: skip
NEW = ("activation", "replacement", "refund")


def test_each_is_a_kind_of_its_own_in_words_of_both_languages() -> None:
    assert set(Kind.values) >= AFTER_A_PURCHASE
    assert set(KINDS) == set(Kind)
    assert set(TITLES) == set(Kind.values)
    assert len({persian for persian, _english in KINDS.values()}) == len(Kind)
    assert len(set(map(str, TITLES.values()))) == len(Kind)


def test_every_service_opens_the_kind_of_its_name() -> None:
    assert {str(kind_of_service(kind)) for kind in ServiceKind} == set(ServiceKind.values)


@pytest.mark.parametrize("kind", NEW)
def test_it_is_opened_decided_and_promised_by_its_own_promise(world: World, kind: str) -> None:
    case = world.open(kind=kind, unit=world.fridge)
    assert case.kind == kind
    assert Kind(kind) in DECIDED
    assert case.decision is not None
    promises = Promise.objects.unscoped("test").filter(case=case, name="resolution", source="organisation")
    installation = world.open(kind="installation", unit=world.fridge)
    others = Promise.objects.unscoped("test").filter(case=installation, name="resolution")
    assert promises.get().text["fa"] not in {row.text["fa"] for row in others}
    assert str(case.get_kind_display()) in {"فعال‌سازی", "تعویض کالا", "پس‌گرفتن پول"}


def test_another_one_or_the_money_begins_with_the_defect_that_is_reported() -> None:
    for kind in (Kind.REPLACEMENT, Kind.REFUND):
        assert REPORTED_BY_KIND[kind] == REPORTED_BY_KIND[Kind.GUARANTEE_REPAIR]


def test_asking_for_an_activation_that_is_offered_opens_an_activation(world: World) -> None:
    offer = make_offer(world.fridge.model, kind="activation", name_fa="فعال‌سازی در خانه")
    case = world.open(kind="activation", unit=world.fridge, offer=offer)
    assert (case.kind, case.offer["kind"]) == ("activation", "activation")


@pytest.mark.parametrize("kind", NEW)
def test_programs_open_filter_and_read_it(world: World, kind: str) -> None:
    issued = issue_token(
        world.actor("adam"), organisation=world.sard, name="app", scopes=sorted(TOKEN_SCOPES), now=NOW
    )
    caller = Caller(issued.raw)
    body = {"kind": kind, "description": "لطفاً", "mobile": "09121110001", "serial": world.fridge.serial}
    status, made = caller.post("/cases", body)
    assert (status, made["kind"]["code"]) == (201, kind)
    assert [row["code"] for row in caller.get("/cases", kind=kind)[1]["items"]] == [made["code"]]
    ticket = Caller(issued.raw, at="/api/tmf621/v4/troubleTicket").get(f"/{made['code']}")[1]
    assert ticket["ticketType"] == kind
    assert Case.objects.unscoped("test").get().kind == kind
