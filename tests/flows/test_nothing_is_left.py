"""After a customer was erased: their name, number and words in no table and no file, and history whole."""

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from PIL import Image

from sepas.cases.actions.appoint import Wanted, make_appointment
from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.attend import decline_appointment
from sepas.cases.actions.close import close_case
from sepas.cases.actions.escalate import escalate_case
from sepas.cases.actions.hold import hold_case
from sepas.cases.actions.inspect import inspect_case
from sepas.cases.actions.merge import merge_cases
from sepas.cases.actions.progress import progress_case
from sepas.cases.actions.rate import rate_case
from sepas.cases.actions.reopen import reopen_case
from sepas.cases.actions.reply import reply_to_case
from sepas.cases.actions.resolve import resolve_case
from sepas.cases.actions.triage import triage_case
from sepas.cases.attachments import prepare
from sepas.cases.models import Case, Post
from sepas.cases.queries.one import link_holder
from sepas.cases.queries.timeline import timeline
from sepas.exchange import make
from sepas.exchange.actions.take_out import ask_export
from sepas.exchange.jobs import claim
from sepas.exchange.models import Export
from sepas.flows.erase_customer import erase_customer
from sepas.kernel.activity import seal, verify
from sepas.kernel.activity.models import Event
from sepas.kernel.actor import GUEST
from sepas.kernel.once import once
from sepas.kernel.outbox.work import run_pending
from sepas.notices.deliver import deliver_due
from sepas.parties.actions.codes import issue_code
from sepas.parties.actions.customers import edit_customer
from sepas.parties.models import Customer
from sepas.teamwork.actions.erase import erase_besides
from sepas.teamwork.actions.intake import keep_intake
from sepas.teamwork.actions.say import say_in_case
from sepas.teamwork.models import WaitingReply
from sepas.warranty.actions.handovers import offer_handover
from sepas.warranty.actions.invoices import reject_invoice, send_invoice
from sepas.warranty.actions.register import register_guarantee
from sepas.webhooks.actions.endpoints import register_webhook
from sepas.webhooks.models import WebhookDelivery
from tests.cases.world import MORNING, World, at, fresh, make_world
from tests.cast import MARYAM, REZA

pytestmark = pytest.mark.django_db
ALL = "the test looks at everything"
DAY = timedelta(days=1)
NAME = "مریم محمدی"
WORDS = (
    "یخچال‌سوخته", "پلاک‌هفت", "برد‌عوض", "منتظر‌شوهر", "بداخلاق‌است", "دیدیم‌شکسته", "گام‌اول", "دوباره‌خراب",
    "بالاتر‌ببرید", "دیر‌آمدید", "سر‌کارم‌هستم", "بعداً‌می‌گویم", "فروشگاه‌محل", "اجاق‌قدیمی", "فاکتور‌جعلی", "یادداشت‌پنهان",
    "نشانی‌خانه", "پای‌تلفن", "پیش‌نویس‌ناتمام", "بازدید‌نکته",
)  # fmt: skip
"""Each said once, by somebody, in another place."""


@pytest.fixture(autouse=True)
def _media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def world(cast) -> World:
    return make_world(cast)


