"""Several verbs for one case in one go, as one person or the whole organisation keeps them."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sepas.cases.lifecycle import HoldReason
from sepas.kernel.actor import Actor, Kind
from sepas.kernel.tenancy import ScopedQuerySet
from sepas.parties.models import Organisation, Staff


class Then(models.TextChoices):
    """What becomes of the case after words were said."""

    NOTHING = "", _("stays as it is")
    TRIAGE = "triage", _("is looked at")
    HOLD = "hold", _("waits, for the reason below")
    RESUME = "resume", _("goes on")
    CLOSE = "close", _("is closed")


class Aside(models.TextChoices):
    """Until when it is put aside for whoever runs the macro."""

    NOT = "", _("stays in the list")
    HOURS = "3h", _("for three hours")
    TOMORROW = "tomorrow", _("until tomorrow morning")
    DAYS = "3d", _("for three days")
    WEEK = "week", _("for a week")
    CUSTOMER = "customer", _("until the customer writes")


class Part(models.TextChoices):
    """What a macro can do, each at most once, in its usual order."""

    TAKE = "take", _("Take the case")
    ANSWER = "answer", _("Answer the customer")
    NOTE = "note", _("Note for staff")
    THEN = "then", _("Then the case")
    ASIDE = "aside", _("Put it aside for whoever runs it")


class MacroQuerySet(ScopedQuerySet["Macro"]):
    """The organisation's own, and one's personal ones; never a colleague's. Programs see the organisation's own, and
    personal ones with `personal.edit`.
    """

    def _visible(self, actor: Actor) -> Q:
        if actor.organisation_id is not None and actor.kind == Kind.TOKEN:
            own = Q(organisation_id=actor.organisation_id)
            return own if actor.may("personal.edit") else own & Q(owner=None)
        if actor.organisation_id is None or not actor.is_staff:
            return Q(pk__in=[])
        return Q(organisation_id=actor.organisation_id) & (Q(owner=None) | Q(owner_id=actor.id))


class Macro(models.Model):
    """Done in the order of `parts`: taking the case, an answer, a note, what becomes of it, putting it aside. Each only
    if it is asked for. Answers have variables in braces, as ready texts have.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=60)
    take = models.BooleanField(default=False)
    body_fa = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    note = models.TextField(blank=True)
    then = models.CharField(max_length=10, blank=True, choices=Then)
    reason = models.CharField(max_length=30, blank=True, choices=HoldReason)
    aside = models.CharField(max_length=10, blank=True, choices=Aside)
    order = models.JSONField(default=list, blank=True)
    """Names of `Part` in the order that its owner chose; empty for the usual one."""
    used = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0)

    objects = MacroQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["organisation", "title"], name="macro_by_org")]

    def __str__(self) -> str:
        return self.title

    @property
    def parts(self) -> list[str]:
        """Every `Part` in the order in which it is done."""
        return in_order(self.order)


def in_order(names: Iterable[str]) -> list[str]:
    """Every `Part`: those of `names` in that order, then the others in the usual one."""
    chosen = [name for name in dict.fromkeys(names) if name in Part.values]
    return [*chosen, *(name for name in Part.values if name not in chosen)]
