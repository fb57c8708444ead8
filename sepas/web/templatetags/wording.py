"""Small things in the reader's own words: where in a law something stands, how large a file is."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from sepas.web.preferences import current
from sepas.web.templatetags.reader import in_digits, say

register = template.Library()

CHECKED = {
    "unverified": ("chip-warn", _("not checked yet")),
    "verified_secondary": ("", _("from a secondary source")),
    "verified_text": ("chip-good", _("checked against the text")),
}
"""How well the text of a provision was checked: the colour and the words of its chip."""

_OF_ARTICLES = {
    "(older numbering)": pgettext_lazy("article", "(older numbering)"),
    "(original)": pgettext_lazy("article", "(original)"),
    "note ": pgettext_lazy("article", "note "),
    "note": pgettext_lazy("article", "note"),
    "annex ": pgettext_lazy("article", "annex "),
    ", ": pgettext_lazy("list", ", "),
}
"""What packs write of articles besides their numbers; the longer before the shorter."""


@register.filter
def where(article: str) -> str:
    """Where in an instrument a provision stands, as packs write it (`9, note 2 (older numbering)`), in words of the
    reader's language; what does not begin with a number is a name and stays.
    """
    if article[:1].isdigit():
        for written, said in _OF_ARTICLES.items():
            article = article.replace(written, str(said))
    return in_digits(article, current())


@register.filter
def size(octets: int) -> str:
    """How large a file is: «۳۰٫۵ کیلوبایت»."""
    reader = current()
    number, unit = octets / 1024, _("KB")
    if number >= 1024:
        number, unit = number / 1024, _("MB")
    shown = f"{number:.1f}".removesuffix(".0")
    if reader.language == "fa" and reader.digits == "persian":
        shown = shown.replace(".", "٫")
    return f"{in_digits(shown, reader)}\u00a0{unit}"


@register.simple_tag
def citation(cite: Mapping[str, Any], status: str) -> SafeString:
    """As the component of the same name: instrument and article, and how well the text was checked."""
    article = str(cite.get("article") or "")
    if article[:1].isdigit():
        article = f"{pgettext('citation', ', article')} {where(article)}"
    elif article:
        article = format_html(" (<bdi>{}</bdi>)", article)
    kind, words = CHECKED.get(status, ("", ""))
    chip = format_html(' <span class="chip {}">{}</span>', kind, words) if words else ""
    return format_html('<span class="citation">{}{}{}</span>', say(cite.get("instrument")), article, chip)
