"""E-mail through Django's mail settings."""

import hashlib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from sepas.notices.ports import Receipt

TIMEOUT = 20
"""Seconds."""


class SmtpGateway:
    """Sends by `EMAIL_BACKEND`. The key becomes the Message-ID, so a second copy is recognised as the same."""

    def send(self, *, recipient: str, subject: str, body: str, key: str) -> Receipt:
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
        name = f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"
        message = EmailMessage(
            subject=subject,
            body=body,
            to=[recipient],
            headers={"Message-ID": name, "Auto-Submitted": "auto-generated"},
            connection=get_connection(timeout=TIMEOUT),
        )
        message.send()
        return Receipt(gateway_id=name)
