"""Mobile numbers as people write them, to E.164."""

from functools import lru_cache

import phonenumbers
from django.utils.translation import gettext_lazy as _
from phonenumbers import NumberParseException, PhoneNumberType

from sepas.kernel.errors import Invalid, type_of_text
from sepas.kernel.text import to_latin_digits

_MOBILE = {PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE}
_LANDLINE = {PhoneNumberType.FIXED_LINE, PhoneNumberType.UAN, PhoneNumberType.VOIP}
_LONGEST = 40


def parse_mobile(text: str, region: str = "IR", *, field: str = "mobile") -> str:
    """The number in E.164, such as `+989121234567`.

    Reads Persian and Arabic digits, spaces and dashes, `0912…`, `912…`, `+98…` and `0098…`; `region` is the
    country of numbers written without one. Raises `Invalid` on `field` with a sentence for the person when
    it is empty, no number at all, wrongly long, or a landline, to which no code can be sent.
    """
    written = to_latin_digits(text).strip()
    if not written:
        raise _wrong(field, "empty", _("Enter your mobile number."))
    try:
        number = phonenumbers.parse(written[:_LONGEST], region)
    except NumberParseException:
        raise _wrong(
            field, "unreadable", _("This is not a phone number. Write it like 0912 345 6789.")
        ) from None
    kind = phonenumbers.number_type(number)
    if kind == PhoneNumberType.UNKNOWN:  # which is what the library calls not valid
        raise _wrong(field, "impossible", _why_impossible(number))
    if kind in _LANDLINE:
        raise _wrong(
            field,
            "landline",
            _("This is a landline. Enter a mobile number, so that we can send you a text message."),
        )
    if kind not in _MOBILE:
        raise _wrong(
            field, "not_mobile", _("This number cannot receive text messages. Enter a mobile number.")
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=4096)
def show_mobile(mobile: str, region: str = "IR") -> str:
    """An E.164 number as people of `region` write it: `0912 345 6789`, or `+90 501 234 56 78` from abroad."""
    try:
        number = phonenumbers.parse(mobile, region)
    except NumberParseException:
        return mobile
    at_home = phonenumbers.region_code_for_number(number) == region
    shape = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, shape.NATIONAL if at_home else shape.INTERNATIONAL)


def national(mobile: str) -> str:
    """An Iranian number as people dial it, `09121234567`; others without the plus sign."""
    return "0" + mobile.removeprefix("+98") if mobile.startswith("+98") else mobile.removeprefix("+")


def region_of(jurisdiction: str) -> str:
    """The phone region of a jurisdiction's code: `IR`; `UK` is GB, `EU-DE` is DE."""
    return {"UK": "GB"}.get(jurisdiction, jurisdiction.rsplit("-", 1)[-1])


def _why_impossible(number: phonenumbers.PhoneNumber) -> type_of_text:
    match phonenumbers.is_possible_number_with_reason(number):
        case phonenumbers.ValidationResult.TOO_SHORT:
            return _("This number is too short. Check whether a digit is missing.")
        case phonenumbers.ValidationResult.TOO_LONG:
            return _("This number is too long. Check whether there is a digit too many.")
        case _:
            return _("There is no such mobile number. Check the digits.")


def _wrong(field: str, reason: str, message: type_of_text) -> Invalid:
    return Invalid({field: message}, message, code="mobile_invalid", data={"reason": reason})
