"""Serials and product codes as people write them."""

import pytest

from sepas.assets import serials
from sepas.assets.identifiers import Identifier, checked_gtin, read_identifier
from sepas.kernel.errors import Invalid


@pytest.mark.parametrize(
    "written",
    ["sr1405-0007", "SR 1405 0007", "ＳＲ14050007", "SR-۱۴۰۵-۰۰۰۷", "sr١٤٠٥/٠٠٠٧", "\u200fSR\u200c14050007 "],
)
def test_one_serial_in_any_writing_has_one_key(written: str) -> None:
    assert serials.serial_key(written) == "SR14050007"


def test_arabic_and_persian_letters_are_the_same_letter() -> None:
    assert serials.serial_key("كي-۱۲") == serials.serial_key("کی12") == "کی12"


def test_the_letter_o_and_zero_are_not_guessed_to_be_one() -> None:
    assert serials.serial_key("AO1") != serials.serial_key("A01")
    assert (
        serials.look_alike(serials.serial_key("AO1"))
        == serials.look_alike(serials.serial_key("A0I"))
        == "A01"
    )


def test_a_text_longer_than_any_serial_has_no_key() -> None:
    assert serials.serial_key("7" * 60) == "7" * 60
    assert serials.serial_key("7" * 61) == ""
    assert serials.serial_key("؟!-") == ""


def test_one_slip_covers_swaps_losses_and_wrong_digits_and_never_the_serial_itself() -> None:
    slips = serials.one_slip_away("AB12")
    assert {"BA12", "A1B2", "AB21", "B12", "AB1", "AB13", "AB92"} <= slips
    assert "AB12" not in slips
    assert serials.one_slip_away("AB1") == set()
    assert serials.one_slip_away("7" * 25) == set()


@pytest.mark.parametrize(
    ("imei", "fault"),
    [
        ("490154203237518", ""),  # the worked example of 3GPP TS 23.003, annex B
        ("490154203237517", "check"),
        ("49015420323751", "length"),
        ("49015420323751X", "length"),
        ("۴۹۰۱۵۴۲۰۳۲۳۷۵۱۸", "length"),
    ],
)
def test_an_imei_is_fifteen_latin_digits_that_end_in_their_luhn_digit(imei: str, fault: str) -> None:
    assert serials.imei_fault(imei) == fault


@pytest.mark.parametrize(
    "gtin", ["9506000134352", "09506000134352", "6291041500213", "96385074", "012345678905"]
)
def test_a_gtin_of_any_length_with_its_check_digit_is_right(gtin: str) -> None:
    assert serials.gtin_fault(gtin) == ""


@pytest.mark.parametrize(
    ("gtin", "fault"), [("9506000134353", "check"), ("950600013435", "check"), ("12345", "length")]
)
def test_a_gtin_with_a_wrong_digit_or_length_is_told_apart(gtin: str, fault: str) -> None:
    assert serials.gtin_fault(gtin) == fault


def test_a_gtin_is_kept_in_fourteen_digits() -> None:
    assert checked_gtin(" ۹۵۰۶۰۰۰-۱۳۴۳۵۲ ") == "09506000134352"
    assert checked_gtin("") == ""


@pytest.mark.parametrize(("text", "code"), [("9506000134353", "gtin_check"), ("95a6", "gtin_length")])
def test_a_wrong_gtin_says_what_to_look_at(text: str, code: str) -> None:
    with pytest.raises(Invalid) as raised:
        checked_gtin(text)
    assert raised.value.code == code
    assert list(raised.value.fields) == ["gtin"]


@pytest.mark.parametrize(
    "text",
    [
        "https://id.gs1.org/01/09506000134352/21/SR-1405",
        "https://sard.example/p/01/9506000134352/10/LOT7/21/SR-1405?17=290101",
        "https://sard.example/01/09506000134352?21=SR-1405".replace("?21=", "/21/"),
        "HTTPS://id.gs1.org/gtin/09506000134352/ser/SR%2D1405",
        "(01)09506000134352(21)SR-1405",
        "(01)09506000134352(17)290101(21)SR-1405",
        "]d20109506000134352" + "21SR-1405",
        "]C10109506000134352" + "10LOT7\x1d21SR-1405",
    ],
)
def test_every_form_of_a_gs1_code_gives_gtin_and_serial(text: str) -> None:
    assert read_identifier(text) == Identifier("SR-1405", "09506000134352")


def test_a_bare_serial_is_itself_even_when_it_looks_like_numbers() -> None:
    assert read_identifier(" 0109506000134352 ") == Identifier("0109506000134352")
    assert read_identifier("sr 1405").key == "SR1405"


def test_a_link_without_a_product_code_is_a_serial_nobody_has() -> None:
    assert read_identifier("https://example.com/").gtin == ""


def test_a_scanned_code_with_a_wrong_check_digit_is_not_believed() -> None:
    with pytest.raises(Invalid) as raised:
        read_identifier("https://id.gs1.org/01/09506000134353/21/SR-1405")
    assert list(raised.value.fields) == ["serial"]


@pytest.mark.parametrize("text", ["", "  ", "-", "7" * 61])
def test_nothing_or_too_much_is_asked_for_again(text: str) -> None:
    with pytest.raises(Invalid) as raised:
        read_identifier(text)
    assert list(raised.value.fields) == ["serial"]
