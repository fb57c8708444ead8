"""Filters that speak the reader's language, calendar and digits."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from sepas.cases.models import Case
from sepas.cases.queries.steps import step_of
from sepas.kernel import clock
from sepas.kernel.actor import Actor
from sepas.kernel.dates import Style, format_date, format_datetime, format_number, format_relative
from sepas.kernel.ids import show_code
from sepas.kernel.money import Money, format_money
from sepas.kernel.text import to_latin_digits, to_persian_digits
from sepas.parties import masks, names
from sepas.web.forms import date_parts
from sepas.web.once import FIELD, new_key
from sepas.web.preferences import Reader, current

register = template.Library()

_NUMBER = re.compile(r"(?<![A-Za-z0-9@#./_-])[0-9]+(?![A-Za-z0-9@#/_-])")


def in_digits(text: str, reader: Reader) -> str:
    """`text` in the digits that the reader chose."""
    return to_persian_digits(text) if reader.digits == "persian" else to_latin_digits(text)


@register.filter
def digits(value: Any) -> str:
    """Any text with its digits in the reader's script."""
    return "" if value is None else in_digits(str(value), current())


@register.filter
def prose(value: Any) -> str:
    """A sentence with its numbers in the reader's digits; codes and names with Latin letters stay as they are."""
    reader = current()
    text = "" if value is None else str(value)
    return _NUMBER.sub(lambda found: in_digits(found[0], reader), text)


@register.filter
def number(value: Any) -> str:
    """A number with its thousands set apart."""
    reader = current()
    return "" if value is None else in_digits(format_number(value, reader.language), reader)


@register.filter
def day(value: date | datetime | None, style: Style = "long") -> str:
    """A date: «۱۲ مرداد ۱۴۰۴»; `|day:"short"` and `|day:"weekday"` too. A moment gives its local day."""
    if not value:
        return ""
    reader = current()
    if isinstance(value, datetime):
        value = value.astimezone(_zone()).date()
    return in_digits(format_date(value, reader.calendar, reader.language, style), reader)


@register.filter
def moment(value: datetime | None, style: Style = "long") -> str:
    """A date with its time of day: «۱۲ مرداد ۱۴۰۴، ساعت ۱۴:۳۰»."""
    if not value:
        return ""
    reader = current()
    return in_digits(format_datetime(value, reader.calendar, reader.language, style, tz=_zone()), reader)


@register.filter
def until(value: datetime | None) -> str:
    """By when: «تا شنبه ۱۴ آذر ۱۴۰۵، ساعت ۱۷:۰۰»; days run out at their end: «تا پایان شنبه ۱۴ آذر ۱۴۰۵»."""
    if not value:
        return ""
    local = value.astimezone(_zone())
    if (local.hour, local.minute) == (23, 59):
        return _("by the end of %(day)s") % {"day": day(local.date(), "weekday")}
    return _("by %(moment)s") % {"moment": moment(value, "weekday")}


@register.filter
def ago(value: datetime | None) -> str:
    """A moment as seen from now: «۲ ساعت پیش», «فردا ساعت ۱۰»; a week away, its date."""
    if not value:
        return ""
    reader = current()
    text = format_relative(value, clock.now(), reader.language, calendar=reader.calendar, tz=_zone())
    return in_digits(text, reader)


@register.filter
def due_step(case: Case, now: datetime) -> str:
    """How much of its time the case's next promise has used: `early`, `half`, `risk`, `late`."""
    return step_of(case, now)


@register.filter
def iso(value: date | datetime | None) -> str:
    """For `datetime` attributes."""
    return value.isoformat() if value else ""


@register.filter
def toman(value: int | None, currency: str = "IRR") -> str:
    """An amount of the currency's smallest unit as people say it: «۲۴٬۰۰۰ تومان»."""
    reader = current()
    if value is not None and masks.hides("fields.money"):
        return masks.DOT * 3
    return (
        "" if value is None else in_digits(format_money(Money(int(value), currency), reader.language), reader)
    )


@register.filter
def code(value: str | None) -> SafeString | str:
    """A tracking code in groups of four, left to right wherever it stands."""
    if not value:
        return ""
    return format_html('<bdi class="code" dir="ltr">{}</bdi>', in_digits(show_code(value), current()))


