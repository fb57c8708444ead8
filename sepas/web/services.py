"""Services that are offered, as pages show them: price, duration and place in the reader's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sepas.assets.lifecycle import UnitState
from sepas.assets.models import ProductModel, Unit
from sepas.cases.kinds import kind_of_service
from sepas.kernel.errors import Invalid
from sepas.offers.lifecycle import DurationUnit, Pricing, ServiceKind, Way
from sepas.offers.models import ServiceOffer
from sepas.offers.queries import named, standing
from sepas.offers.terms import promised
from sepas.parties.models import Organisation
from sepas.warranty.days import local_day
from sepas.web.templatetags.reader import number, say, toman

ICONS = {
    ServiceKind.INSTALLATION: "wrench",
    ServiceKind.ACTIVATION: "bolt",
    ServiceKind.MAINTENANCE: "refresh",
    ServiceKind.TRAINING: "star",
    ServiceKind.ADVICE: "question",
    ServiceKind.PAID_REPAIR: "gear",
    ServiceKind.PARTS_ORDER: "box",
}


@dataclass(frozen=True, slots=True)
class Service:
    """One service in words. `key` stands for it in forms: its id and the version that was shown."""

    key: str
    kind: str
    """The kind of case that it opens."""
    icon: str
    name: str
    price: str
    way: str | Promise
    duration: str
    prepare: str
    promised_on: date | None
    """The day of whose terms these are; None for terms of now."""
    text: str = ""

    @property
    def query(self) -> str:
        """The part of an address that chooses it on the first page of a request."""
        chosen = QueryDict(mutable=True)
        chosen.update({"kind": self.kind, "offer": self.key})
        return chosen.urlencode()


def services_of(offers: Iterable[ServiceOffer]) -> list[Service]:
    """Offers in words; read `organisation` with them."""
    return [service_of(offer) for offer in offers]


def services_now(
    organisation: Organisation, model: ProductModel | None, product_class: str = "", *, now: datetime
) -> list[Service]:
    """What can be asked for now for a thing of this model or kind. One query."""
    day = local_day(now, organisation)
    return services_of(standing(organisation.pk, model=model, product_class=product_class, day=day))


def services_for(unit: Unit, now: datetime) -> list[Service]:
    """As `services_now`, for a unit that somebody has and uses; none for one that is lost or gone."""
    if unit.state != UnitState.IN_USE or unit.lost_on is not None:
        return []
    return services_now(unit.organisation, unit.model, now=now)


def service_of(offer: ServiceOffer) -> Service:
    terms = promised(offer, currency=offer.organisation.currency)
    return in_words(terms, {"fa": offer.text_fa, "en": offer.text_en or offer.text_fa})


def in_words(terms: Mapping[str, Any], text: Mapping[str, str] | None = None) -> Service:
    """Terms as an offer gives them now or a case keeps them."""
    return Service(
        key=f"{terms['id']}.{terms['version']}",
        kind=str(kind_of_service(terms["kind"])),
        icon=ICONS[ServiceKind(terms["kind"])],
        name=say(terms["name"]),
        price=price_in_words(terms["price"]),
        way=Way(terms["way"]).label,
        duration=duration_in_words(terms["duration"]),
        prepare=say(terms["prepare"]),
        promised_on=date.fromisoformat(terms["promised_on"]) if terms["promised_on"] else None,
        text=say(text) if text else "",
    )


def price_in_words(price: Mapping[str, Any]) -> str:
    """«۱٬۲۰۰٬۰۰۰ تومان», or in words what it costs."""
    kind = Pricing(price["kind"])
    return toman(price["amount"], price["currency"]) if kind == Pricing.FIXED else str(kind.label)


def duration_in_words(duration: Mapping[str, Any] | None) -> str:
    """«حدود ۲ ساعت»; empty where nobody can say."""
    if not duration:
        return ""
    times, unit = int(duration["amount"]), DurationUnit(duration["unit"])
    text = {
        DurationUnit.MINUTE: ngettext("about %(number)s minute", "about %(number)s minutes", times),
        DurationUnit.HOUR: ngettext("about %(number)s hour", "about %(number)s hours", times),
        DurationUnit.DAY: ngettext("about %(number)s working day", "about %(number)s working days", times),
    }[unit]
    return text % {"number": number(times)}


def chosen(organisation_id: int, key: str) -> ServiceOffer | None:
    """The service that a form names; None for none. Raises `Invalid` when it is not as it was shown. One query."""
    if not key:
        return None
    found = _named(key, organisation_id)
    if found is None or key != _key(found):
        raise Invalid({"offer": _("This service has just changed. Look at it again and choose once more.")})
    return found


def looked_at(key: str) -> Service | None:
    """The service that an address names, as it is now; None where it is not offered any more. One query."""
    found = _named(key, None)
    return service_of(found) if found else None


def same_as(key: str, services: Iterable[Service]) -> Service | None:
    """Among services that are shown, the one that was chosen before, whatever its version is by now."""
    pk = key.partition(".")[0]
    return next((each for each in services if pk and each.key.partition(".")[0] == pk), None)


def _key(offer: ServiceOffer) -> str:
    return f"{offer.pk}.{offer.version}"


def _named(key: str, organisation_id: int | None) -> ServiceOffer | None:
    pk = key.partition(".")[0]
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return None
    return named(int(pk), organisation_id=organisation_id)
