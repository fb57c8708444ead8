"""An organisation's own wording of a message: what it may hold, how it is counted, and reading it for sending."""

import string
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sepas.kernel import epoch
from sepas.kernel.errors import type_of_text
from sepas.notices.models import Channel, MessageText
from sepas.notices.templates import TEMPLATES, Rendered, Template, filled

LONGEST = 1000
OF_THE_INSTALL = frozenset({"one_time_code"})
"""Sent in nobody's name: an installation's codes sound alike whichever company they are for."""
NEEDED: Mapping[str, frozenset[str]] = {
    "case_opened": frozenset({"code", "link"}),
    "staff_replied": frozenset({"body", "link"}),
    "case_held": frozenset({"code", "reason"}),
    "case_resolved": frozenset({"code", "until", "link"}),
    "decision_changed": frozenset({"code", "explanation"}),
    "promise_breached": frozenset({"code", "right"}),
    "case_escalated": frozenset({"code", "step", "due"}),
    "appointment_proposed": frozenset({"when", "link"}),
    "appointment_made": frozenset({"when", "link"}),
    "appointment_moved": frozenset({"when", "link"}),
    "appointment_cancelled": frozenset({"when"}),
    "appointment_missed": frozenset({"when", "link"}),
    "appointment_reminder": frozenset({"when"}),
    "guarantee_registered": frozenset({"product", "serial"}),
    "registration_disputed": frozenset({"serial", "why"}),
    "registration_challenged": frozenset({"serial"}),
    "registration_reviewed": frozenset({"serial", "result"}),
}
"""Without these a message would not tell what it is for."""
_GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = set("^{}\\[~]|€")
Wording = tuple[str, str]
"""Subject and body."""


@dataclass(frozen=True, slots=True)
class Size:
    """How an SMS is charged: `parts` messages for `letters` letters, of which one holds `first`, else `each`."""

    letters: int
    parts: int
    first: int
    each: int


@dataclass(frozen=True, slots=True)
class Own:
    """What an organisation made its own: wordings by (template, channel, language), and templates switched off."""

    texts: Mapping[tuple[str, str, str], Wording]
    off: frozenset[str]


def editable() -> list[Template]:
    """The messages that an organisation may word, in the order of a case's life."""
    return [template for name, template in TEMPLATES.items() if name not in OF_THE_INSTALL]


def standard(template: Template, channel: str, language: str) -> Wording:
    """The standard subject and body."""
    body = template.email if channel == Channel.EMAIL and template.email else template.sms
    return (template.subject[language] if channel == Channel.EMAIL else ""), body[language]


def own_texts(organisation_id: int) -> Own:
    """The organisation's own texts; kept until something is arranged anew."""
    return epoch.kept(organisation_id, "message texts", lambda: _read(organisation_id))


def render_own(
    organisation_id: int, name: str, context: Mapping[str, object], *, language: str, channel: str
) -> Rendered | None:
    """The message in the organisation's words; None where it has none, or where they no longer fit."""
    spoken = language if language in TEMPLATES[name].sms else "fa"
    own = own_texts(organisation_id).texts.get((name, channel, spoken))
    if own is None:
        return None
    try:
        return filled(*own, context, spoken)
    except (KeyError, ValueError, IndexError):
        return None


def problem(template: Template, text: str) -> type_of_text | None:
    """What is wrong with a text and where; None when it can be sent."""
    known = sorted(template.sample)
    list_of_known = " ".join(f"{{{name}}}" for name in known)
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            pieces = list(string.Formatter().parse(line))
        except ValueError:
            return format_lazy(
                _(
                    "Line {line}: a brace stands alone. Places are written like this: {known} A brace that is meant "
                    "as one is doubled."
                ),
                line=number,
                known=list_of_known,
            )
        for _text, place, form, conversion in pieces:
            if place is not None and (place not in known or form or conversion):
                return format_lazy(
                    _("Line {line}: there is no {place} in this message. There are: {known}"),
                    line=number,
                    place=f"{{{place}}}",
                    known=list_of_known,
                )
    return None


def missing(template: Template, text: str) -> list[str]:
    """Places that the message needs and the text lacks."""
    there = {place for _text, place, _form, _conversion in string.Formatter().parse(text)}
    return [f"{{{place}}}" for place in sorted(NEEDED.get(template.name, frozenset()) - there)]


def size_of(text: str) -> Size:
    """How many SMS a text is: 160 letters and 153 in a chain, with one letter beyond GSM 03.38 (any Persian one)
    70 and 67 (3GPP TS 23.038, 23.040).
    """
    if set(text) <= _GSM | _GSM_TWICE:
        letters, first, each = len(text) + sum(letter in _GSM_TWICE for letter in text), 160, 153
    else:
        letters, first, each = len(text.encode("utf-16-le")) // 2, 70, 67
    parts = 1 if letters <= first else -(-letters // each)
    return Size(letters, parts if letters else 0, first, each)


def _read(organisation_id: int) -> Own:
    rows = MessageText.objects.unscoped("what is sent is worded by the organisation that sends it")
    texts, off = {}, set()
    for row in rows.filter(organisation_id=organisation_id):
        if not row.channel:
            if not row.on:
                off.add(row.template)
        elif row.body:
            texts[row.template, row.channel, row.language] = (row.subject, row.body)
    return Own(texts, frozenset(off))
