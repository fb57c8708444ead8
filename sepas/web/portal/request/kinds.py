"""The kinds of request as a customer looks for them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sepas.cases.lifecycle import Kind

GROUPS: tuple[tuple[str | Promise, tuple[tuple[Kind, str | Promise], ...]], ...] = (
    (
        _("The product"),
        (
            (Kind.GUARANTEE_REPAIR, _("It has a fault; it needs repair")),
            (Kind.INSTALLATION, _("Installation and setting up")),
            (Kind.ACTIVATION, _("Activating it")),
            (Kind.MAINTENANCE, _("Regular maintenance")),
            (Kind.PARTS_ORDER, _("A spare part")),
            (Kind.RETURN, _("Returning it or withdrawing from the purchase")),
            (Kind.REPLACEMENT, _("Another one in its place")),
            (Kind.REFUND, _("My money back")),
            (Kind.PAID_REPAIR, _("Repair at my own cost")),
        ),
    ),
    (
        _("A question"),
        ((Kind.ADVICE, _("Technical advice")), (Kind.TRAINING, _("Learning how to use it"))),
    ),
    (
        _("Something to say"),
        (
            (Kind.COMPLAINT, _("A complaint")),
            (Kind.CRITICISM, _("A criticism")),
            (Kind.SUGGESTION, _("A suggestion")),
        ),
    ),
)
TITLES: dict[str, str | Promise] = {kind.value: title for _group, kinds in GROUPS for kind, title in kinds}
