"""How much failed stands in the navigation of those who may mend it; lists of it are narrowed by kind and time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from sepas.flows.failed import failed_work
from sepas.kernel.activity.models import Event
from sepas.kernel.clock import now
from sepas.kernel.outbox.models import Delivery
from sepas.notices.actions.queue import queue_message
from sepas.notices.models import Message
from sepas.parties.actions.organisations import edit_organisation
from sepas.webhooks.actions.endpoints import register_webhook, remove_webhook
from sepas.webhooks.actions.sending import send_test
from sepas.webhooks.models import Endpoint, WebhookDelivery
from sepas.webhooks.queries import dead_deliveries
from tests.cast import MARYAM, NOW, Cast, actor_of
from tests.speed.plans import plans_of
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db


def dead_delivery(cast: Cast, reaction: str, at: datetime) -> Delivery:
    edit_organisation(
        actor_of("adam"), organisation=cast.sard, phone=f"0218800{Event.objects.count():04}", now=at
    )
    event = Event.objects.filter(organisation_id=cast.sard.pk).latest("id")
    return Delivery.objects.create(
        event=event,
        organisation_id=cast.sard.pk,
        reaction=reaction,
        state="dead",
        available_at=datetime(2026, 1, 1, tzinfo=UTC),
        error=f"{reaction} failed",
    )


def dead_message(cast: Cast, key: str, at: datetime, template: str = "case_held") -> Message:
    message = queue_message(
        organisation=cast.sard,
        channel="sms",
        recipient=MARYAM,
        template=template,
        context={"code": "1", "company": "x", "link": "y", "reason": "z"},
        language="fa",
        key=key,
        now=at,
    )
    Message.objects.unscoped("test").filter(pk=message.pk).update(state="dead", available_at=None, error="no")
    return message


@pytest.fixture
def failed(cast: Cast) -> Endpoint:
    """Two deliveries, one message and one webhook delivery that failed for good."""
    dead_delivery(cast, "flows.one", NOW)
    dead_delivery(cast, "flows.two", NOW)
    dead_message(cast, "a", NOW)
    fresh = register_webhook(
        actor_of("adam"), organisation=cast.sard, name="w", url="https://hooks.example.com/",
        events=["unit.added"], now=NOW,
    )  # fmt: skip
    send_test(actor_of("adam"), endpoint=fresh.endpoint, now=NOW)
    WebhookDelivery.objects.unscoped("test").update(state="dead", available_at=None)
    return fresh.endpoint


def test_everything_that_failed_is_counted_for_whoever_may_mend_it(
    failed: Endpoint, django_assert_num_queries
) -> None:
    adam, alice = actor_of("adam"), actor_of("alice")
    with django_assert_num_queries(1):
        assert failed_work(adam) == {"deliveries": 2, "messages": 1, "webhooks": 1}
    with django_assert_num_queries(0):
        assert failed_work(alice) == {}
    assert failed_work(actor_of("mallory")) == {"deliveries": 0, "messages": 0, "webhooks": 0}


def test_what_a_removed_webhook_was_owed_is_nobodys_any_more(failed: Endpoint) -> None:
    remove_webhook(actor_of("adam"), endpoint=failed, now=NOW)
    assert failed_work(actor_of("adam"))["webhooks"] == 0


def test_dead_webhook_deliveries_have_an_index(failed: Endpoint) -> None:
    plan = plans_of(lambda: list(dead_deliveries(actor_of("adam")).order_by().values("pk")[:100]))[-1]
    assert "webhook_dead" in plan


def test_the_numbers_come_after_the_page_and_only_where_there_is_something_to_mend(
    failed: Endpoint, client: Client
) -> None:
    sign_in(client, "adam")
    page = client.get("/desk/").content.decode()
    assert 'hx-get="/desk/failed/"' in page
    assert "failed-number" not in page
    numbers = client.get("/desk/failed/", headers={"accept-language": "en"}).content.decode()
    assert 'hx-swap-oob="innerHTML:.failed-deliveries"' in numbers
    assert "2 failed" in numbers
    sign_in(client, "alice")
    assert "/desk/failed/" not in client.get("/desk/").content.decode()
    assert client.get("/desk/failed/").content.decode().strip() == ""


def test_failed_work_is_narrowed_by_kind_and_time(cast: Cast, client: Client) -> None:
    dead_delivery(cast, "flows.old", now() - timedelta(days=20))
    dead_delivery(cast, "flows.fresh", now() - timedelta(hours=2))
    sign_in(client, "adam")

    def shown(**query: str) -> set[str]:
        page = client.get("/desk/deliveries/", query).content.decode()
        return {
            name for name in ("flows.old", "flows.fresh") if f'<h2><bdi dir="ltr">{name}</bdi></h2>' in page
        }

    assert shown() == {"flows.old", "flows.fresh"}
    assert shown(since="7") == {"flows.fresh"}
    assert shown(since="30") == {"flows.old", "flows.fresh"}
    assert shown(kind="flows.old") == {"flows.old"}
    assert shown(kind="flows.old", since="7") == set()
    assert shown(kind="nonsense", since="nonsense") == {"flows.old", "flows.fresh"}


def test_messages_are_narrowed_by_kind_way_and_time(cast: Cast, client: Client) -> None:
    dead_message(cast, "old", now() - timedelta(days=20))
    dead_message(cast, "new", now() - timedelta(hours=2))
    sign_in(client, "adam")

    def shown(**query: str) -> int:
        return client.get("/desk/messages/", query).content.decode().count('class="message-body"')

    assert (shown(), shown(state="dead"), shown(since="7"), shown(state="dead", since="7")) == (2, 2, 1, 1)
    assert (shown(kind="case_held"), shown(kind="case_resolved")) == (2, 0)
    assert (shown(channel="sms"), shown(channel="email"), shown(channel="pigeon")) == (2, 0, 2)
