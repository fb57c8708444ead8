"""Where a rule is written, and how well that was checked, in the reader's language."""

import re
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

_WORDS = tuple(
    (re.compile(pattern), word)
    for pattern, word in (
        (r"\bnote (?=\d)", pgettext_lazy("article", "note ")),
        (r"\bnote\b(?! )", pgettext_lazy("article", "note")),
        (r"\bolder numbering\b", pgettext_lazy("article", "older numbering")),
        (r"\boriginal\b", pgettext_lazy("article", "original")),
        (r"\bcustomer rights, (?=\d)", pgettext_lazy("article", "customer rights, ")),
        (r"\bservice (?=\d)", pgettext_lazy("article", "service ")),
        (r"\bMoin Motors\b", pgettext_lazy("article", "Moin Motors")),
        (r"\b; Saipa Yadak\b", pgettext_lazy("article", "; Saipa Yadak")),
        (r"\bannex\b", pgettext_lazy("article", "annex")),
        (r"(?<=\d)-(?=\d)", pgettext_lazy("article and its part", "-")),
        (r"(?<=\d)-c\b", pgettext_lazy("article and its part", "-c")),
        (r"(?<=\d)-d\b", pgettext_lazy("article and its part", "-d")),
        (r", (?=\d+(?:,|$))", pgettext_lazy("article and article", ", ")),
        (r"(?<![A-Za-z]), ", pgettext_lazy("article", ", ")),
    )
)
"""Words by which packs name the place in a text, which they write in English; names in brackets stay as they are."""

_SITES = {
    "itdomains": "itdomains.ir",
    "techteam": "techteamfan.com",
    "nikoutell": "nikoutell.com",
    "roozbeh": "roozbehelectronic.com",
    "iliasteel": "iliasteel.ir",
    "ddc": "ddcpersia.com",
    "oryx": "oryx.ir",
    "dorsa": "dorsa-group",
}
"""Where the published conditions stand that packs name in short: a pack that decisions rest on is not written anew."""
_SITE = re.compile(rf"\b({'|'.join(_SITES)})\b")


@register.filter
def article_of(value: Any) -> str:
    """What follows the name of an instrument: «، مادهٔ ۱۲، تبصرهٔ ۱»; a place that is no article in brackets."""
    found = str(value or "")
    if not found:
        return ""
    for pattern, word in _WORDS:
        found = pattern.sub(str(word), found)
    found = _SITE.sub(lambda name: _SITES[name[0]], found)
    shown = in_digits(found, current())
    return f"{pgettext('citation', ', article')} {shown}" if found[0].isdigit() else f" ({shown})"


@register.simple_tag
def citation(cite: Mapping[str, Any], status: str) -> SafeString:
    """As the component of the same name: instrument and article, and how well the text was checked."""
    article = article_of(cite.get("article"))
    kind, words = CHECKED.get(status, ("", ""))
    chip = format_html(' <span class="chip {}">{}</span>', kind, words) if words else ""
    return format_html('<span class="citation">{}{}{}</span>', say(cite.get("instrument")), article, chip)
