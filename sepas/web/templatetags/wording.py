"""Small things in the reader's own words: how large a file is."""

from django import template
from django.utils.translation import gettext as _

from sepas.web.preferences import current
from sepas.web.templatetags.reader import in_digits

register = template.Library()


@register.filter
def size(octets: int) -> str:
    """How large a file is: «۳۰٫۵ کیلوبایت»."""
    reader = current()
    if octets < 1024:
        return f"{in_digits(str(octets), reader)}\u00a0{_('bytes')}"
    number, unit = octets / 1024, _("KB")
    if number >= 1024:
        number, unit = number / 1024, _("MB")
    shown = f"{number:.1f}".removesuffix(".0")
    if reader.language == "fa" and reader.digits == "persian":
        shown = shown.replace(".", "٫")
    return f"{in_digits(shown, reader)}\u00a0{unit}"
