"""Putting a message in the queue, once for each cause."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from sepas.notices.models import Channel, Message
from sepas.notices.quiet import after_quiet
from sepas.notices.templates import TEMPLATES, render
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

    What is not urgent waits for the morning where the organisation is. Call it in the transaction of what is
    told, so that neither is without the other; a gateway is asked by `deliver_due` alone.
    """
    earlier = _earlier(key)
    if earlier is not None:
        return earlier
    rendered = render(template, context, language=language, channel=channel)
    zone = organisation.time_zone if organisation is not None else "Asia/Tehran"
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
                available_at=now if TEMPLATES[template].urgent else after_quiet(now, zone),
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
    """Queue a message by the way that the customer has: SMS, else e-mail; None when there is neither."""
    if customer.mobile:
        channel, recipient = Channel.SMS, customer.mobile
    elif customer.email:
        channel, recipient = Channel.EMAIL, customer.email
    else:
        return None
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


def _earlier(key: str) -> Message | None:
    return Message.objects.unscoped("one message for one cause, whoever asks").filter(key=key).first()
