"""What happened reaches the receiver, signed, at least once and under the same id."""

import base64
import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.db import transaction

from sepas.adapters.webhook_http import HttpPoster
from sepas.kernel.activity.models import Event
from sepas.kernel.outbox.work import run_pending
from sepas.notices.models import Message
from sepas.webhooks.actions.endpoints import rotate_secret, switch_webhook
from sepas.webhooks.actions.sending import replay, send_test
from sepas.webhooks.deliver import LEASE, WAITS, deliver_due
from sepas.webhooks.models import Endpoint, WebhookDelivery, WebhookTry
from tests.cast import NOW, actor_of
from tests.webhooks.conftest import register

QUICK = HttpPoster(timeout=0.4)


def only() -> WebhookDelivery:
    return WebhookDelivery.objects.unscoped("test").get()


def is_signed(secret: str, headers: dict[str, str], body: str) -> bool:
    """As a receiver checks it, written from the standard and not from the product."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    key = base64.b64decode(secret.removeprefix("whsec_"))
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return any(hmac.compare_digest(wanted, each) for each in headers["webhook-signature"].split(" "))


def test_an_opened_case_is_told_signed_and_without_personal_details(hook, opened, receiver):
    case = opened()
    assert deliver_due(NOW, poster=QUICK) == 1
    got = receiver[0].got[0]
    assert got["path"] == "/hooks?from=sepas"
    assert is_signed(hook.secret, got["headers"], got["body"])
    assert not is_signed(hook.secret, got["headers"], got["body"] + " ")
    body = json.loads(got["body"])
    assert body["type"] == "case.opened"
    assert body["version"] == 1
    assert body["subject"] == {"type": "case", "id": case.pk, "code": case.code}
    assert body["data"]["customer_id"] == case.customer_id
    assert "actor" not in body
    assert not any("\u0600" <= char <= "\u06ff" for char in got["body"])
    assert only().state == "sent"
    kept = WebhookTry.objects.unscoped("test").get()
    assert (kept.status, kept.number, kept.response) == (200, 1, '{"thanks": true}')
    assert hook.secret not in kept.request
    assert deliver_due(NOW + timedelta(days=1), poster=QUICK) == 0


def test_details_go_along_only_where_that_was_chosen(cast, receiver, opened):
    register(cast, receiver[1], details=True)
    opened()
    deliver_due(NOW, poster=QUICK)
    assert json.loads(receiver[0].got[0]["body"])["actor"]["name"] == "الهام احمدی"


def test_what_is_rolled_back_is_owed_to_nobody(hook, opened):
    with pytest.raises(RuntimeError), transaction.atomic():
        opened()
        raise RuntimeError
    assert not WebhookDelivery.objects.unscoped("test").exists()


def test_other_events_and_other_organisations_are_not_told(hook, opened, cast):
    from sepas.cases.actions.triage import triage_case

    triage_case(actor_of("alice"), case=opened(), now=NOW)
    assert [row.name for row in WebhookDelivery.objects.unscoped("test")] == ["case.opened"]
    assert not WebhookDelivery.objects.visible_to(actor_of("mallory")).exists()


@pytest.mark.parametrize("trouble", ["500", "302", "slow", "drip", "down"])
def test_whatever_goes_wrong_it_is_tried_again_under_the_same_id(trouble, cast, opened, receiver):
    answers, url = receiver
    if trouble == "down":
        url = "http://127.0.0.1:1/hooks"
    hook = register(cast, url).endpoint
    answers.slow, answers.drip = (1.0 if trouble == "slow" else 0.0), trouble == "drip"
    answers.status = int(trouble) if trouble.isdigit() else 200
    answers.where = url if trouble == "302" else ""
    opened()
    assert deliver_due(NOW, poster=QUICK) == 0
    row = only()
    assert (row.state, row.attempts, row.available_at) == ("queued", 1, NOW + WAITS[0])
    kept = WebhookTry.objects.unscoped("test").get()
    assert kept.took_ms < 3000
    assert kept.status == (int(trouble) if trouble.isdigit() else None)
    assert bool(kept.error) == (not trouble.isdigit())
    assert len(answers.got) == (0 if trouble == "down" else 1)  # no redirect was followed
    assert deliver_due(NOW + timedelta(seconds=4), poster=QUICK) == 0
    assert WebhookTry.objects.unscoped("test").count() == 1
    if trouble == "down":
        return
    answers.slow, answers.drip, answers.status = 0.0, False, 200
    assert deliver_due(NOW + WAITS[0], poster=QUICK) == 1
    assert answers.ids == [row.key, row.key]
    assert answers.got[0]["body"] == answers.got[1]["body"]
    assert Endpoint.objects.unscoped("test").get(pk=hook.pk).failing_since is None


def test_a_sender_that_was_killed_leaves_it_to_the_next(hook, opened, receiver):
    """Killed after the receiver had it and before that was noted: sent again, under the same id."""
    opened()

    class Killed(BaseException):
        pass

    class Dying(HttpPoster):
        def post(self, url, *, headers, body):
            super().post(url, headers=headers, body=body)
            raise Killed

    with pytest.raises(Killed):
        deliver_due(NOW, poster=Dying(timeout=1))
    assert only().state == "queued"
    assert deliver_due(NOW + LEASE - timedelta(seconds=1), poster=QUICK) == 0
    assert deliver_due(NOW + LEASE, poster=QUICK) == 1
    assert len(receiver[0].got) == 2
    assert len(set(receiver[0].ids)) == 1


def test_after_the_last_try_it_is_dead_and_can_be_sent_again(hook, opened, receiver):
    opened()
    receiver[0].status = 500
    moment = NOW
    for wait in (*WAITS, timedelta(0)):
        Endpoint.objects.unscoped("test").update(failing_since=None)
        deliver_due(moment, poster=QUICK)
        moment += wait
    row = only()
    assert (row.state, row.attempts) == ("dead", len(WAITS) + 1)
    receiver[0].status = 204
    row.endpoint.refresh_from_db()
    replay(actor_of("adam"), delivery=row, now=moment)
    assert deliver_due(moment, poster=QUICK) == 1
    assert len(set(receiver[0].ids)) == 1
    assert Event.objects.filter(name="webhook.replayed").count() == 1


def test_one_that_fails_for_long_is_switched_off_and_its_contact_told(cast, opened, receiver):
    hook = register(cast, receiver[1], contact="ops@example.com").endpoint
    opened()
    receiver[0].status = 503
    deliver_due(NOW, poster=QUICK)
    rows = WebhookDelivery.objects.unscoped("test")
    later = NOW + timedelta(days=3)
    rows.update(available_at=later)
    deliver_due(later, poster=QUICK)
    hook.refresh_from_db()
    assert (hook.state, hook.failing_since) == ("failed", NOW)
    run_pending(later)
    told = Message.objects.unscoped("test").get(template="webhook_failed")
    assert (told.recipient, told.channel) == ("ops@example.com", "email")
    rows.update(available_at=later)
    assert deliver_due(later, poster=QUICK) == 0
    receiver[0].status = 200
    opened()
    assert rows.count() == 1  # nothing is owed to one that is off
    switch_webhook(actor_of("adam"), endpoint=hook, on=True, now=later)
    assert deliver_due(later, poster=QUICK) == 1


def test_one_that_is_gone_is_switched_off_at_once(hook, opened, receiver):
    opened()
    receiver[0].status = 410
    deliver_due(NOW, poster=QUICK)
    hook.endpoint.refresh_from_db()
    assert hook.endpoint.state == "failed"


def test_while_a_secret_changes_both_sign(hook, opened, receiver):
    fresh = rotate_secret(actor_of("adam"), endpoint=hook.endpoint, now=NOW)
    assert fresh.secret != hook.secret
    send_test(actor_of("adam"), endpoint=fresh.endpoint, now=NOW)
    deliver_due(NOW, poster=QUICK)
    got = receiver[0].got[0]
    assert is_signed(hook.secret, got["headers"], got["body"])
    assert is_signed(fresh.secret, got["headers"], got["body"])
    later = NOW + timedelta(hours=25)
    send_test(actor_of("adam"), endpoint=fresh.endpoint, now=later)
    deliver_due(later, poster=QUICK)
    got = receiver[0].got[1]
    assert not is_signed(hook.secret, got["headers"], got["body"])
    assert is_signed(fresh.secret, got["headers"], got["body"])


def test_secrets_are_not_kept_in_clear(hook):
    row = Endpoint.objects.unscoped("test").get()
    assert hook.secret not in row.secret
    assert hook.secret.removeprefix("whsec_") not in row.secret
    assert hook.secret not in repr(hook)


def test_two_senders_at_once_send_it_once(hook, opened, receiver):
    opened()
    row = WebhookDelivery.objects.unscoped("test").select_related("endpoint").get()
    from sepas.webhooks import deliver

    assert deliver._lease(row, NOW)
    again = WebhookDelivery.objects.unscoped("test").select_related("endpoint").get()
    again.available_at, again.lease = NOW, ""
    assert not deliver._lease(again, NOW)
