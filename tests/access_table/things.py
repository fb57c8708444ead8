"""What the world of the access table is made of, one thing each."""

import io
from datetime import UTC, date, datetime

from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sepas.assets.models import ProductModel, Unit
from sepas.cases.attachments import prepare
from sepas.cases.models import Case
from sepas.exchange import make
from sepas.exchange.actions.steer import pause_import, start_import
from sepas.exchange.actions.take_out import ask_export
from sepas.exchange.actions.upload import upload_import
from sepas.exchange.jobs import claim
from sepas.exchange.models import Export
from sepas.kernel.activity.models import Event
from sepas.kernel.actor import GUEST
from sepas.kernel.clock import now
from sepas.kernel.outbox.models import Delivery
from sepas.kernel.text import compact
from sepas.notices.actions.queue import queue_message
from sepas.notices.models import Message
from sepas.parties.actions.tokens import issue_token
from sepas.parties.models import ApiToken
from sepas.parties.roles import TOKEN_SCOPES
from sepas.warranty.actions.handovers import offer_handover
from sepas.warranty.actions.invoices import send_invoice
from sepas.warranty.models import Handover, Invoice
from tests.cast import MARYAM, REZA, Cast, actor_of

SERIAL = "SRD-RF-000123"
GTIN = "09506000134352"


def files(cast: Cast, moment: datetime) -> dict[str, dict[str, str]]:
    """A file that waits, one that is being brought in, one that was stopped, and one that was taken out."""
    adam = actor_of("adam")
    ids = []
    for state in ("draft", "running", "paused"):
        row = upload_import(
            adam, organisation=cast.sard, file=io.BytesIO(b"serial,model\nA1,RF-500\n"), name="a.csv", size=24,
            now=moment,
        )  # fmt: skip
        if state != "draft":
            start_import(adam, row=row, dry=True, now=moment)
        if state == "paused":
            pause_import(adam, row=row, now=moment)
        ids.append(str(row.pk))
    out = ask_export(adam, organisation=cast.sard, what="cases", form="csv", now=moment)
    job = claim(Export, moment)
    assert job is not None
    make.part(job, moment)
    draft, running, paused = ({"<int:pk>": pk} for pk in ids)
    taken = {"<int:pk>": str(out.pk)}
    return {
        "office/imports": draft, "office/imports/<int:pk>/pause": running, "office/imports/<int:pk>/resumption": paused,
        "office/imports/templates": {"<str:kind>": "units"}, "api/v1/imports": draft,
        "api/v1/imports/<int:pk>/pause": running, "api/v1/imports/<int:pk>/resumption": paused,
        "office/exports": taken, "api/v1/exports": taken, "desk/downloads": {"<str:what>": "cases"},
    }  # fmt: skip


def a_session(cast: Cast) -> UserSession:
    """Bob is signed in somewhere."""
    return UserSession.objects.create(
        user=cast.bob.user,
        ip="198.51.100.7",
        session_key="bobs-session",
        user_agent="Firefox/140",
        created_at=now(),
    )


def a_unit(cast: Cast) -> Unit:
    model = ProductModel.objects.create(
        organisation=cast.sard, code="RF-500", name_fa="یخچال ۵۰۰", product_class="refrigerator", gtin=GTIN
    )
    return Unit.objects.create(
        organisation=cast.sard,
        model=model,
        serial=SERIAL,
        serial_key=compact(SERIAL),
        sold_on=date(2026, 6, 1),
        delivered_on=date(2026, 6, 1),
        sold_by=cast.tehran,
    )


def a_spare(cast: Cast, model: ProductModel, serial: str = "SRD-RF-000900") -> Unit:
    """Another one of Maryam's, that nobody disputes."""
    return Unit.objects.create(
        organisation=cast.sard,
        model=model,
        serial=serial,
        serial_key=compact(serial),
        sold_on=date(2026, 6, 1),
        owner=cast.maryam,
    )


def an_offered_one(cast: Cast, model: ProductModel, moment: datetime) -> tuple[Unit, Handover]:
    """A third one of Maryam's, on its way to Reza."""
    unit = a_spare(cast, model, "SRD-RF-000902")
    return unit, offer_handover(actor_of("maryam"), unit=unit, mobile=REZA, now=moment)


def an_invoice(cast: Cast, moment: datetime) -> Invoice:
    """Maryam's, for something that is not on file."""
    return send_invoice(
        GUEST,
        organisation=cast.sard,
        mobile=MARYAM,
        number="71",
        dated_on=date(2026, 6, 1),
        shop="بازار تهران",
        product="اجاق گاز",
        paper=prepare([SimpleUploadedFile("invoice.png", picture(), "image/png")])[0],
        now=moment,
    )


def tokens_of_both(cast: Cast, moment: datetime) -> tuple[dict[str, str], ApiToken]:
    """The secrets of both programs, and the row of sard's."""
    ours = issue_token(
        actor_of("adam"), organisation=cast.sard, name="shop", scopes=sorted(TOKEN_SCOPES), now=moment
    )
    theirs = issue_token(
        actor_of("mallory"), organisation=cast.rival, name="rival", scopes=sorted(TOKEN_SCOPES), now=moment
    )
    return {"token": ours.raw, "foreign_token": theirs.raw}, ours.token


def a_failed_message(cast: Cast, case: Case, moment: datetime) -> Message:
    message = queue_message(
        organisation=cast.sard,
        channel="sms",
        recipient=MARYAM,
        template="one_time_code",
        context={"otp": "12345", "minutes": {"fa": "۵", "en": "5"}},
        language="fa",
        key="access-table",
        case_code=case.code,
        now=moment,
    )
    Message.objects.unscoped("test").filter(pk=message.pk).update(
        state="dead", available_at=None, error="refused"
    )
    return message


def a_failed_delivery(cast: Cast) -> Delivery:
    event = Event.objects.filter(organisation_id=cast.sard.pk).order_by("pk").last()
    return Delivery.objects.create(
        event=event,
        organisation_id=cast.sard.pk,
        reaction="tests.access_table",
        state="dead",
        available_at=datetime(2026, 1, 1, tzinfo=UTC),
        error="it failed",
    )


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "PNG")
    return out.getvalue()
