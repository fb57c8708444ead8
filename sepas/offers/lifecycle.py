"""Kinds of service, how they are done and paid, and the life of an offer, as a table."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sepas.kernel.lifecycle import Lifecycle


class ServiceKind(TextChoices):
    """What is done. Each is a kind of case too, which asking for it opens; see `cases.kinds`."""

    INSTALLATION = "installation", _("Installation")
    ACTIVATION = "activation", pgettext_lazy("kind of service", "Activation")
    MAINTENANCE = "maintenance", _("Periodic service")
    TRAINING = "training", _("Training for the user")
    ADVICE = "advice", _("Advice visit")
    PAID_REPAIR = "paid_repair", _("Repair outside the guarantee")
    PARTS_ORDER = "parts_order", _("Supply of a part")


class Way(TextChoices):
    """Where it is done."""

    AT_HOME = "at_home", _("on site")
    AT_BRANCH = "at_branch", _("at the branch")
    REMOTE = "remote", _("from afar, by phone or video")


class Pricing(TextChoices):
    FREE = "free", _("free of charge")
    FIXED = "fixed", _("fixed price")
    ESTIMATE = "estimate", _("price after an estimate")


class DurationUnit(TextChoices):
    MINUTE = "minute", _("minutes")
    HOUR = "hour", _("hours")
    DAY = "day", _("working days")


class OfferState(TextChoices):
    DRAFT = "draft", pgettext_lazy("state of an offer", "draft")
    OFFERED = "offered", pgettext_lazy("state of an offer", "offered")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an offer", "withdrawn")


OFFER = Lifecycle(
    initial=OfferState.DRAFT,
    moves={
        "edit": {OfferState.DRAFT: OfferState.DRAFT, OfferState.OFFERED: OfferState.OFFERED},
        "offer": {OfferState.DRAFT: OfferState.OFFERED, OfferState.WITHDRAWN: OfferState.OFFERED},
        "withdraw": {OfferState.OFFERED: OfferState.WITHDRAWN},
    },
)
