"""The page on which a password is chosen speaks as the rest of the product: its words, its digits."""

import pytest
from allauth.account.forms import ChangePasswordForm
from django.contrib.auth.password_validation import password_validators_help_texts
from django.utils import translation

from sepas.web.preferences import of_language, reading
from tests.cast import PASSWORD, Cast

ALL_OF_DJANGO = ("رمز", "لطفا", "حداقل", "می‌باشد", "فیلد", "ات را", "This field", "must contain")


@pytest.fixture(params=["fa", "en"])
def language(request: pytest.FixtureRequest):
    with reading(of_language(request.param)), translation.override(request.param):
        yield request.param


def problems(cast: Cast, **typed: str) -> dict[str, list[str]]:
    form = ChangePasswordForm(user=cast.alice.user, data=typed)
    assert not form.is_valid()
    return {name: [str(each) for each in found] for name, found in form.errors.items()}


def test_what_a_password_must_be_is_said_with_the_readers_digits(language: str) -> None:
    said = password_validators_help_texts()
    assert len(said) == 3
    assert {"fa": "دست‌کم ۱۰ نویسه دارد.", "en": "It has 10 characters or more."}[language] in said


@pytest.mark.parametrize(
    ("typed", "persian", "english"),
    [
        (
            "kutah",
            "این گذرواژه کوتاه است؛ دست‌کم ۱۰ نویسه لازم است.",
            "This password is too short. Choose one of 10 characters or more.",
        ),
        ("alice.nader", "این گذرواژه به نام شما شبیه است.", "This password is too close to your name."),
        ("1234567890", "خیلی‌ها این گذرواژه را به کار می‌برند", "Many people use this password"),
    ],
)
def test_why_a_password_is_none(cast: Cast, language: str, typed: str, persian: str, english: str) -> None:
    cast.alice.user.username = "alice.naderi"
    found = problems(cast, oldpassword=PASSWORD, password1=typed, password2=typed)
    assert {"fa": persian, "en": english}[language] in " ".join(found["password1"])


def test_nothing_of_the_frameworks_own_persian_is_left(cast: Cast) -> None:
    with translation.override("fa"):
        found = [
            problems(cast),
            problems(cast, oldpassword="x", password1="a", password2="b"),
            problems(cast, oldpassword=PASSWORD, password1="doost-e-khoob-1", password2="doost-e-khoob-2"),
        ]
        said = [text for each in found for texts in each.values() for text in texts]
        said += [str(field.label) for field in ChangePasswordForm(user=cast.alice.user).fields.values()]
    assert len(said) > 8
    assert [text for text in said if any(word in text for word in ALL_OF_DJANGO)] == []
