"""Messages: written once for each cause, sent through gateways, tried again, replayed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import connections

from sepas.kernel.activity.models import Event
from sepas.kernel.actor import Actor
from sepas.kernel.errors import Invalid, NotFound, Refused
from sepas.notices import queries
from sepas.notices.actions import queue_message, replay_message, tell_customer
from sepas.notices.deliver import BLOTTED, LEASE, WAITS, deliver_due
from sepas.notices.models import Channel, Message, MessageState
from sepas.notices.ports import Gateways, Receipt, TryLater, Undeliverable
from sepas.notices.quiet import after_quiet
from sepas.notices.templates import TEMPLATES, preview
from sepas.parties.actions.organisations import edit_organisation
from tests.cases.world import MORNING, at
from tests.cast import Cast

NIGHT = at("2026-11-21", "19:00")
"""Half past ten at night in Tehran."""


class Fake:
    """A gateway that keeps what it was given, and fails as it is told to."""

    def __init__(self, *failures: Exception | None) -> None:
        self.failures = list(failures)
        self.sent: list[tuple[str, str, str]] = []

    def send(self, *, recipient: str, body: str, key: str, subject: str = "") -> Receipt:
        self.sent.append((recipient, body, key))
        failure = self.failures.pop(0) if self.failures else None
        if failure is not None:
            raise failure
        return Receipt(gateway_id=f"id-{len(self.sent)}")


def gateways(*failures: Exception | None) -> Gateways:
    fake = Fake(*failures)
    return Gateways(fake, fake)


def queued(cast: Cast, *, key: str = "k", now: datetime = MORNING, template: str = "case_held") -> Message:
    context = {
        "company": "سرد",
        "code": "1",
        "reason": "منتظریم",
        "link": "l",
        "name": "",
        "otp": "481516",
        "minutes": "۵",
    }
    return queue_message(
        organisation=cast.sard,
        channel=Channel.SMS,
        recipient=cast.maryam.mobile,
        template=template,
        context=context,
        language="fa",
        key=key,
        now=now,
    )


def again(message: Message) -> Message:
    return Message.objects.unscoped("test").get(pk=message.pk)


def test_one_cause_is_one_message(cast: Cast) -> None:
    first = queued(cast)
    assert queued(cast, now=MORNING + timedelta(days=1)) == first
    assert Message.objects.unscoped("test").count() == 1
    assert (first.body, first.state) == (
        "سرد\nکار درخواست 1 فعلاً متوقف است: منتظریم.\nl",
        MessageState.QUEUED,
    )


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-21T18:29", "2026-11-21T18:29"),
        ("2026-11-21T18:30", "2026-11-22T04:30"),
        ("2026-11-21T22:00", "2026-11-22T04:30"),
        ("2026-11-22T04:29", "2026-11-22T04:30"),
        ("2026-11-22T04:30", "2026-11-22T04:30"),
    ],
)
def test_at_night_what_can_wait_waits(moment: str, expected: str) -> None:
    assert after_quiet(at(*moment.split("T")), "Asia/Tehran") == at(*expected.split("T"))


@pytest.mark.parametrize(
    ("begin", "end", "moment", "expected"),
    [
        ("20:00", "09:30", "2026-11-21T16:30", "2026-11-22T06:00"),
        ("20:00", "09:30", "2026-11-21T16:29", "2026-11-21T16:29"),
        ("13:00", "16:00", "2026-11-21T10:00", "2026-11-21T12:30"),
        ("13:00", "16:00", "2026-11-21T20:00", "2026-11-21T20:00"),
        ("00:00", "00:00", "2026-11-21T22:00", "2026-11-21T22:00"),
    ],
)
def test_quiet_hours_are_those_of_the_organisation(
    cast: Cast, begin: str, end: str, moment: str, expected: str
) -> None:
    now = at(*moment.split("T"))
    edit_organisation(
        cast.actor_of("adam"), organisation=cast.sard, quiet_from=begin, quiet_until=end, now=MORNING
    )
    assert queued(cast, now=now).available_at == at(*expected.split("T"))
    assert queued(cast, key="otp", now=now, template="one_time_code").available_at == now


@pytest.mark.parametrize("time", ["", "22", "25:00", "22:00:00", "شب"])
def test_a_time_that_is_none_is_refused(cast: Cast, time: str) -> None:
    with pytest.raises(Invalid) as caught:
        edit_organisation(cast.actor_of("adam"), organisation=cast.sard, quiet_from=time, now=MORNING)
    assert set(caught.value.fields) == {"quiet_from"}
    with pytest.raises(Refused):
        edit_organisation(cast.actor_of("alice"), organisation=cast.sard, quiet_from="21:00", now=MORNING)
    cast.sard.refresh_from_db()
    assert cast.sard.quiet_from == "22:00"


def test_only_what_is_urgent_is_sent_at_night(cast: Cast) -> None:
    assert queued(cast, now=NIGHT).available_at == at("2026-11-22", "04:30")
    assert queued(cast, key="otp", now=NIGHT, template="one_time_code").available_at == NIGHT
    through = gateways()
    assert deliver_due(NIGHT, gateways=through) == 1
    assert deliver_due(at("2026-11-22", "04:30"), gateways=through) == 1


def test_a_sent_message_is_marked_and_never_sent_again(cast: Cast) -> None:
    message, through = queued(cast), gateways()
    assert deliver_due(MORNING, gateways=through) == 1
    assert deliver_due(MORNING + timedelta(days=1), gateways=through) == 0
    kept = again(message)
    assert (kept.state, kept.gateway_id, kept.sent_at) == (MessageState.SENT, "id-1", MORNING)
    assert (kept.available_at, kept.lease, kept.attempts) == (None, "", 1)
    assert through.sms.sent == [(cast.maryam.mobile, message.body, "k")]


def test_a_code_is_blotted_out_once_sent(cast: Cast) -> None:
    message, through = queued(cast, template="one_time_code"), gateways()
    assert "481516" in message.body
    deliver_due(MORNING, gateways=through)
    assert "481516" in through.sms.sent[0][1]
    assert again(message).body == BLOTTED


def test_without_a_gateway_messages_stay_in_the_outbox(cast: Cast, settings) -> None:
    settings.SEPAS_NOTICES_OUTBOX = True
    message = queued(cast)
    assert deliver_due(MORNING) == 1
    assert (again(message).state, again(message).body) == (MessageState.OUTBOX, message.body)


def test_a_gateway_that_fails_is_asked_again_with_growing_patience_and_the_same_key(cast: Cast) -> None:
    message, now = queued(cast), MORNING
    through = gateways(TryLater("busy"), RuntimeError("boom"), None)
    assert deliver_due(now, gateways=through) == 0
    kept = again(message)
    assert (kept.state, kept.available_at, kept.error) == (
        MessageState.QUEUED,
        now + WAITS[0],
        "TryLater: busy",
    )
    assert deliver_due(now + WAITS[0] - timedelta(seconds=1), gateways=through) == 0
    assert len(through.sms.sent) == 1
    now += WAITS[0]
    assert deliver_due(now, gateways=through) == 0
    assert again(message).error == "RuntimeError: boom"
    assert deliver_due(now + WAITS[1], gateways=through) == 1
    assert {key for *_, key in through.sms.sent} == {"k"}
    assert (again(message).state, again(message).attempts, again(message).error) == (MessageState.SENT, 3, "")


def test_after_the_last_try_it_is_dead_with_its_error(cast: Cast) -> None:
    message, now = queued(cast), MORNING
    through = gateways(*[TryLater(f"no {n}") for n in range(20)])
    for wait in (*WAITS, timedelta()):
        assert again(message).state == MessageState.QUEUED
        deliver_due(now, gateways=through)
        now += wait
    kept = again(message)
    assert (kept.state, kept.available_at) == (MessageState.DEAD, None)
    assert kept.error == f"TryLater: no {len(WAITS)}"
    assert deliver_due(now + timedelta(days=9), gateways=through) == 0


def test_a_refused_recipient_is_not_tried_again(cast: Cast) -> None:
    message = queued(cast)
    deliver_due(MORNING, gateways=gateways(Undeliverable("no such number")))
    assert (again(message).state, again(message).attempts) == (MessageState.DEAD, 1)


def test_one_bad_message_does_not_stop_the_next(cast: Cast) -> None:
    queued(cast, key="a")
    good = queued(cast, key="b")
    assert deliver_due(MORNING, gateways=gateways(Undeliverable("x"), None)) == 1
    assert again(good).state == MessageState.SENT


def test_a_worker_that_died_leaves_its_message_to_the_next(cast: Cast) -> None:
    message = queued(cast)
    Message.objects.unscoped("test").filter(pk=message.pk).update(
        lease="dead", available_at=MORNING + LEASE, attempts=1
    )
    assert deliver_due(MORNING, gateways=gateways()) == 0
    assert deliver_due(MORNING + LEASE, gateways=gateways()) == 1
    assert again(message).attempts == 2


def test_a_dead_message_is_sent_again_by_who_may(cast: Cast) -> None:
    message = queued(cast)
    deliver_due(MORNING, gateways=gateways(Undeliverable("x")))
    dead = again(message)
    for who, error in (("alice", Refused), ("mallory", NotFound), ("maryam", NotFound)):
        with pytest.raises(error):
            replay_message(cast.actor_of(who), message=dead, now=MORNING)
    assert again(message).state == MessageState.DEAD
    assert not Event.objects.filter(name="message.replayed").exists()
    replay_message(cast.actor_of("adam"), message=dead, now=MORNING)
    assert deliver_due(MORNING, gateways=gateways()) == 1
    assert again(message).state == MessageState.SENT
    with pytest.raises(Refused) as caught:
        replay_message(cast.actor_of("adam"), message=again(message), now=MORNING)
    assert caught.value.code == "not_failed"


def test_a_customer_without_a_number_is_written_to(cast: Cast) -> None:
    customer = cast.reza
    customer.mobile, customer.email = "", "reza@example.com"
    message = tell_customer(
        organisation=cast.sard,
        customer=customer,
        template="case_held",
        context={"company": "سرد", "code": "1", "reason": "ر", "link": "l"},
        key="k",
        now=MORNING,
    )
    assert message is not None
    assert (message.channel, message.subject) == (Channel.EMAIL, "درخواست 1 متوقف است")
    customer.email = ""
    assert (
        tell_customer(
            organisation=cast.sard, customer=customer, template="x", context={}, key="z", now=MORNING
        )
        is None
    )


@pytest.mark.parametrize("name", sorted(TEMPLATES))
@pytest.mark.parametrize("channel", Channel.values)
def test_every_template_can_be_previewed_in_both_languages(name: str, channel: str) -> None:
    persian, english = (preview(name, language=language, channel=channel) for language in ("fa", "en"))
    assert persian.body != english.body
    for rendered in (persian, english):
        assert "{" not in rendered.body + rendered.subject
        assert bool(rendered.subject) == (channel == Channel.EMAIL)
    assert not any("\u0600" <= letter <= "\u06ff" for letter in english.body)


def test_messages_are_listed_for_those_who_may(cast: Cast, django_assert_num_queries) -> None:
    for n in range(5):
        queued(cast, key=str(n))
    adam: Actor = cast.actor_of("adam")
    with django_assert_num_queries(1):
        page = queries.messages(adam, size=2)
    assert [message.key for message in page.messages] == ["4", "3"]
    assert [message.key for message in queries.messages(adam, size=5, before=page.next).messages] == [
        "2",
        "1",
        "0",
    ]
    assert queries.counts(adam) == {"queued": 5, "sent": 0, "outbox": 0, "dead": 0}
    for who in ("mallory", "maryam", "guest"):
        assert queries.messages(cast.actor_of(who)).messages == []
        with pytest.raises(NotFound):
            queries.message(cast.actor_of(who), page.messages[0].pk)


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_message_once(committed_cast: Cast) -> None:
    for n in range(10):
        queued(committed_cast, key=str(n))
    through, barrier = gateways(), Barrier(2)

    def work() -> int:
        try:
            barrier.wait()
            return deliver_due(MORNING, gateways=through)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        sent = sum(each.result() for each in [pool.submit(work) for _ in range(2)])
    assert sent == 10
    assert sorted(key for *_, key in through.sms.sent) == [str(n) for n in range(10)]
