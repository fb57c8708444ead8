"""The life of a registration, as a table."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from sepas.kernel.lifecycle import Lifecycle


class RegistrationState(TextChoices):
    ACTIVE = "active", _("active")
    DISPUTED = "disputed", _("under review")
    REJECTED = "rejected", _("rejected")
    ENDED = "ended", _("ended")


REGISTRATION = Lifecycle(
    initial=RegistrationState.ACTIVE,
    moves={
        "accept": {RegistrationState.DISPUTED: RegistrationState.ACTIVE},
        "reject": {RegistrationState.DISPUTED: RegistrationState.REJECTED},
        "end": {
            RegistrationState.ACTIVE: RegistrationState.ENDED,
            RegistrationState.DISPUTED: RegistrationState.ENDED,
        },
    },
)


class InvoiceState(TextChoices):
    PENDING = "pending", _("being looked at")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")


INVOICE = Lifecycle(
    initial=InvoiceState.PENDING,
    moves={
        "accept": {InvoiceState.PENDING: InvoiceState.ACCEPTED},
        "reject": {InvoiceState.PENDING: InvoiceState.REJECTED},
    },
)


class HandoverState(TextChoices):
    OFFERED = "offered", _("waiting for the new owner")
    ACCEPTED = "accepted", _("taken over")
    DECLINED = "declined", _("declined")
    CANCELLED = "cancelled", _("withdrawn")
    EXPIRED = "expired", _("expired")


HANDOVER = Lifecycle(
    initial=HandoverState.OFFERED,
    moves={
        "accept": {HandoverState.OFFERED: HandoverState.ACCEPTED},
        "decline": {HandoverState.OFFERED: HandoverState.DECLINED},
        "cancel": {HandoverState.OFFERED: HandoverState.CANCELLED},
        "expire": {HandoverState.OFFERED: HandoverState.EXPIRED},
    },
)


class Evidence(TextChoices):
    """By what somebody named the unit that they registered."""

    SERIAL = "serial", _("serial number")
    CARD = "card", _("code of the guarantee card")
    INVOICE = "invoice", _("invoice")
    HANDOVER = "handover", _("handed over by the former owner")
