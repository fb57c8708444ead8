"""One-time codes: issued, checked, limited."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from sepas.kernel.actor import GUEST
from sepas.kernel.errors import Invalid, TooMany
from sepas.kernel.models import Event
from sepas.parties.actions.codes import check_code, forget_codes, issue_code
from sepas.parties.models import OneTimeCode
from tests.cast import MARYAM, NOW, REZA, STRANGER

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)

pytestmark = pytest.mark.django_db


def issue(now=NOW, mobile=MARYAM, purpose="sign_in", **more) -> str:
    return issue_code(GUEST, mobile=mobile, purpose=purpose, now=now, **more)


def check(code, now=NOW, mobile=MARYAM, purpose="sign_in") -> None:
    check_code(GUEST, mobile=mobile, code=code, purpose=purpose, now=now)


def refusal(code, **more) -> dict:
    with pytest.raises(Invalid) as caught:
        check(code, **more)
    assert caught.value.code == "code_refused"
    assert set(caught.value.fields) == {"code"}
    return caught.value.data


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def only() -> OneTimeCode:
    return OneTimeCode.objects.unscoped("test").get()


def test_the_code_sent_is_accepted_and_serves_once() -> None:
    code = issue()
    assert len(code) == 6
    assert code.isdigit()
    check(code)
    assert refusal(code)["reason"] == "gone"
    names = list(Event.objects.of("code", only().pk).values_list("name", flat=True))
    assert names == ["code.issued", "code.accepted"]


def test_persian_digits_and_spaces_are_read() -> None:
    code = issue(mobile="۰۹۱۲۱۱۱۰۰۰۱")
    written = " ".join("۰۱۲۳۴۵۶۷۸۹"[int(digit)] for digit in code)
    check(written)


def test_nothing_kept_tells_the_code() -> None:
    code = issue(caller="192.0.2.7")
    row = only()
    kept = f"{row.digest} {row.caller} {Event.objects.get().data}"
    assert code not in kept.replace("0001", "")
    assert "192.0.2.7" not in kept
    assert len(row.digest) == 64
    assert Event.objects.get().data == {"purpose": "sign_in", "mobile_ending": "0001"}


def test_a_code_serves_for_two_minutes() -> None:
    code = issue()
    assert refusal(code, now=NOW + 2 * MINUTE)["reason"] == "gone"
    check(code, now=NOW + 2 * MINUTE - SECOND)


@pytest.mark.parametrize("change", [{"mobile": REZA}, {"purpose": "register"}])
def test_a_code_serves_its_number_and_purpose_only(change: dict) -> None:
    code = issue()
    assert refusal(code, **change)["reason"] == "gone"
    assert only().attempts == 0
    check(code)


def test_a_code_of_another_number_is_wrong() -> None:
    marys, rezas = issue(), issue(mobile=REZA)
    if marys != rezas:
        assert refusal(marys, mobile=REZA)["reason"] == "wrong"
    check(rezas, mobile=REZA)


def test_five_wrong_tries_end_it_even_for_the_right_code() -> None:
    code = issue()
    left = [refusal(other_than(code))["tries_left"] for _ in range(5)]
    assert left == [4, 3, 2, 1, 0]
    assert refusal(code)["reason"] == "gone"
    assert only().attempts == 5
    assert Event.objects.latest("pk").name == "code.exhausted"


@pytest.mark.parametrize("nonsense", ["", "abc", "12345", "1234567", "۱۲۳"])
def test_nonsense_counts_as_a_wrong_try(nonsense: str) -> None:
    issue()
    assert refusal(nonsense)["reason"] == "wrong"
    assert only().attempts == 1


def test_a_new_code_ends_the_earlier_one() -> None:
    first = issue()
    second = issue(NOW + MINUTE)
    if first != second:
        assert refusal(first, now=NOW + MINUTE)["reason"] == "wrong"
    check(second, now=NOW + MINUTE)


def test_one_code_a_minute_for_a_number() -> None:
    issue()
    with pytest.raises(TooMany) as caught:
        issue(NOW + 20 * SECOND, purpose="register")
    assert caught.value.data == {"retry_after": 40}
    assert OneTimeCode.objects.unscoped("test").count() == 1
    issue(NOW + MINUTE)


def test_five_an_hour_and_ten_a_day_for_a_number() -> None:
    for minute in range(5):
        issue(NOW + minute * MINUTE)
    with pytest.raises(TooMany) as caught:
        issue(NOW + 10 * MINUTE)
    assert caught.value.data == {"retry_after": 50 * 60}
    for minute in range(5):
        issue(NOW + HOUR + minute * MINUTE)
    with pytest.raises(TooMany) as caught:
        issue(NOW + 4 * HOUR)
    assert caught.value.data == {"retry_after": 20 * 3600}
    issue(NOW + 24 * HOUR)


def test_twenty_an_hour_for_a_caller_whatever_the_numbers() -> None:
    for number in range(20):
        issue(NOW + number * SECOND, mobile=f"+9891211100{number:02}", caller="192.0.2.7")
    with pytest.raises(TooMany) as caught:
        issue(NOW + MINUTE, mobile=STRANGER, caller="192.0.2.7")
    assert caught.value.data == {"retry_after": 3540}
    issue(NOW + MINUTE, mobile=STRANGER, caller="192.0.2.8")


def test_a_bad_number_or_purpose_issues_nothing() -> None:
    with pytest.raises(Invalid):
        issue(mobile="02188776655")
    with pytest.raises(ValueError, match="party"):
        issue(purpose="party")
    assert not OneTimeCode.objects.unscoped("test").exists()


def test_without_a_code_there_is_nothing_to_check() -> None:
    assert refusal("123456")["reason"] == "gone"


def test_old_codes_are_forgotten() -> None:
    issue()
    issue(NOW + HOUR)
    assert forget_codes(now=NOW + timedelta(days=2) + MINUTE) == 1
    assert only().issued_at == NOW + HOUR


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("purposes", [["sign_in"] * 4, ["sign_in", "register", "confirm", "register"]])
@pytest.mark.parametrize("earlier", [0, 1])
def test_several_at_the_same_moment_get_one_code(purposes: list[str], earlier: int) -> None:
    start, codes, refused, errors = threading.Barrier(4), [], [], []
    for _ in range(earlier):
        issue(NOW - MINUTE)

    def ask(purpose: str) -> None:
        try:
            start.wait()
            codes.append((issue(purpose=purpose), purpose))
        except TooMany as error:
            refused.append(error)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(purpose,)) for purpose in purposes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert (len(codes), len(refused)) == (1, 3)
    code, purpose = codes[0]
    check(code, purpose=purpose)


@pytest.mark.django_db(transaction=True)
def test_a_check_inside_a_transaction_is_a_programming_error() -> None:
    from django.db import transaction

    code = issue()
    with pytest.raises(RuntimeError), transaction.atomic():
        check(code)


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_are_all_counted() -> None:
    code = issue()
    start, reasons = threading.Barrier(8), []

    def guess() -> None:
        start.wait()
        try:
            check(other_than(code))
        except Invalid as error:
            reasons.append(error.data["reason"])
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(reasons) == ["exhausted", *["gone"] * 3, *["wrong"] * 4]
