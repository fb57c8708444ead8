"""What happens beside the cases in the last days: things change hands, papers are looked at, a webhook falls silent."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sepas.assets.actions.loss import report_lost
from sepas.assets.models import Unit
from sepas.cases.actions.share import share_case
from sepas.cases.models import Case
from sepas.cli.demo.organisations import HAMRAH, SARD
from sepas.cli.demo.world import pictures
from sepas.cli.demo.world.chance import stream
from sepas.cli.demo.world.engine import Engine, Life
from sepas.cli.demo.world.fleet import Owned, person_of
from sepas.cli.demo.world.stage import HEADS, WHY, Stage
from sepas.parties.actors import actor_for_mobile
from sepas.warranty.actions.handovers import accept_handover, offer_handover
from sepas.warranty.actions.invoices import accept_invoice, send_invoice
from sepas.warranty.models import Invoice
from sepas.webhooks.actions.endpoints import register_webhook
from sepas.webhooks.deliver import deliver_due
from sepas.webhooks.ports import Answer, Unreachable

HOOK = "http://127.0.0.1:8790/crm/sepas"
"""On this machine, so that trying it again from the office asks nobody else."""


def begin(engine: Engine, stage: Stage, seed: int, units: list[Owned], now: datetime) -> None:
    rng = stream(seed, "beside")
    early = now - timedelta(days=70)
    settled = [
        unit
        for unit in units
        if unit.registers_at is not None
        and unit.registers_at < early
        and unit.passed_on is None
        and not unit.needs[1:]
    ]
    owned = rng.sample([unit for unit in settled if unit.sold.company == SARD], k=min(4, len(settled)))
    for number, unit in enumerate(owned[:3]):
        engine.add(
            handing_over(stage, seed, unit, now - timedelta(days=(16, 9, 2)[number]), taken=number < 2)
        )
    for unit in [unit for unit in settled if unit.sold.company == HAMRAH][:1]:
        engine.add(losing(stage, unit, now - timedelta(days=5)))
    unknown = [
        unit
        for unit in units
        if unit.registers_at is None and not unit.needs and unit.delivered_on < early.date()
    ]
    for number, unit in enumerate(unknown[:3]):
        engine.add(proving(stage, seed, unit, now - timedelta(days=(8, 3, 1)[number]), settled=number == 0))
    engine.add(hearing(stage, now))
    engine.add(looking_on(stage, now - timedelta(hours=1)))


def handing_over(stage: Stage, seed: int, unit: Owned, at: datetime, *, taken: bool) -> Life:
    """The owner sells it and says to whom, who takes it on the same day or has not yet."""
    now = yield at
    row = _row(unit)
    if row.owner is None or row.state != "in_use":
        return
    buyer = person_of(seed, unit.number + 60_000)
    handover = offer_handover(
        actor_for_mobile(row.owner.mobile, "fa"), unit=row, mobile=buyer.mobile, now=now
    )
    if taken:
        now = yield now + timedelta(hours=5)
        handover.refresh_from_db()
        accept_handover(actor_for_mobile(buyer.mobile, "fa"), handover=handover, name=buyer.name, now=now)


def losing(stage: Stage, unit: Owned, at: datetime) -> Life:
    now = yield at
    row = _row(unit)
    if row.owner is not None and row.state == "in_use":
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
    """A customer system hears of what is resolved, falls silent four days before the end, and is switched off."""
    now = yield ends - timedelta(days=14)
    register_webhook(
        stage.actor("admin"),
        organisation=stage.places.companies[SARD],
        name="باشگاه مشتریان",
        url=HOOK,
        events=["case.resolved", "case.appointment_kept"],
        contact="it@namune-sard.example",
        now=now,
    )
    listener = Listener()
    while now < ends - timedelta(minutes=5):
        now = yield min(now + timedelta(hours=4), ends - timedelta(minutes=1))
        listener.silent = ends - now < timedelta(days=4)
        deliver_due(now, limit=200, poster=listener)


def looking_on(stage: Stage, at: datetime) -> Life:
    """The owner of the last case with an appointment lets the family look on."""
    now = yield at
    rows = Case.objects.unscoped(WHY).select_related("organisation", "branch", "customer")
    case = rows.filter(is_open=True, appointment__isnull=False).order_by("pk").last()
    if case is not None:
        share_case(actor_for_mobile(case.customer.mobile, "fa"), case=case, now=now)


def _row(unit: Owned) -> Unit:
    assert unit.row is not None
    return Unit.objects.unscoped(WHY).select_related("owner", "organisation", "model").get(pk=unit.row.pk)
