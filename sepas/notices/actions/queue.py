"""Putting a message in the queue, once for each cause."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from sepas.notices.choices import choice_of
from sepas.notices.models import Channel, Message, News
from sepas.notices.quiet import after_quiet
from sepas.notices.templates import TEMPLATES, render
from sepas.notices.wording import own_texts, render_own
from sepas.parties.models import Customer, Organisation


def queue_message(
    *,
    organisation: Organisation | None,
    channel: str,
    recipient: str,
    template: str,
    context: Mapping[str, Any],
    language: str,
    key: str,
    case_code: str = "",
    now: datetime,
) -> Message:
    """Write the message down to be sent; the one that was written before under the same `key`, if there is
    one.

    What is not urgent waits for the end of the organisation's quiet hours. Call it in the transaction of what is
    told, so that neither is without the other; a gateway is asked by `deliver_due` alone.
    """
    earlier = _earlier(key)
    if earlier is not None:
        return earlier
    rendered = None
    if organisation is not None:
        rendered = render_own(organisation.pk, template, context, language=language, channel=channel)
    rendered = rendered or render(template, context, language=language, channel=channel)
    quiet = ("Asia/Tehran",) if organisation is None else _quiet(organisation)
    try:
        with transaction.atomic():
            return Message.objects.create(
                organisation=organisation,
                channel=channel,
                recipient=recipient,
                language=language,
                template=template,
                subject=rendered.subject[:200],
                body=rendered.body,
                key=key,
                case_code=case_code,
                available_at=now if TEMPLATES[template].urgent else after_quiet(now, *quiet),
                created_at=now,
            )
    except IntegrityError:
        earlier = _earlier(key)
        if earlier is None:
            raise
        return earlier


def tell_customer(
    *,
    organisation: Organisation,
    customer: Customer,
    template: str,
    context: Mapping[str, Any],
    key: str,
    case_code: str = "",
    now: datetime,
) -> Message | None:
    """Queue a message by the way that the customer chose: SMS, else e-mail.

    The organisation's own words are sent where it has some. None when there is no way, for a message that the
    organisation does not send, and for news of a step that the customer does not want to hear of. What must be told
    (`Template.must`) goes out whatever was chosen.
    """
    choice = choice_of(customer)
    if choice.news == News.NEEDED and not (TEMPLATES[template].must or TEMPLATES[template].needs_me):
        return None
    ways = [(Channel.SMS, customer.mobile, choice.sms), (Channel.EMAIL, customer.email, choice.email)]
    ways = [way for way in ways if way[1] and not customer.erased_at]
    if not ways or (not TEMPLATES[template].must and template in own_texts(organisation.pk).off):
        return None
    channel, recipient, _wanted = next((way for way in ways if way[2]), ways[0])
    return queue_message(
        organisation=organisation,
        channel=channel,
        recipient=recipient,
        template=template,
        context=context,
        language=customer.language,
        key=key,
        case_code=case_code,
        now=now,
    )


def _quiet(organisation: Organisation) -> tuple[str, str, str]:
    return organisation.time_zone, organisation.quiet_from, organisation.quiet_until


def _earlier(key: str) -> Message | None:
    return Message.objects.unscoped("one message for one cause, whoever asks").filter(key=key).first()