def picture(name: str = "مریم.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 20)).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def work(now=MORNING) -> None:
    while run_pending(now):
        pass


def everything(media: Path) -> str:
    """Every value of every column of every table, and every file by name and content."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.endswith(("_config", "_data", "_docsize", "_idx")):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                found += [str(value) for value in row if value is not None]
    found += [str(path.relative_to(media)) for path in media.rglob("*")]
    found += [path.read_bytes().decode("utf-8", "ignore") for path in media.rglob("*") if path.is_file()]
    text = "\n".join(found)
    # JSON is kept with its letters escaped on SQLite.
    return text + "\n" + text.encode("latin-1", "backslashreplace").decode("unicode_escape", "ignore")


def left_of(media: Path, words: tuple[str, ...]) -> list[str]:
    held = everything(media)
    return [word for word in words if word in held or json.dumps(word)[1:-1] in held]


PERSONAL = (NAME, "محمدی", MARYAM, MARYAM[3:], "maryam@example.com", "شریعتی", *WORDS)


def live_richly(world: World) -> Case:
    """A case in which everybody says something wherever anything can be said, and what stands around it."""
    adam, bob, maryam = world.actor("adam"), world.actor("bob"), world.actor("maryam")
    customer = world.maryam
    edit_customer(
        adam, customer=customer, name=NAME, email="maryam@example.com", address="خیابان شریعتی", now=MORNING
    )
    register_webhook(
        adam,
        organisation=world.sard,
        name="انبار",
        url="https://hooks.example.com/",
        events=["case.held", "case.resolved", "case.triaged"],
        details=True,
        now=MORNING,
    )
    case = world.open(unit=world.phone, description="یخچال‌سوخته", files=[picture()], name=NAME)
    triage_case(adam, case=fresh(case), note="بداخلاق‌است", now=MORNING)
    assign_case(adam, case=fresh(case), assignee=world.cast.bob, now=MORNING)
    reply_to_case(maryam, case=fresh(case), body="پلاک‌هفت نشانی‌خانه", files=[picture()], now=MORNING)
    reply_to_case(bob, case=fresh(case), body="یادداشت‌پنهان", internal=True, now=MORNING)
    hold_case(adam, case=fresh(case), reason="waiting_for_part", note="منتظر‌شوهر", now=MORNING)
    progress_case(bob, case=fresh(case), moment="device_received", note="گام‌اول", now=MORNING)
    inspect_case(
        bob,
        case=fresh(case),
        findings={"defect_cause": "manufacturing"},
        note="دیدیم‌شکسته بازدید‌نکته",
        now=MORNING,
    )
    begin = at("2026-11-23", "06:30")
    make_appointment(adam, case=fresh(case), wanted=Wanted(begin, begin + timedelta(hours=1)), now=MORNING)
    decline_appointment(link_holder(fresh(case)), case=fresh(case), why="سر‌کارم‌هستم", now=MORNING)
    escalate_case(link_holder(fresh(case)), case=fresh(case), why="بالاتر‌ببرید", now=MORNING)
    work()
    resolve_case(adam, case=fresh(case), resolution="برد‌عوض", now=MORNING)
    reopen_case(maryam, case=fresh(case), why="دوباره‌خراب", now=MORNING + DAY)
    say_in_case(bob, case=fresh(case), body="بعداً‌می‌گویم", at=MORNING + 9 * DAY, now=MORNING + DAY)
    resolve_case(adam, case=fresh(case), resolution="برد‌عوض دوم", now=MORNING + DAY)
    rate_case(link_holder(fresh(case)), case=fresh(case), score=1, words="دیر‌آمدید", now=MORNING + DAY)
    close_case(adam, case=fresh(case), now=MORNING + DAY)
    paper = prepare([picture("فاکتور.png")])[0]
    invoice = send_invoice(
        GUEST, organisation=world.sard, mobile=MARYAM, number="991", dated_on=MORNING.date(), shop="فروشگاه‌محل",
        product="اجاق‌قدیمی", paper=paper, now=MORNING,
    )  # fmt: skip
    reject_invoice(adam, invoice=invoice, why="فاکتور‌جعلی", now=MORNING)
    register_guarantee(GUEST, serial=world.phone.serial, mobile=MARYAM, now=MORNING)
    offer_handover(maryam, unit=world.fridge, mobile=REZA, now=MORNING)
    keep_intake(bob, sent={"mobile": MARYAM, "description": "پای‌تلفن پیش‌نویس‌ناتمام"}, now=MORNING)
    issue_code(GUEST, mobile=MARYAM, purpose="sign_in", caller="test", now=MORNING)
    once(
        scope="token:1:/api/v1/customers",
        key="once-and-for-all",
        request={},
        now=MORNING,
        act=lambda: {"name": NAME, "mobile": MARYAM},
    )
    work(MORNING + DAY)
    deliver_due(MORNING + DAY)
    ask_export(adam, organisation=world.sard, what="customers", form="csv", now=MORNING)
    job = claim(Export, MORNING)
    assert job is not None
    while (
        make.part(job, MORNING) and not Export.objects.unscoped(ALL).filter(pk=job.pk, state="done").exists()
    ):
        pass
    return fresh(case)


def test_nothing_of_a_rich_customer_is_left_and_history_stays_whole(world, tmp_path) -> None:
    case = live_richly(world)
    seal.seal(world.sard.pk, MORNING + DAY)
    before = left_of(tmp_path, PERSONAL)
    missing = [word for word in PERSONAL if word not in before]
    assert missing == [], "the test says less than it means to"
    assert verify.flaws(world.sard.pk) == []

    now = MORNING + 2 * DAY
    customer = Customer.objects.unscoped(ALL).get(pk=world.maryam.pk)
    assert erase_customer(world.actor("maryam"), customer=customer, now=now) is True
    work(now)

    assert left_of(tmp_path, PERSONAL) == []
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert WaitingReply.objects.unscoped(ALL).get().body == ""
    assert not WebhookDelivery.objects.unscoped(ALL).filter(payload__contains="برد").exists()
    assert verify.flaws(world.sard.pk) == []
    told = Event.objects.of("case", case.pk).get(name="case.erased")
    of = Event.objects.of("case", case.pk)
    assert {of.get(seq=seq).name for seq, _hash in told.data["redacted"]} == {
        "case.triaged", "case.held", "case.progressed", "case.inspected", "case.resolved",
    }  # fmt: skip
    assert timeline(world.actor("adam"), fresh(case))
    seal.seal(world.sard.pk, now)
    assert verify.flaws(world.sard.pk) == []


def test_a_fact_that_was_changed_otherwise_is_still_found(world) -> None:
    case = live_richly(world)
    customer = Customer.objects.unscoped(ALL).get(pk=world.maryam.pk)
    erase_customer(world.actor("maryam"), customer=customer, now=MORNING + 2 * DAY)
    held = Event.objects.of("case", case.pk).get(name="case.held")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE kernel_event SET data = %s WHERE id = %s",
            [json.dumps(held.data | {"reason": "x"}), held.pk],
        )
    assert [(found.what, found.seq) for found in verify.breaks("case", case.pk)] == [("changed", held.seq)]


def test_what_was_said_before_a_merge_goes_from_the_case_that_goes_on(world, tmp_path) -> None:
    adam = world.actor("adam")
    mine = world.open(unit=world.fridge, description="یخچال‌سوخته", name=NAME)
    reply_to_case(world.actor("maryam"), case=mine, body="پلاک‌هفت", files=[picture()], now=MORNING)
    reza = world.cast.reza
    other = world.open("alice", unit=world.fridge, mobile=reza.mobile, description="از رضا")
    reply_to_case(world.actor("reza"), case=other, body="حرف رضا", now=MORNING)
    merge_cases(adam, duplicate=fresh(mine), survivor=fresh(other), now=MORNING)
    work()
    customer = Customer.objects.unscoped(ALL).get(pk=world.maryam.pk)
    assert erase_customer(world.actor("maryam"), customer=customer, now=MORNING) is True
    work()
    assert left_of(tmp_path, ("پلاک‌هفت", "یخچال‌سوخته", NAME)) == []
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert "حرف رضا" in Post.objects.unscoped(ALL).values_list("body", flat=True)


def test_what_still_waited_in_a_closed_case_is_taken_back_with_its_words(world) -> None:
    case, later = world.open(), MORNING + 9 * DAY
    say_in_case(world.actor("carol"), case=fresh(case), body="بعداً‌می‌گویم", at=later, now=MORNING)
    Case.objects.unscoped(ALL).filter(pk=case.pk).update(state="closed", is_open=False)
    erase_besides(case.pk)
    erase_besides(case.pk)
    waiting = WaitingReply.objects.unscoped(ALL).get()
    assert (waiting.state, waiting.body) == ("taken_back", "")
