"""The gateways that the settings ask for."""

from django.conf import settings

from sepas.adapters.outbox import VisibleOutbox
from sepas.adapters.sms_http import HttpSmsGateway
from sepas.adapters.smtp import SmtpGateway
from sepas.notices.ports import EmailGateway, Gateways, SmsGateway


def configured() -> Gateways:
    """Everything to the visible outbox (`SEPAS_NOTICES_OUTBOX`), else SMS by HTTP and e-mail by SMTP.

    A channel without a gateway keeps its messages in the outbox rather than losing them.
    """
    kept = VisibleOutbox()
    sms: SmsGateway = kept
    email: EmailGateway = kept
    if not settings.SEPAS_NOTICES_OUTBOX:
        if settings.SEPAS_SMS_URL:
            sms = HttpSmsGateway(
                url=settings.SEPAS_SMS_URL,
                token=settings.SEPAS_SMS_TOKEN,
                sender=settings.SEPAS_SMS_SENDER,
                fields={"to": "to", "text": "text", "from": "from", "key": ""} | settings.SEPAS_SMS_FIELDS,
                id_field=settings.SEPAS_SMS_ID_FIELD,
                auth_header=settings.SEPAS_SMS_AUTH_HEADER,
                auth_scheme=settings.SEPAS_SMS_AUTH_SCHEME,
            )
        if settings.EMAIL_HOST:
            email = SmtpGateway()
    return Gateways(sms, email)
