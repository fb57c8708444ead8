"""Customers whom a former version erased, before it looked at facts: `sepas erase --again` finishes that."""

import json

import pytest

from sepas.cases.actions.close import close_case
from sepas.cases.actions.hold import hold_case
from sepas.cases.actions.resolve import resolve_case
from sepas.cases.actions.resume import resume_case
from sepas.cli.main import main
from sepas.flows.erase_customer import erase_customer
from sepas.kernel.activity import seal, verify
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.verify import breaks
from sepas.parties.models import Customer
from sepas.warranty.actions.invoices import reject_invoice, send_invoice
from sepas.warranty.models import Invoice
from tests.cases.world import MORNING, World, fresh, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast, settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path
    return make_world(cast)


def facts() -> str:
    return json.dumps(list(Event.objects.order_by("pk").values_list("data", flat=True)), ensure_ascii=False)


def erased_long_ago(world: World, monkeypatch: pytest.MonkeyPatch) -> int:
    """A case and an invoice with words in their facts, of a customer erased by a version that left those; the case."""
    adam = world.actor("adam")
    case = hold_case(adam, case=world.open(), reason="waiting_for_part", note="بداخلاق است", now=MORNING)
    case = resolve_case(
        adam, case=resume_case(adam, case=case, now=MORNING), resolution="برد عوض شد", now=MORNING
    )
    close_case(adam, case=fresh(case), now=MORNING)
    invoice = send_invoice(
        world.actor("maryam"), organisation=world.sard, mobile=world.maryam.mobile, name="مریم", number="12",
        dated_on=MORNING.date(), shop="اجاق", product="یخچال", paper=PAPER, now=MORNING,
    )  # fmt: skip
    invoice = Invoice.objects.unscoped("test").select_related("organisation", "customer").get(pk=invoice.pk)
    reject_invoice(adam, invoice=invoice, why="فاکتور جعلی", now=MORNING)
    # An erased invoice may have had nothing else left, so facts alone remember the reason.
    with monkeypatch.context() as before:
        before.setattr("sepas.cases.actions.erase.WORDS", {})
        before.setattr("sepas.warranty.actions.erase.WORDS", {})
        maryam = Customer.objects.unscoped("test").get(pk=world.maryam.pk)
        assert erase_customer(world.actor("maryam"), customer=maryam, now=MORNING)
    return case.pk


class Paper:
    name, content, content_type, sha256 = "x.jpg", b"x", "image/jpeg", "0" * 64


PAPER = Paper()
LEFT = ("بداخلاق است", "برد عوض شد", "فاکتور جعلی")


def test_words_that_were_left_in_facts_go_and_history_stays_whole(world: World, monkeypatch, capsys) -> None:
    case = erased_long_ago(world, monkeypatch)
    seal.seal_all(MORNING)
    held = facts()
    left = [words for words in LEFT if words in held]
    assert len(left) >= 2
    assert main(["erase", "--again"]) == 0
    assert "words were left of 1, in 2 cases" in capsys.readouterr().out
    assert [words for words in LEFT if words in facts()] == []
    assert breaks("case", case) == []
    seal.seal_all(MORNING)
    assert verify.flaws(world.sard.pk) == []


def test_a_second_time_finds_nothing_and_nobody_else_is_touched(world: World, monkeypatch, capsys) -> None:
    erased_long_ago(world, monkeypatch)
    other = world.open("reza", mobile=world.actor("reza").mobile, description="صدا می‌دهد")
    hold_case(world.actor("adam"), case=other, reason="waiting_for_part", note="قطعه نیست", now=MORNING)
    main(["erase", "--again"])
    before = Event.objects.count()
    assert main(["erase", "--again"]) == 0
    assert "words were left of 0, in 0 cases" in capsys.readouterr().out.splitlines()[-1]
    assert Event.objects.count() == before
    assert "قطعه نیست" in facts()
    assert fresh(other).description == "صدا می‌دهد"
