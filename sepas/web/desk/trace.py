"""The provisions that a decision looked at, as HTML, written by a function: each case has some thirty on its page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sepas.web.templatetags.citing import citation
from sepas.web.templatetags.reader import icon, say


def entries(found: Iterable[Mapping[str, Any]], mark: str, tone: str) -> SafeString:
    """Entries of `decision.Shown` (held, open or not held) as items of a list, with the icon `mark` in the colour of
    `tone`.
    """
    because, depends = escape(_("because:")), escape(_("depends on:"))
    between, comma = escape(pgettext("list", "; ")), escape(pgettext("list", ", "))
    burdens = {
        "presumed": f' <span class="chip chip-warn">{escape(_("presumed until disproved"))}</span>',
        "not_proven": f' <span class="chip">{escape(_("not proven"))}</span>',
    }
    begin = f'<li><p><span class="tone-{tone}">{icon(mark)}</span> <strong>'
    written = []
    for entry in found:
        known = between.join(f"{_said(title)}: {escape(value)}" for title, value in entry["known"])
        missing = comma.join(_said(title) for title in entry["missing_titles"])
        written.append(
            f'{begin}{_said(entry["title"])}</strong> <span class="soft small">({escape(entry["level_name"])})</span>'
            f"{burdens.get(entry['by_burden'], '')}</p>"
            f'<p class="small">{_said(entry["text"])}</p>'
            f"<p>{citation(entry['cite'], entry['status'])}</p>"
            + (f'<p class="small soft">{because} {known}</p>' if known else "")
            + (f'<p class="small soft">{depends} {missing}</p>' if missing else "")
            + (f'<p class="provision-note">{_said(entry["note"])}</p>' if entry["note"] else "")
            + "</li>"
        )
    return SafeString("\n".join(written))


def _said(text: Any) -> str:
    return escape(say(text))
