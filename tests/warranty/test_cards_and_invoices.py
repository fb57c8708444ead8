"""Registering by the code of a card or by an invoice; what staff make and settle."""

import hashlib
from dataclasses import dataclass

import pytest
from django.test import override_settings

from sepas.kernel.activity.models import Event
from sepas.kernel.actor import GUEST
from sepas.kernel.errors import Conflict, IllegalMove, Invalid, NotFound, Refused
from sepas.warranty import owning
from sepas.warranty.actions.invoices import accept_invoice, reject_invoice, send_invoice
from sepas.warranty.actions.issue_cards import issue_card, issue_cards
from sepas.warranty.actions.register import register_guarantee
from sepas.warranty.codes import card_digits, new_card_code, read_card_code
from sepas.warranty.models import GuaranteeCard, Invoice
from tests.assets.made import SOLD, again, make_model, make_unit
from tests.cast import MARYAM, NOW, REZA, STRANGER, Cast
from tests.warranty.made import all_registrations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(committed_cast: Cast) -> Cast:
    return committed_cast


@pytest.fixture
def unit(cast: Cast):
    return make_unit(make_model(cast.sard), sold_on=SOLD)


@pytest.fixture(autouse=True)
def media(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@dataclass
class Paper:
    content: bytes = b"%PDF-1.4 invoice"
    name: str = "invoice.pdf"
    content_type: str = "application/pdf"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def sent(cast: Cast, **more) -> Invoice:
    given = {
        "organisation": cast.sard, "mobile": "09121110001", "number": "۷۱/ب", "dated_on": SOLD, "shop": "بازار",
        "product": "یخچال", "paper": Paper(),
    }  # fmt: skip
    return send_invoice(GUEST, **(given | more), now=NOW)


def test_a_code_is_read_however_it_is_typed_and_every_wrong_digit_is_seen() -> None:
    code = new_card_code()
    assert len(code) == 16
    assert code[0] == "9"
    typed = code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    assert read_card_code(f" {typed[:4]} {typed[4:8]}-{typed[8:12]}\u200c{typed[12:]} ") == code
    assert read_card_code(code.replace("0", "O").replace("1", "l")) == code
    for place in range(1, 16):
        wrong = code[:place] + str((int(code[place]) + 1) % 10) + code[place + 1 :]
        assert (read_card_code(wrong), card_digits(wrong)) == ("", wrong)
    for other in ("09506000134352", "356938035643809", "SRD-RF-000123", "6037991234567890"):
        assert card_digits(other) == ""


def test_the_code_of_a_card_registers_its_unit(cast: Cast, unit) -> None:
    card = issue_card(cast.actor_of("alice"), unit=again(unit), now=NOW)
    code = " ".join(card.code[i : i + 4] for i in range(0, 16, 4))
    found = register_guarantee(GUEST, serial=code, mobile=REZA, now=NOW)
    assert (found.unit_id, found.state, found.evidence) == (unit.pk, "active", "card")
    assert card.code not in str(list(Event.objects.values_list("data", flat=True)))


def test_a_wrong_code_is_explained_and_counted(cast: Cast, unit) -> None:
    code = new_card_code()
    with pytest.raises(Invalid) as raised:
        register_guarantee(GUEST, serial=code, mobile=REZA, now=NOW)
    assert (raised.value.code, raised.value.data["card"]) == ("unknown_serial", True)
    assert all_registrations() == []


def test_a_new_card_makes_the_old_one_void(cast: Cast, unit) -> None:
    alice = cast.actor_of("alice")
    first = issue_card(alice, unit=again(unit), now=NOW)
    assert issue_card(alice, unit=again(unit), now=NOW).pk == first.pk
    second = issue_card(alice, unit=again(unit), again=True, now=NOW)
    assert second.code != first.code
    with pytest.raises(Invalid):
        register_guarantee(GUEST, serial=first.code, mobile=REZA, now=NOW)
    assert register_guarantee(GUEST, serial=second.code, mobile=REZA, now=NOW).state == "active"


def test_a_list_makes_cards_takes_printed_codes_and_says_what_is_wrong(cast: Cast, unit) -> None:
    make_unit(unit.model, "SR-2")
    printed = new_card_code()
    wrong = printed[:-1] + str((int(printed[-1]) + 1) % 10)
    text = f"{unit.serial}\n\nSR-2,{printed}\nSR-3;{printed}\nSR-2\t{wrong}\n"
    found = issue_cards(cast.actor_of("alice"), organisation=cast.sard, text=text, now=NOW)
    assert [card.unit.serial for card in found.cards] == [unit.serial, "SR-2"]
    assert found.cards[1].code == printed
    assert [number for number, _line, _why in found.wrong] == [4, 5]
    same = issue_cards(cast.actor_of("alice"), organisation=cast.sard, text=text, now=NOW)
    assert [card.pk for card in same.cards] == [card.pk for card in found.cards]
    assert GuaranteeCard.objects.unscoped("test").count() == 2


def test_two_units_of_a_company_never_share_a_code(cast: Cast, unit) -> None:
    alice, other = cast.actor_of("alice"), make_unit(unit.model, "SR-2")
    code = issue_card(alice, unit=again(unit), now=NOW).code
    with pytest.raises(Conflict) as raised:
        issue_card(alice, unit=again(other), code=code, now=NOW)
    assert raised.value.code == "card_code_taken"


@pytest.mark.parametrize("name", ["guest", "maryam", "mallory", "dana"])
def test_only_staff_who_edit_units_make_cards(cast: Cast, unit, name: str) -> None:
    with pytest.raises((NotFound, Refused)):
        issue_card(cast.actor_of(name), unit=again(unit), now=NOW)
    assert GuaranteeCard.objects.unscoped("test").count() == 0


def test_an_invoice_without_a_known_unit_waits_and_the_same_paper_is_one_invoice(cast: Cast, unit) -> None:
    invoice = sent(cast)
    assert (invoice.state, invoice.unit_id, invoice.registration_id) == ("pending", None, None)
    assert sent(cast).pk == invoice.pk
    assert Event.objects.filter(name="invoice.received").count() == 1
    assert all_registrations() == []
    assert [row.pk for row in owning.pending_of(cast.actor_of("maryam"))] == [invoice.pk]
    assert owning.pending_of(cast.actor_of("reza")) == []


def test_an_invoice_with_the_serial_of_a_unit_registers_it_at_once(cast: Cast) -> None:
    unit = make_unit(make_model(cast.sard))
    invoice = sent(cast, serial="sr 1405 0007")
    [row] = all_registrations()
    assert (invoice.state, invoice.unit_id, invoice.registration_id) == ("accepted", unit.pk, row.pk)
    assert (row.state, row.evidence, row.purchased_on) == ("active", "invoice", SOLD)


def test_everything_that_is_missing_is_said_at_once(cast: Cast) -> None:
    with pytest.raises(Invalid) as raised:
        sent(cast, number=" ", shop="", product="")
    assert set(raised.value.fields) == {"number", "shop", "product"}
    for field, more in (("purchased_on", {"dated_on": None}), ("files", {"paper": None})):
        with pytest.raises(Invalid) as raised:
            sent(cast, **more)
        assert set(raised.value.fields) == {field}
    assert Invoice.objects.unscoped("test").count() == 0


def test_staff_find_the_unit_and_it_is_registered_with_the_invoices_date(cast: Cast) -> None:
    unit, carol = make_unit(make_model(cast.sard)), cast.actor_of("carol")
    invoice = owning.invoice(carol, sent(cast).pk)
    with pytest.raises(Invalid) as raised:
        accept_invoice(carol, invoice=invoice, serial="SR-NONE", why="مدل را پیدا کردم", now=NOW)
    assert "serial" in raised.value.fields
    accept_invoice(carol, invoice=invoice, serial=unit.serial, why="برچسب در عکس است", now=NOW)
    [row] = all_registrations()
    assert (row.customer.mobile, row.purchased_on, row.evidence) == (MARYAM, SOLD, "invoice")
    assert (invoice.state, invoice.unit_id, invoice.registration_id) == ("accepted", unit.pk, row.pk)
    with pytest.raises(IllegalMove):
        reject_invoice(carol, invoice=invoice, why="دوباره", now=NOW)


def test_a_rejected_invoice_says_why_and_registers_nothing(cast: Cast) -> None:
    carol = cast.actor_of("carol")
    invoice = owning.invoice(carol, sent(cast).pk)
    with pytest.raises(Invalid):
        reject_invoice(carol, invoice=invoice, why=" ", now=NOW)
    reject_invoice(carol, invoice=invoice, why="عکس خوانا نیست", now=NOW)
    assert Event.objects.get(name="invoice.settled").data["accepted"] is False
    assert all_registrations() == []


@pytest.mark.parametrize("name", ["guest", "maryam", "alice", "mallory"])
def test_nobody_else_settles_an_invoice(cast: Cast, name: str) -> None:
    invoice = owning.invoice(cast.actor_of("carol"), sent(cast).pk)
    with pytest.raises((NotFound, Refused)):
        reject_invoice(cast.actor_of(name), invoice=invoice, why="نه", now=NOW)
    with pytest.raises(NotFound):
        owning.invoice(cast.actor_of("mallory"), invoice.pk)
    with pytest.raises(Refused):
        send_invoice(
            cast.actor_of("reza"), organisation=cast.sard, mobile=STRANGER, number="1", dated_on=SOLD, shop="x",
            product="y", paper=Paper(), now=NOW,
        )  # fmt: skip
