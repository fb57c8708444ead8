"""What a customer wants to hear of, and by which way."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sepas.kernel.activity.record import record
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.errors import Invalid
from sepas.kernel.policy import ALLOWED, Answer, Denied, require
from sepas.notices.events import NoticesChosen
from sepas.notices.models import News, NoticeChoice
from sepas.parties import policies as parties
from sepas.parties.models import Customer


def may_choose(actor: Actor, customer: Customer) -> Answer:
    """The person by their number or the link of a case of theirs; staff who edit customers."""
    if actor.kind == Kind.LINK and actor.id == customer.pk:
        return ALLOWED
    if actor.kind == Kind.VIEWER:
        return Denied("view_only", _("This link is for looking on. Only the customer can do this."))
    return parties.may_edit_customer(actor, customer)


def choice_of(customer: Customer) -> NoticeChoice:
    """What the customer chose; for whoever chose nothing, everything by SMS."""
    found = NoticeChoice.objects.unscoped("what is sent to somebody follows their own choice")
    return found.filter(customer=customer).first() or NoticeChoice(customer=customer)


def choose_notices(
    actor: Actor, *, customer: Customer, sms: bool, email: bool, news: str, now: datetime
) -> NoticeChoice:
    """Keep which ways and which news the customer wants. The same again changes nothing.

    Raises `Invalid` when no way is left, for e-mail without an address, or unknown news.
    """
    require(may_choose(actor, customer))
    if news not in News.values:
        raise Invalid({"news": _("Choose one of the list.")}, data={"allowed": News.values})
    if not sms and not email:
        raise Invalid({"ways": _("Leave at least one way open; some messages must reach you by law.")})
    if email and not customer.email:
        raise Invalid({"ways": _("For messages by e-mail we need your address. Write it first.")})
    wanted = {"sms": sms, "email": email, "news": news}
    with transaction.atomic():
        before = choice_of(customer)
        if before.pk and all(getattr(before, name) == value for name, value in wanted.items()):
            return before
        choice, _new = NoticeChoice.objects.unscoped("the policy was asked").update_or_create(
            customer=customer, defaults=wanted | {"chosen_at": now}
        )
        record(
            NoticesChosen(sms, email, news),
            actor=actor,
            organisation_id=customer.organisation_id,
            subject_id=customer.pk,
            at=now,
        )
    return choice
