"""One case from serial number to closing, said over HTTP only, with a clock that the test turns.

Dates are reckoned by hand from the law and the branch's calendar; they are not read off the program.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.test import Client

from sepas.cases.models import Case, Promise, Right
from sepas.flows.clock import tick
from sepas.kernel.activity import verify
from sepas.kernel.activity.models import Event
from sepas.kernel.activity.record import plain
from sepas.kernel.activity.seal import seal_all
from sepas.kernel.once import fingerprint
from sepas.kernel.outbox.models import Delivery
from sepas.kernel.outbox.work import run_pending
from sepas.notices.deliver import deliver_due
from sepas.notices.models import Message
from sepas.warranty.actions.decide import replay
from sepas.warranty.models import Decision
from tests.assets.made import make_model, make_unit
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db

TEHRAN = ZoneInfo("Asia/Tehran")
SERIAL = "352099001761481"
OPENED = datetime(2026, 11, 21, 10, 0, tzinfo=TEHRAN)
"""Saturday, 30 Aban 1405."""


class Hands:
    """The hands of the clock that all doors read."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at = OPENED
        hands = self

        class Turned(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return hands.at.astimezone(tz or UTC)

        monkeypatch.setattr("sepas.kernel.clock.datetime", Turned)

    def turn(self, day: str, clock: str = "10:00") -> datetime:
        """Tehran's day and time from now on; what is due by then happens, and messages go out."""
        self.at = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=TEHRAN)
        work(self.at)
        return self.at


@pytest.fixture
def hands(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hands]:
    cache.clear()
    yield Hands(monkeypatch)
    cache.clear()


def work(now: datetime) -> None:
    """What the clock and the workers do, until nothing is left."""
    tick(now)
    run_pending(now)
    deliver_due(now, 1000)


class Person:
    """Somebody with a browser: reads a page and sends a form of it."""

    def __init__(self) -> None:
        self.client = Client(headers={"accept-language": "fa"})
        self.body = ""
        self.context: Any = None

    def read(self, path: str, **query: str) -> str:
        response = self.client.get(path, query, follow=True)
        assert response.status_code == 200, (path, response.status_code)
        self.body, self.context = response.content.decode(), response.context
        return self.body

    def send(self, path: str, **form: Any) -> str:
        """Send a form of the page that was read last; the address that it leads to."""
        key = re.search(r'name="once" value="([^"]+)"', self.body)
        sent = {"once": key[1], **form} if key else form
        response = self.client.post(path, sent)
        assert response.status_code in {302, 303}, (path, response.status_code, problems(response))
        return response["Location"]


def problems(response: Any) -> Any:
    context = response.context or {}
    return context.get("errors") or context.get("error") or response.content.decode()[-600:]


def sign_in(name: str) -> Person:
    person = Person()
    person.read("/accounts/login/")
    assert person.send("/accounts/login/", login=name, password=PASSWORD) == "/desk/"
    return person


class Story:
    """What the test looks at behind the doors."""

    @property
    def case(self) -> Case:
        return Case.objects.unscoped("test").get()

    def promise(self, name: str) -> tuple[str, str]:
        """The state of the latest promise of that name, and when it is due in Tehran."""
        found = Promise.objects.unscoped("test").filter(name=name).order_by("pk").last()
        assert found is not None
        assert found.due_at is not None
        return found.state, f"{found.due_at.astimezone(TEHRAN):%Y-%m-%d %H:%M}"

    def lines(self) -> dict[str, str]:
        decision = self.case.decision
        assert decision is not None
        return {name: line["outcome"] for name, line in replay(decision).as_dict()["lines"].items()}

    def fact(self, name: str) -> dict[str, Any]:
        found = Event.objects.filter(name=name).order_by("pk").last()
        assert found is not None, f"{name} was not recorded"
        return found.data

    def told(self) -> list[str]:
        """The templates of what was sent, in order; the last body is `last_message`."""
        return list(Message.objects.unscoped("test").order_by("pk").values_list("template", flat=True))

    @property
    def last_message(self) -> str:
        return Message.objects.unscoped("test").order_by("pk").values_list("body", flat=True).last() or ""


FREE = dict.fromkeys(("parts", "labour", "travel", "diagnosis"), "covered")


