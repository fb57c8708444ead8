"""A message as it would be sent, with sample values, for previews."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sepas.notices.templates import Rendered, Template, filled
from sepas.notices.wording import Own, own_texts, problem, size_of, standard
from sepas.parties.models import Organisation

WAYS = [
    ("sms-fa", _("SMS in Persian")),
    ("sms-en", _("SMS in English")),
    ("email-fa", _("E-mail in Persian")),
    ("email-en", _("E-mail in English")),
]
"""Channel and language of a text, as one choice."""


def words_of(organisation: Organisation, template: Template, channel: str, language: str) -> tuple[str, str]:
    """Subject and body as they are sent now."""
    own = own_texts(organisation.pk).texts.get((template.name, channel, language))
    return own or standard(template, channel, language)


def sample_of(
    organisation: Organisation, template: Template, channel: str, language: str, own: Own | None = None
) -> Rendered:
    """The message as it is sent now."""
    texts = (own or own_texts(organisation.pk)).texts
    found = texts.get((template.name, channel, language)) or standard(template, channel, language)
    return filled(*found, values(organisation, template), language)


def preview(
    organisation: Organisation, template: Template, subject: str, body: str, language: str
) -> dict[str, Any]:
    """What a text would look like, how many SMS it is, or what is wrong with it."""
    told = problem(template, body) or problem(template, subject)
    if told:
        return {"problem": told}
    shown = filled(subject, body, values(organisation, template), language)
    return {"shown": shown, "size": size_of(shown.body)}


def values(organisation: Organisation, template: Template) -> dict[str, Any]:
    """Sample values, with the company's own name."""
    name = {"fa": organisation.name_fa, "en": organisation.name_en or organisation.name_fa}
    return dict(template.sample) | ({"company": name} if "company" in template.sample else {})
