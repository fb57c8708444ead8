"""How far a new organisation has come: told from what is there, so that it can be left and gone on with."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from sepas.assets.models import ProductModel
from sepas.cases.models import Case
from sepas.kernel.actor import Actor
from sepas.kernel.compiled import Compiled
from sepas.parties.models import Branch, Organisation, Staff
from sepas.service_levels.models import ServicePromise
from sepas.warranty.models import Guarantee

STEPS = ("identity", "branch", "colleague", "model", "guarantee", "promises", "sender", "case")
"""In the order in which each is easiest after the one before it."""
OPTIONAL = frozenset({"sender"})
"""What a company can work without: its messages stay on the page of messages until somebody connects a sender."""


@dataclass(frozen=True, slots=True)
class SettingUp:
    """Which of `STEPS` are done."""

    done: frozenset[str]

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def missing(self) -> list[str]:
        """The steps still to do that a company cannot work without, in their order."""
        return [step for step in STEPS if step not in self.done and step not in OPTIONAL]

    @property
    def next(self) -> str:
        """The first step still to do that is not optional; empty when there is none."""
        return next(iter(self.missing), "")


def setting_up(actor: Actor) -> SettingUp:
    """What the actor's organisation has, in one query."""
    found = _found.first(given=actor)
    if found is None:
        return SettingUp(frozenset())
    done = {step for step in STEPS if getattr(found, step, False) is True}
    if found.phone:
        done.add("identity")
    if settings.SEPAS_SMS_URL and not settings.SEPAS_NOTICES_OUTBOX:
        done.add("sender")
    return SettingUp(frozenset(done))


def _what_is_there(actor: Actor) -> QuerySet[Organisation]:
    rows = Organisation.objects.visible_to(actor)
    return rows.annotate(
        branch=_any(Branch, active=True, exclude=Q(hours={})),
        colleague=_any(Staff, active=True, exclude=Q(pk=actor.id)),
        model=_any(ProductModel),
        guarantee=_any(Guarantee),
        promises=_any(ServicePromise),
        case=_any(Case),
    ).order_by("pk")[:1]


_found = Compiled(_what_is_there)


def _any(model: type[Model], *, exclude: Q | None = None, **terms: object) -> Exists:
    rows: QuerySet[Model] = model._base_manager.filter(organisation=OuterRef("pk"), **terms)
    return Exists(rows.exclude(exclude) if exclude is not None else rows)
