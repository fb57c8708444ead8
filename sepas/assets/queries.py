"""Reads of product models and units. Each function says how many SQL queries it takes."""

from django.db.models import F, Q, QuerySet

from sepas.assets import serials
from sepas.assets.identifiers import Identifier, read_identifier
from sepas.assets.models import ProductModel, Unit
from sepas.kernel import epoch
from sepas.kernel.activity.models import Event
from sepas.kernel.actor import Actor
from sepas.kernel.compiled import Compiled
from sepas.kernel.errors import Invalid, NotFound
from sepas.kernel.text import by_name, fold


def find_units(serial_text: str, *, organisation_id: int | None = None) -> list[Unit]:
    """Every unit that a typed or scanned code names, in any organisation, for intake by people without an account.

    One query, with model, organisation, owner and seller. Empty when it names none or is no code at all. Show a
    stranger the model and the organisation, never the owner.
    """
    try:
        identifier = read_identifier(serial_text)
    except Invalid:
        return []
    return units_named(identifier, organisation_id=organisation_id)


def units_named(identifier: Identifier, *, organisation_id: int | None = None) -> list[Unit]:
    """As `find_units`, for a code that was read before."""
    if not identifier.key:
        return []
    if not identifier.gtin and organisation_id is not None:
        return _named(identifier.key, organisation_id)
    found = _of_serial(identifier.key)
    if identifier.gtin:
        found = found.filter(Q(model__gtin=identifier.gtin) | Q(model__gtin=""))
    if organisation_id is not None:
        found = _of_organisation(found, organisation_id)
    return list(found[:20])


def _of_serial(serial_key: str) -> QuerySet[Unit]:
    rows = Unit.objects.unscoped("a serial is looked up before anybody is known").filter(
        serial_key=serial_key
    )
    return rows.select_related("model", "organisation", "owner", "sold_by").order_by("pk")


def _of_organisation(units: QuerySet[Unit], organisation_id: int) -> QuerySet[Unit]:
    # Reckoned with, so that SQLite looks the serial up instead of walking all units of the organisation in their order.
    return units.alias(of=F("organisation_id") + 0).filter(of=organisation_id)


def _named_in(serial_key: str, organisation_id: int) -> QuerySet[Unit]:
    return _of_organisation(_of_serial(serial_key), organisation_id)[:20]


_named = Compiled(_named_in, str, int, brief=True)


def near_misses(actor: Actor, serial_text: str, *, limit: int = 5) -> list[Unit]:
    """Units of the actor's organisation whose serial differs by a look-alike or one slip: "did you mean". One query.

    For staff only; a stranger who could try serials must not be told which ones exist.
    """
    try:
        key = read_identifier(serial_text).key
    except Invalid:
        return []
    if actor.is_public or not key:
        return []
    near = Q(look_alike=serials.look_alike(key)) | Q(serial_key__in=sorted(serials.one_slip_away(key)))
    found = Unit.objects.visible_to(actor).filter(near).exclude(serial_key=key)
    return list(found.select_related("model", "owner").order_by("serial_key", "pk")[:limit])


def unit(actor: Actor, pk: int) -> Unit:
    """A unit that the actor may see, with model, organisation, owner, branch and successor. One query."""
    found = (
        Unit.objects.visible_to(actor)
        .select_related("model", "organisation", "owner", "sold_by", "replaced_by")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def units_of_customer(actor: Actor, customer_id: int | None = None) -> list[Unit]:
    """The units that a customer owns, newest first: the actor's own, or of one customer for staff. One query."""
    found = Unit.objects.visible_to(actor).select_related("model", "organisation")
    if customer_id is not None:
        found = found.filter(owner_id=customer_id)
    elif not actor.mobile:
        return []
    return list(found.order_by("-pk"))


def units(actor: Actor, *, model_id: int | None = None, text: str = "") -> QuerySet[Unit]:
    """Units for a list, to be sliced by the caller: of a model, newest first; or by the beginning of the serial, in
    the order of serials.
    """
    found = Unit.objects.visible_to(actor).select_related("model", "owner").order_by("-pk")
    if model_id is not None:
        found = found.filter(model_id=model_id)
    key = serials.serial_key(text)
    if not key:
        return found
    # Between two ends, not LIKE: so both databases walk the index in its order.
    return found.filter(serial_key__gte=key, serial_key__lt=key + "\U0010ffff").order_by("serial_key", "pk")


def history(unit_id: int) -> list[Event]:
    """What was recorded of a unit, oldest first; show it only to who may see the unit. One query."""
    return list(Event.objects.of("unit", unit_id))


def events_of(unit: Unit) -> QuerySet[Event]:
    """As `history`, to be ordered and sliced by the caller."""
    return Event.objects.of("unit", unit.pk).order_by("-pk")


def predecessors(unit: Unit) -> list[Unit]:
    """The units that this one took the place of, nearest first. One query for each, and one more."""
    found: list[Unit] = []
    current = unit
    while len(found) < 10:
        before = (
            Unit.objects.unscoped("the units before one that the actor may see")
            .filter(replaced_by=current)
            .first()
        )
        if before is None:
            break
        found.append(before)
        current = before
    return found


def models(actor: Actor, *, text: str = "", product_class: str = "") -> QuerySet[ProductModel]:
    """Product models of the actor's organisation, by name; every word of `text` must occur in code or names."""
    found = ProductModel.objects.visible_to(actor).order_by("name_fa", "pk")
    for word in fold(text).split():
        found = found.filter(search__contains=word)
    return found.filter(product_class=product_class) if product_class else found


def model(actor: Actor, pk: int) -> ProductModel:
    """One query; `NotFound` when there is none that the actor may see."""
    found = ProductModel.objects.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def models_of_organisation(organisation_id: int) -> list[ProductModel]:
    """All models of an organisation, for choosing one on a public page. One query."""
    found = ProductModel.objects.unscoped("a public page lists what an organisation sells")
    return by_name(found.filter(organisation_id=organisation_id).order_by("pk"))


def models_by_gtin(gtin: str) -> list[ProductModel]:
    """Models in any organisation with this GTIN, in fourteen digits. One query."""
    found = ProductModel.objects.unscoped("a scanned product code is looked up before anybody is known")
    return list(found.filter(gtin=gtin).select_related("organisation").order_by("pk")) if gtin else []


def arranged_models(actor: Actor) -> list[ProductModel]:
    """All models of the organisation by name, for its members; kept until something is arranged anew, and shared."""
    of = actor.organisation_id
    if of is None or actor.is_public:
        return []

    def read() -> list[ProductModel]:
        rows = ProductModel.objects.unscoped("kept for the whole organisation; given to its members alone")
        return by_name(rows.filter(organisation_id=of).order_by("pk"))

    return list(epoch.kept(of, "models", read))
