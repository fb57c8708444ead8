"""Wording messages: an organisation's own text written, set back to the standard, a message switched on or off."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Conflict, Invalid, NotFound, Stale, type_of_text
from sepas.kernel.policy import require
from sepas.kernel.swap import swap
from sepas.kernel.text import normalise
from sepas.notices import policies
from sepas.notices.events import MessageSwitched, MessageTextReset, MessageTextWritten
from sepas.notices.models import Channel, MessageText
from sepas.notices.templates import TEMPLATES, Template
from sepas.notices.wording import LONGEST, OF_THE_INSTALL, missing, problem, standard
from sepas.parties.models import Organisation

WHY = "the policy was asked"
LANGUAGES = ("fa", "en")


def write_text(
    actor: Actor,
    *,
    organisation: Organisation,
    template: str,
    channel: str,
    language: str,
    body: str,
    subject: str = "",
    now: datetime,
) -> MessageText:
    """From now on this message is sent in these words; what waits already keeps its own.

    Raises `Invalid` for an unknown place (with its line and those that exist), one that is needed and missing, or
    a text that is empty or too long.
    """
    require(policies.may_word(actor, organisation.pk))
    found = _template(template)
    channel, language = _way(channel, language)
    subject, body = " ".join(normalise(subject).split()), normalise(body.replace("\r\n", "\n"))
    _check(found, channel, subject, body)
    row = _row(organisation, template, channel, language)
    before = (row.subject, row.body) if row and row.body else standard(found, channel, language)
    if before == (subject, body):
        return row or MessageText(organisation=organisation, template=template)
    told = MessageTextWritten(template, channel, language, _said(before), _said((subject, body)))
    return _keep(
        actor, organisation, row, told, now, template=template, channel=channel, language=language,
        subject=subject, body=body,
    )  # fmt: skip


def reset_text(
    actor: Actor, *, organisation: Organisation, template: str, channel: str, language: str, now: datetime
) -> None:
    """Send the standard words again; nothing happens where they are sent already."""
    require(policies.may_word(actor, organisation.pk))
    found = _template(template)
    channel, language = _way(channel, language)
    row = _row(organisation, template, channel, language)
    if row is None or not row.body:
        return
    before, after = _said((row.subject, row.body)), _said(standard(found, channel, language))
    _keep(
        actor,
        organisation,
        row,
        MessageTextReset(template, channel, language, before, after),
        now,
        subject="",
        body="",
    )


def switch_message(
    actor: Actor, *, organisation: Organisation, template: str, on: bool, now: datetime
) -> None:
    """Send a message to customers or not. Raises `Conflict` for one that must reach people by law."""
    require(policies.may_word(actor, organisation.pk))
    found = _template(template)
    if found.must and not on:
        raise Conflict(
            _("This message must reach people by law or to keep them safe. It cannot be switched off."),
            code="must_be_told",
        )
    row = _row(organisation, template, "", "")
    if (row.on if row else True) == on:
        return
    _keep(
        actor,
        organisation,
        row,
        MessageSwitched(template, on),
        now,
        template=template,
        channel="",
        language="",
        on=on,
    )


def _template(name: str) -> Template:
    if name not in TEMPLATES or name in OF_THE_INSTALL:
        raise NotFound()
    return TEMPLATES[name]


def _way(channel: str, language: str) -> tuple[str, str]:
    if channel not in Channel.values or language not in LANGUAGES:
        raise Invalid({"channel": _("Choose one of the list.")})
    return channel, language


def _check(template: Template, channel: str, subject: str, body: str) -> None:
    wrong: dict[str, type_of_text] = {}
    parts = {"body": body, "subject": subject} if channel == Channel.EMAIL else {"body": body}
    for name, text in parts.items():
        if not text:
            wrong[name] = _("This cannot be left empty.")
        elif len(text) > (LONGEST if name == "body" else 150):
            wrong[name] = _("This is too long.")
        elif told := problem(template, text):
            wrong[name] = told
    if "body" not in wrong and (lacks := missing(template, body)):
        wrong["body"] = format_lazy(
            _("Without this the message would not tell what it is for: {places}"), places=" ".join(lacks)
        )
    if wrong:
        raise Invalid(wrong)


def _row(organisation: Organisation, template: str, channel: str, language: str) -> MessageText | None:
    rows = MessageText.objects.unscoped(WHY)
    return rows.filter(
        organisation=organisation, template=template, channel=channel, language=language
    ).first()


def _keep(
    actor: Actor, organisation: Organisation, row: MessageText | None, told: Any, now: datetime, **values: Any
) -> MessageText:
    try:
        with transaction.atomic():
            if row is None:
                row = MessageText.objects.create(organisation=organisation, changed_at=now, **values)
            else:
                swap(row, changed_at=now, **values)
            record(told, actor=actor, organisation_id=organisation.pk, subject_id=row.pk, at=now)
    except IntegrityError:
        raise Stale() from None
    return row


def _said(words: tuple[str, str]) -> dict[str, str]:
    subject, body = words
    return {"subject": subject, "text": body} if subject else {"text": body}
