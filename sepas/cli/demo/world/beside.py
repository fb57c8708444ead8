"""What happens beside the cases in the last days: things change hands, papers are looked at, a webhook falls silent."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.db.models import Min

from sepas.assets.actions.loss import report_lost
from sepas.assets.models import Unit
from sepas.cases.actions.share import share_case
from sepas.cases.models import Case
from sepas.cli.demo.organisations import HAMRAH, KHODRO, SARD
from sepas.cli.demo.world import pictures
from sepas.cli.demo.world.chance import stream
from sepas.cli.demo.world.engine import Engine, Life
from sepas.cli.demo.world.fleet import BY_HAND, Owned, person_of, quiet
from sepas.cli.demo.world.hidden import Hidden
from sepas.cli.demo.world.stage import HEADS, WHY, Stage
from sepas.cli.demo.world.when import TEHRAN
from sepas.parties.actors import actor_for_mobile
from sepas.warranty.actions.handovers import accept_handover, offer_handover
from sepas.warranty.actions.invoices import accept_invoice, send_invoice
from sepas.warranty.models import Invoice
from sepas.webhooks.actions.endpoints import register_webhook
from sepas.webhooks.actions.sending import send_test
from sepas.webhooks.deliver import deliver_due
from sepas.webhooks.models import Endpoint, WebhookDelivery
from sepas.webhooks.ports import Answer, Unreachable

HOOK = "http://127.0.0.1:8790/crm/sepas"
"""On this machine, so that trying it again from the office asks nobody else."""
SILENT = timedelta(days=10)
"""How long before the end it answered for the last time."""


KINDS = [
    (SARD, "refrigerator"), (KHODRO, "motor_vehicle"), (HAMRAH, "phone"), (HAMRAH, "tablet"), (SARD, "tv"),
    (KHODRO, "motor_vehicle"), (HAMRAH, "phone"),
]  # fmt: skip
HANDED_OVER, LOST = 3, 1
"""The first of these change hands, the next is lost; of the others nobody knows the serial number."""


def units(seed: int, hidden: Hidden, begins: datetime, ends: datetime) -> list[Owned]:
    """What this is about. Those that somebody has to own are registered on the day after they came."""
    found = quiet(seed, hidden, KINDS, begins, ends, number=BY_HAND + 10_000)
    for place, unit in enumerate(found):
        day = datetime.combine(unit.delivered_on + timedelta(days=1), time(10), TEHRAN)
        unit.registers_at = day if place < HANDED_OVER + LOST else None
    return found


def begin(engine: Engine, stage: Stage, seed: int, units: list[Owned], now: datetime) -> None:
    sold, lost, unknown = units[:HANDED_OVER], units[HANDED_OVER], units[HANDED_OVER + LOST :]
    for unit, days in zip(sold, (2, 9, 16), strict=True):
        engine.add(handing_over(stage, seed, unit, now - timedelta(days=days), taken=days > 7))
    engine.add(losing(lost, now - timedelta(days=5)))
    for unit, days in zip(unknown, (8, 3, 1), strict=True):
        engine.add(proving(stage, seed, unit, now - timedelta(days=days), settled=days > 7))
    engine.add(hearing(stage, now))
    engine.add(looking_on(now - timedelta(hours=1)))


def handing_over(stage: Stage, seed: int, unit: Owned, at: datetime, *, taken: bool) -> Life:
    """The owner sells it and says to whom, who takes it on the same day or has not yet."""
    now = yield at
    row = _row(unit)
    assert row.owner is not None
    buyer = person_of(seed, unit.number + 10_000)
    handover = offer_handover(
        actor_for_mobile(row.owner.mobile, "fa"), unit=row, mobile=buyer.mobile, now=now
    )
    if taken:
        now = yield now + timedelta(hours=5)
        handover.refresh_from_db()
        accept_handover(actor_for_mobile(buyer.mobile, "fa"), handover=handover, name=buyer.name, now=now)


def losing(unit: Owned, at: datetime) -> Life:
    now = yield at
    row = _row(unit)
    assert row.owner is not None
    report_lost(actor_for_mobile(row.owner.mobile, "fa"), unit=row, on=now.date(), now=now)


@dataclass(frozen=True)
class Paper:
    name: str
    content: bytes
    content_type: str = "image/jpeg"
    sha256: str = field(default="")


def proving(stage: Stage, seed: int, unit: Owned, at: datetime, *, settled: bool) -> Life:
    """An owner who cannot find the serial number sends the invoice; somebody finds the unit by it."""
    now = yield at
    photo = pictures.photo(stream(seed, "invoice", unit.number), unit)
    content = photo.read()
    company = unit.sold.company
    invoice = send_invoice(
        actor_for_mobile(unit.person.mobile, "fa"),
        organisation=stage.places.companies[company],
        mobile=unit.person.mobile,
        name=unit.person.name,
        number=f"{unit.number:06d}",
        dated_on=unit.sold_on,
        shop="فروشگاه خانهٔ نو",
        product=unit.sold.name_fa,
        paper=Paper("invoice.jpg", content, sha256=hashlib.sha256(content).hexdigest()),
        now=now,
    )
    if settled:
        now = yield stage.workshop(unit).open_after(now, 5)
        found = Invoice.objects.unscoped(WHY).select_related("organisation", "customer").get(pk=invoice.pk)
        accept_invoice(
            stage.actor(HEADS[company]), invoice=found, serial=unit.serial,
            why="تاریخ و مدل با دفتر فروش می‌خواند.", now=now,
        )  # fmt: skip


class Listener:
    """The other program: it answers until it falls silent. Nothing goes over the network."""

    def __init__(self) -> None:
        self.silent = False

    def post(self, url: str, *, headers: Mapping[str, str], body: bytes) -> Answer:
        if self.silent:
            raise Unreachable("connection refused")
        return Answer(200, '{"ok": true}')


def hearing(stage: Stage, ends: datetime) -> Life:
    """A customer system hears of what is resolved, falls silent, and is switched off after three days of that."""
    now = yield ends - timedelta(days=21)
    actor, listener = stage.actor("admin"), Listener()
    endpoint = register_webhook(
        actor,
        organisation=stage.places.companies[SARD],
        name="باشگاه مشتریان",
        url=HOOK,
        events=["case.resolved", "case.appointment_kept"],
        contact="it@namune-sard.example",
        now=now,
    ).endpoint
    asked = False
    while (then := _next_try(endpoint, now)) < ends:
        now = yield then
        listener.silent = ends - now < SILENT
        if listener.silent and not asked:
            asked = True
            endpoint.refresh_from_db()
            send_test(actor, endpoint=endpoint, now=now)
        deliver_due(now, limit=200, poster=listener)


def _next_try(endpoint: Endpoint, now: datetime) -> datetime:
    """When a worker has something to send: when the next one is due, or some hours later."""
    waiting = WebhookDelivery.objects.unscoped(WHY).filter(endpoint=endpoint, endpoint__state="active")
    due = waiting.aggregate(due=Min("available_at"))["due"]
    later = now + timedelta(hours=6)
    return max(min(due or later, later), now + timedelta(seconds=5))


def looking_on(at: datetime) -> Life:
    """The owner of the last case with an appointment lets the family look on."""
    now = yield at
    rows = Case.objects.unscoped(WHY).select_related("organisation", "branch", "customer")
    case = rows.filter(is_open=True, appointment__isnull=False).order_by("pk").last()
    if case is not None:
        share_case(actor_for_mobile(case.customer.mobile, "fa"), case=case, now=now)


def _row(unit: Owned) -> Unit:
    assert unit.row is not None
    return Unit.objects.unscoped(WHY).select_related("owner", "organisation", "model").get(pk=unit.row.pk)
