"""Tracking codes: read out, typed and misheard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sepas.kernel.ids import LENGTH, check_digit, code_in_text, new_code, new_secret, read_code, show_code

DIGITS = st.text("0123456789", min_size=LENGTH - 1, max_size=LENGTH - 1)


def test_a_code_is_twelve_latin_digits_that_do_not_start_with_zero() -> None:
    codes = {new_code() for _turn in range(500)}
    assert len(codes) == 500
    assert all(len(code) == 12 and code.isascii() and code.isdigit() and code[0] != "0" for code in codes)


def test_it_is_read_however_people_write_it() -> None:
    code = new_code()
    persian = code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert show_code(code) == f"{code[:4]} {code[4:8]} {code[8:]}"
    assert show_code(code, "-") == f"{code[:4]}-{code[4:8]}-{code[8:]}"
    for written in (
        code,
        show_code(code),
        persian,
        arabic,
        f" کد: {persian[:4]}-{persian[4:8]}-{persian[8:]} ",
    ):
        assert read_code(written) == code


@pytest.mark.parametrize(
    "written",
    [
        "T-{0}-{1}-{2}",
        "کد رهگیری: {0} {1} {2}",
        "سپاس: درخواست ۱ شما با کد {0}-{1}-{2} ثبت شد. تا ۳ روز کاری پاسخ می‌دهیم.",
        "#{0}{1}{2} / 0912",
    ],
)
def test_a_code_is_found_in_whatever_stands_around_it(written: str) -> None:
    code = "95716248301" + check_digit("95716248301")
    assert read_code(written.format(code[:4], code[4:8], code[8:])) == code


def test_two_codes_at_once_are_none() -> None:
    one, other = (body + check_digit(body) for body in ("95716248301", "62118204557"))
    assert read_code(f"{one} {other}") is None


@pytest.mark.parametrize("text", ["", "سلام", "123", "1" * 13, "12345678901x"])
def test_what_is_no_code_is_none(text: str) -> None:
    assert read_code(text) is None


def test_the_check_digit_is_that_of_the_published_example() -> None:
    # Damm's thesis: 572 has the check digit 4.
    assert check_digit("572") == "4"


@given(DIGITS, st.integers(0, LENGTH - 1), st.integers(1, 9))
def test_every_single_wrong_digit_is_noticed(body: str, place: int, shift: int) -> None:
    code = body + check_digit(body)
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    assert read_code(code) == code
    assert read_code(wrong) is None


@given(DIGITS, st.integers(0, LENGTH - 2))
def test_every_swap_of_neighbours_is_noticed(body: str, place: int) -> None:
    code = body + check_digit(body)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (read_code(swapped) is None) == (swapped != code)


def test_a_secret_is_long_and_fits_an_address() -> None:
    secrets = {new_secret() for _turn in range(200)}
    assert len(secrets) == 200
    assert all(len(secret) >= 26 and secret.replace("-", "").replace("_", "").isalnum() for secret in secrets)


def test_a_code_within_a_sentence_keeps_its_groups_in_order_in_either_script():
    assert code_in_text("123456789012", "en") == "1234-5678-9012"
    assert code_in_text("123456789012", "fa") == "\u200e1234-5678-9012"
    assert code_in_text("", "fa") == ""


def test_a_code_out_of_a_persian_message_is_read_with_its_mark():
    code = new_code()
    assert read_code(f"درخواست شما با کد {code_in_text(code, 'fa')} ثبت شد.") == code