@register.filter
def phone(value: str | None) -> SafeString | str:
    """A number as people of its country write it, left to right: «۰۹۱۲ ۱۲۳ ۴۵۶۷»."""
    if not value:
        return ""
    shown = value = masks.mobile(value)
    if value.startswith("+98") and len(value) == 13:
        shown = f"0{value[3:6]} {value[6:9]} {value[9:]}"
    return format_html('<bdi dir="ltr">{}</bdi>', in_digits(shown, current()))


@register.filter
def dial(value: str | None) -> SafeString | str:
    """A number to tap; only the text of it for who may not see it whole."""
    if not value or masks.hides("fields.contact"):
        return phone(value)
    return format_html('<a href="tel:{}">{}</a>', value, phone(value))


@register.filter
def reached(value: str | None) -> SafeString | str:
    """A number or e-mail address, as far as the reader may see it."""
    if not value or "@" not in value:
        return phone(value)
    return format_html('<bdi dir="ltr">{}</bdi>', masks.email(value))


@register.filter
def place(value: str | None) -> str:
    """A street and number, as far as the reader may see it."""
    return masks.place(value or "")


@register.filter
def called(customer: Any) -> SafeString | str:
    """What staff call a customer: the name, or the number of who gave none."""
    return customer.name or phone(customer.mobile)


@register.filter
def ending(value: str | None) -> SafeString | str:
    """The last four digits of a number, for whoever need not read all of it."""
    return (
        format_html('<bdi dir="ltr">{}</bdi>', in_digits(masks.mobile(value or "")[-4:], current()))
        if value
        else ""
    )


@register.filter
def say(value: Any) -> str:
    """A text kept as `{fa, en}` in the reader's language (or the one there is) and digits."""
    if isinstance(value, Mapping):
        reader = current()
        value = value.get(reader.language) or value.get("fa") or value.get("en") or ""
        return in_digits(str(value), reader)
    return "" if value is None else str(value)


@register.filter
def name_of(row: Any) -> str:
    """The name of a row that has `name_fa` and `name_en`, in the reader's language."""
    if row is None:
        return ""
    english = str(getattr(row, "name_en", "") or "")
    if current().language == "en" and english:
        return english
    return str(getattr(row, "name_fa", "") or row)


@register.filter
def known_as(name: str, actor: Actor) -> str:
    """What `actor` reads where somebody of their organisation was recorded by `name`."""
    return names.called(name, actor)


@register.filter
def browser(user_agent: str | None) -> str:
    """A browser and its system by name: «Chrome, Android»; empty for what is neither."""
    names = (("Edg/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"),
             ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
    systems = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
               ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip
    text = user_agent or ""
    found = [next((name for mark, name in table if mark in text), "") for table in (names, systems)]
    return ", ".join(name for name in found if name) or text[:60]


@register.filter
def get(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """`mapping[key]` where the key is a variable; empty when there is none."""
    return (mapping or {}).get(key, "")


@register.simple_tag
def icon(name: str, also: str = "") -> SafeString:
    """As the component of the same name, for rows of long lists: a component costs as much as the rest of a row."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        also,
        _sprite(),
        name,
    )


@register.simple_tag
def once() -> SafeString:
    """The hidden key that makes a form do its work once; see `sepas.web.once`."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_key())


@register.simple_tag
def date_menus(value: Any, ahead: Any = 0) -> list[dict[str, Any]]:
    """The three menus of the `date` component, in the reader's calendar, with `ahead` years to come."""
    today = clock.now().astimezone(_zone()).date()
    return date_parts(value, current(), today, ahead=int(ahead or 0))


@register.simple_tag(takes_context=True)
def address(context: template.Context, **changes: Any) -> str:
    """The present address with some parameters changed; None or empty takes a parameter away."""
    request = context["request"]
    query: QueryDict = request.GET.copy()
    for key, value in changes.items():
        if value in (None, ""):
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path


@cache
def _sprite() -> str:
    return static("shared/icons.svg")


def _zone() -> Any:
    return current().zone