def test_from_serial_number_to_closing(cast: Cast, hands: Hands) -> None:
    phone = make_model(cast.sard, "P-1", name_fa="گوشی نمونه", name_en="Sample phone", product_class="phone")
    make_unit(
        phone, SERIAL, sold_by=cast.tehran, sold_on=date(2026, 5, 1), delivered_on=date(2026, 5, 1),
        activated_on=date(2026, 5, 3), import_declared_on=date(2026, 4, 1),
    )  # fmt: skip
    story, maryam = Story(), Person()

    # My rights, from the serial number alone: one question is open, and it is asked.
    maryam.read("/rights/", serial="352099-001761481", situation="fresh")
    assert maryam.context["question"].fact == "within_city"
    maryam.read("/rights/", serial=SERIAL, situation="fresh", within_city="true")
    assert "تعمیر برای شما رایگان است." in maryam.body

    # Registered: eighteen Jalali months from the day of activation, 13 Ordibehesht 1405, end on 13 Aban 1406.
    maryam.read("/register/")
    maryam.read(maryam.send("/register/", serial=SERIAL, mobile="۰۹۱۲۱۱۱۰۰۰۱"))
    registration = maryam.context["registration"]
    assert (registration.state, registration.starts_on, registration.ends_on) == (
        "active", date(2026, 5, 3), date(2027, 11, 4),
    )  # fmt: skip

    # Asked for service: only the open question comes, then the decision, then the code.
    maryam.read("/request/")
    maryam.read(
        maryam.send("/request/", kind="guarantee_repair", about=SERIAL, description="گوشی شارژ نمی‌شود")
    )
    maryam.read(maryam.send("/request/questions/", situation="fresh"))
    assert maryam.context["question"].fact == "within_city"
    maryam.read(maryam.send("/request/questions/", fact="within_city", answer="true"))
    assert "تعمیر برای شما رایگان است." in maryam.body
    page = maryam.send("/request/confirm/", mobile="0912 111 0001", name="مریم محمدی")
    work(hands.at)
    case, link = story.case, page.split("?")[0]
    assert link == f"/t/{case.secret}/"
    assert story.lines().items() >= (FREE | {"transport": "covered", "replacement": "needs_facts"}).items()
    assert case.decision.provisional is True

    # One working day for an answer: Sunday, to closing time. Seven working days in all: Sunday 22 to Thursday 26
    # are five, Friday is none, Saturday 28 and Sunday 29 are the sixth and the seventh.
    assert story.promise("first_reply") == ("running", "2026-11-22 17:00")
    assert story.promise("resolution") == ("running", "2026-11-29 17:00")
    assert story.told() == ["guarantee_registered", "case_opened"]
    assert link in story.last_message
    assert "یکشنبه ۱ آذر ۱۴۰۵، ساعت ۱۷:۰۰" in story.last_message

    # Found again with code and number, by somebody without the link.
    other_phone = Person()
    other_phone.read("/track/")
    assert other_phone.send("/track/", code=case.code, last="۰۰۰۱") == link

    # The desk takes it up; the answer keeps the first promise.
    desk = f"/desk/cases/{case.code}/"
    hands.turn("2026-11-21", "11:00")
    alice = sign_in("alice")
    alice.read(desk)
    alice.send(desk + "triage", kind="guarantee_repair", note="")
    alice.send(desk + "assignment", assignee=cast.bob.pk)
    alice.send(desk + "reply", body="سلام، دستگاه را بیاورید.", internal="no")
    assert story.case.state == "in_progress"
    assert story.promise("first_reply") == ("met", "2026-11-22 17:00")

    # The device arrives on Sunday, 1 Azar: from then the law gives fifteen days, to the end of 16 Azar.
    hands.turn("2026-11-22")
    assert story.told()[2:] == ["staff_replied"]
    bob = sign_in("bob")
    bob.read(desk)
    assert [each.fact for each in bob.context["needed"]] == ["defect_cause", "irreparable"]
    bob.send(desk + "progress", moment="device_received")
    assert story.promise("repair") == ("running", "2026-12-07 23:59")

    # The inspection makes the decision final, and what it changed is explained to the customer.
    bob.read(desk)
    bob.send(desk + "inspection", fact_defect_cause="manufacturing", fact_irreparable="false")
    work(hands.at)
    assert story.case.decision.provisional is False
    assert story.lines().items() >= (FREE | {"transport": "covered", "replacement": "not_covered"}).items()
    changed = "تعویض: پیش‌تر «به اطلاعات بیشتر نیاز دارد» بود و حالا «پوشش ندارد»؛ چون «تعمیرناپذیر: خیر»."
    assert story.fact("case.decided")["explanation"]["fa"] == changed
    assert story.told()[-1] == "decision_changed"
    assert changed in story.last_message

    # A part is missing. Neither the law nor the company's promise may wait for that: both clocks run on.
    hands.turn("2026-11-23")
    bob.read(desk)
    bob.send(desk + "hold", reason="waiting_for_part", note="")
    held = story.fact("case.held")
    assert (held["paused"], held["running"]) == ([], ["resolution", "repair"])
    bob.read(desk)
    assert "ساعت این قول‌ها همچنان می‌گذرد: «به سرانجام رساندن درخواست» و «تعمیر»" in bob.body
    assert story.promise("repair") == ("running", "2026-12-07 23:59")
    hands.turn("2026-11-29", "16:59")
    assert story.promise("resolution")[0] == "at_risk"
    hands.turn("2026-11-29", "17:01")
    assert story.promise("resolution")[0] == "breached"
    assert "promise_breached" not in story.told(), "our own promise gives no right to tell of"

    # The last day of the law's time is still in time; the minute after midnight is not.
    hands.turn("2026-12-07", "23:58")
    assert story.promise("repair")[0] == "at_risk"
    assert not Right.objects.unscoped("test").exists()
    hands.turn("2026-12-08", "00:01")
    assert story.promise("repair")[0] == "breached"
    rights = Right.objects.unscoped("test").order_by("pk")
    assert [right.remedy for right in rights] == ["loaner", "guarantee_extension"]
    assert {right.provision for right in rights} == {"ir.electronics.repair_time"}
    assert story.told()[-1] == "promise_breached"
    assert "جایگزین موقت و تمدید گارانتی" in story.last_message
    maryam.read(link)
    assert [right.title for right in maryam.context["tracking"].rights] == ["جایگزین موقت", "تمدید گارانتی"]

    # The part came; repaired, but not for long: reopened by the customer, and its clocks start anew on Thursday.
    hands.turn("2026-12-09")
    assert "/accounts/login/" in bob.send(desk + "resumption"), (
        "two weeks after signing in one signs in again"
    )
    bob = sign_in("bob")
    bob.read(desk)
    bob.send(desk + "resumption")
    bob.send(desk + "resolution", resolution="سوکت شارژ عوض شد.")
    assert (story.promise("repair")[0], story.promise("resolution")[0]) == ("met_late", "met_late")
    hands.turn("2026-12-10")
    assert story.told()[-1] == "case_resolved"
    maryam.read(link)
    maryam.send(link + "reopening/", why="باز هم شارژ نمی‌شود")
    assert (story.case.state, story.case.reopened) == ("in_progress", 1)
    assert story.promise("first_reply") == ("running", "2026-12-12 17:00")
    assert story.promise("resolution") == ("running", "2026-12-19 17:00")

    # Repaired again, and closed with thanks.
    hands.turn("2026-12-12")
    bob.read(desk)
    bob.send(desk + "resolution", resolution="برد عوض شد.")
    assert (story.promise("first_reply")[0], story.promise("resolution")[0]) == ("met", "met")
    hands.turn("2026-12-12", "11:00")
    maryam.read(link)
    maryam.send(link + "closure/")
    hands.turn("2026-12-12", "12:00")
    assert story.case.state == "closed"
    maryam.read(link)
    assert "بسته شد" in maryam.body

    # What is left behind can be proved.
    names = Event.objects.of("case", case.pk).values_list("name", flat=True)
    assert list(names) == [
        "case.opened", "case.triaged", "case.assigned", "case.replied", "promise.met",
        "case.progressed", "case.inspected", "case.decided", "case.held",
        "promise.at_risk", "promise.breached", "promise.at_risk", "promise.breached",
        "case.resumed", "case.resolved", "promise.met", "promise.met",
        "case.reopened", "case.decided", "case.resolved", "promise.met", "promise.met", "case.closed",
    ]  # fmt: skip
    assert verify.breaks("case", case.pk) == []
    seal_all(hands.at)
    assert verify.flaws(cast.sard.pk) == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {"done"}
    assert set(Message.objects.unscoped("test").values_list("state", flat=True)) == {"outbox"}
    kept = list(Decision.objects.unscoped("test").order_by("pk"))
    assert [decision.supersedes_id for decision in kept] == [None, kept[0].pk, kept[1].pk]
    for decision in kept:
        assert fingerprint(plain(replay(decision).record())) == decision.result_hash
