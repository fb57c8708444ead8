"""Numbers as people write them."""

import pytest

from sepas.kernel.errors import Invalid
from sepas.parties.phones import parse_mobile, region_of, show_mobile


@pytest.mark.parametrize(
    "written",
    [
        "09121110001",
        "9121110001",
        "+989121110001",
        "00989121110001",
        "۰۹۱۲۱۱۱۰۰۰۱",
        "۰۰۹۸۹۱۲۱۱۱۰۰۰۱",
        "٠٩١٢١١١٠٠٠١",
        " 0912 111 00 01 ",
        "0912-111-0001",
        "(0912) 1110001",
        "+98 (0) 912 111 0001",
    ],
)
def test_one_number_in_every_usual_spelling(written: str) -> None:
    assert parse_mobile(written) == "+989121110001"


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("سلام", "unreadable"),
        ("02188776655", "landline"),
        ("+98 21 8877 6655", "landline"),
        ("0912111000", "impossible"),
        ("091211100011", "impossible"),
        ("12", "impossible"),
        ("9" * 500, "unreadable"),
    ],
)
def test_what_cannot_get_a_message_is_refused_with_its_reason(written: str, reason: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse_mobile(written)
    assert caught.value.data["reason"] == reason
    assert set(caught.value.fields) == {"mobile"}
    assert str(caught.value.fields["mobile"]) == str(caught.value.message)


def test_a_landline_is_told_why(settings) -> None:
    from django.utils import translation

    with translation.override("en"), pytest.raises(Invalid) as caught:
        parse_mobile("02188776655")
    with translation.override("en"):
        assert str(caught.value.message) == (
            "This is a landline. Enter a mobile number, so that we can send you a text message."
        )


def test_numbers_of_other_countries_with_their_prefix() -> None:
    assert parse_mobile("+90 501 234 56 78") == "+905012345678"
    assert parse_mobile("0501 234 56 78", "TR") == "+905012345678"


def test_the_field_can_be_named() -> None:
    with pytest.raises(Invalid) as caught:
        parse_mobile("", field="phone")
    assert set(caught.value.fields) == {"phone"}


def test_a_number_is_shown_as_people_write_it() -> None:
    assert show_mobile("+989121110001") == "0912 111 0001"
    assert show_mobile("+905012345678") == "+90 501 234 56 78"


@pytest.mark.parametrize(("code", "region"), [("IR", "IR"), ("UK", "GB"), ("EU-DE", "DE"), ("TR", "TR")])
def test_the_region_of_a_jurisdiction(code: str, region: str) -> None:
    assert region_of(code) == region
