"""Forms of the second factor that read the digits of any keyboard."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm

from sepas.kernel.text import to_latin_digits


class AnyDigits:
    """A Persian keyboard writes ۱۲۳۴۵۶ where the phone shows 123456."""

    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        self.cleaned_data["code"] = to_latin_digits(self.cleaned_data["code"])
        return super().clean_code()  # type: ignore[misc]


class Authenticate(AnyDigits, AuthenticateForm):
    pass


class Reauthenticate(AnyDigits, ReauthenticateForm):
    pass


class ActivateTOTP(AnyDigits, ActivateTOTPForm):
    pass
