"""A small world for cases: the cast, a refrigerator and a car of maryam's, what sard promises, and quick
ways to open a case and move time.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sepas.assets.models import ProductModel, Unit
from sepas.cases.actions.open import open_case
from sepas.cases.models import Case, Promise
from sepas.cases.queries.one import RELATED
from sepas.kernel import epoch
from sepas.kernel.activity.models import Event
from sepas.kernel.actor import Actor
from sepas.kernel.text import compact
from sepas.parties.models import Branch, Customer, Organisation, Staff
from sepas.service_levels.models import ServicePromise
from tests.cast import NOW, Cast

MORNING = NOW
"""A Saturday, 30 Aban 1405, ten o'clock in Tehran."""


@dataclass
class World:
    cast: Cast
    fridge: Unit
    phone: Unit

    @property
    def sard(self) -> Organisation:
        return self.cast.sard

    @property
    def tehran(self) -> Branch:
        return self.cast.tehran

    @property
    def maryam(self) -> Customer:
        return self.cast.maryam

    def actor(self, name: str) -> Actor:
        return self.cast.actor_of(name)

    def staff(self, name: str) -> Staff:
        return getattr(self.cast, name)

    def open(self, actor: str = "maryam", *, now: datetime = NOW, **more: Any) -> Case:
        given: dict[str, Any] = {
            "organisation": self.sard,
            "kind": "guarantee_repair",
            "description": "یخچال سرد نمی‌کند",
            "mobile": self.maryam.mobile,
            "branch": self.tehran,
            "even_if_open": True,
        }
        return open_case(self.actor(actor), **(given | more), now=now)


def make_world(cast: Cast) -> World:
    fridge_model = ProductModel.objects.create(
        organisation=cast.sard,
        code="SF-500",
        name_fa="یخچال فریزر سرد ۵۰۰",
        name_en="Sard 500 fridge",
        brand="Sard",
        product_class="refrigerator",
    )
    phone_model = ProductModel.objects.create(
        organisation=cast.sard, code="P-1", name_fa="گوشی سرد", name_en="Sard phone", product_class="phone"
    )
    return World(cast, _unit(cast, fridge_model, "SRD-500-0001"), _unit(cast, phone_model, "352099001761481"))


def offer(organisation: Organisation, name: str, amount: int, unit: str, **more: Any) -> ServicePromise:
    """What the organisation promises, in place of what it promised before."""
    given = {"kind": "", "pausable_by": []} | more
    found, _new = ServicePromise.objects.unscoped("test").update_or_create(
        organisation=organisation,
        name=name,
        kind=given.pop("kind"),
        defaults={
            "amount": amount,
            "unit": unit,
            "text": {"fa": f"قول {name}", "en": f"promise {name}"},
            **given,
        },
    )
    epoch.turn(organisation.pk)
    return found


def no_offers(organisation: Organisation) -> None:
    """The organisation promises nothing of its own."""
    ServicePromise.objects.unscoped("test").filter(organisation=organisation).delete()
    epoch.turn(organisation.pk)


def at(day: str, clock: str = "06:30") -> datetime:
    """A moment in UTC from an ISO day and a time; Tehran is three and a half hours ahead."""
    return datetime.fromisoformat(f"{day}T{clock}:00").replace(tzinfo=UTC)


def fresh(case: Case) -> Case:
    """The case as it is in the database."""
    return Case.objects.unscoped("test").select_related(*RELATED).get(pk=case.pk)


def facts_of(case: Case) -> list[str]:
    """Names of what was recorded of the case, in order."""
    return list(Event.objects.of("case", case.pk).values_list("name", flat=True))


def last(case: Case, name: str) -> dict[str, Any]:
    """The data of the latest fact of that name."""
    found = Event.objects.of("case", case.pk).filter(name=name).last()
    assert found is not None, f"{name} was not recorded"
    return found.data


def promise_of(case: Case, name: str) -> Promise:
    """The latest promise of that name in the case."""
    found = Promise.objects.unscoped("test").filter(case=case, name=name).order_by("pk").last()
    assert found is not None, f"{name} is not promised"
    return found


def _unit(cast: Cast, model: ProductModel, serial: str) -> Unit:
    return Unit.objects.create(
        organisation=cast.sard,
        model=model,
        serial=serial,
        serial_key=compact(serial),
        owner=cast.maryam,
        sold_by=cast.tehran,
        sold_on=date(2026, 5, 1),
        delivered_on=date(2026, 5, 3),
        activated_on=date(2026, 5, 3),
        import_declared_on=date(2026, 4, 1),
    )
