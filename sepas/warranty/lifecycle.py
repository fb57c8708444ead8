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
