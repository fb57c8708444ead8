"""What failed, by cause, and run again together: seen before, once, and only by those who may."""

import pytest

from sepas.kernel.activity.models import Event
from sepas.kernel.outbox.causes import causes_of, key_of, replay_cause
from sepas.kernel.outbox.models import Delivery, DeliveryState
from sepas.notices.causes import replay_cause as send_cause
from sepas.notices.models import Channel, Message, MessageState
from sepas.parties.actions.branches import edit_branch
from tests.cast import NOW, actor_of
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def failed(cast):
    """Two failures of one cause, one of another."""
    edit_branch(actor_of("adam"), branch=cast.tehran, city="ری", now=NOW)
    event = Event.objects.get(name="branch.edited")
    for reaction, error in (("flows.a", "x\nKeyError: 17"), ("flows.b", "Timeout"), ("flows.a2", "Timeout")):
        Delivery.objects.create(
            event=event,
            organisation_id=cast.sard.pk,
            reaction=reaction,
            state=DeliveryState.DEAD,
            available_at=NOW,
            error=error,
        )
    return cast


def test_failures_alike_are_one_cause_whatever_their_numbers():
    assert key_of("a", "trace\nKeyError: 17") == key_of("a", "other\nKeyError: 18")
    assert key_of("a", "KeyError: 17") != key_of("b", "KeyError: 17")
    assert key_of("a", "KeyError: 17") != key_of("a", "Timeout")


def test_all_of_one_cause_run_again_and_each_is_a_fact(failed):
    adam = actor_of("adam")
    cause = next(cause for cause in causes_of(adam) if cause.name == "flows.a")
    assert replay_cause(adam, key=cause.key, now=NOW) == 1
    assert Delivery.objects.get(reaction="flows.a").state == DeliveryState.PENDING
    assert Delivery.objects.get(reaction="flows.b").state == DeliveryState.DEAD
    assert Event.objects.filter(name="delivery.replayed").count() == 1
    assert replay_cause(adam, key=cause.key, now=NOW) == 0


def test_another_company_sees_no_cause_and_runs_nothing(failed):
    key = causes_of(actor_of("adam"))[0].key
    assert causes_of(actor_of("mallory")) == []
    assert replay_cause(actor_of("mallory"), key=key, now=NOW) == 0


def test_the_page_shows_what_would_run_before_it_does(client, failed):
    key = next(cause for cause in causes_of(actor_of("adam")) if cause.name == "flows.a").key
    page = sign_in(client, "adam").get(f"/desk/deliveries/?cause={key}", headers=ENGLISH).content.decode()
    assert "Below is what would run again" in page
    assert "flows.b" not in page
    assert "KeyError: 17" in page


def test_the_payload_is_for_those_who_replay(client, failed):
    assert (
        "What it was about"
        in sign_in(client, "adam").get("/desk/deliveries/", headers=ENGLISH).content.decode()
    )
    assert (
        "What it was about"
        not in sign_in(client, "dana").get("/desk/deliveries/", headers=ENGLISH).content.decode()
    )


def test_messages_of_one_cause_are_sent_again_by_a_button(client, cast):
    for number, error in enumerate(("refused 1", "refused 2", "unknown")):
        Message.objects.create(
            organisation=cast.sard, channel=Channel.SMS, recipient="+989120000000", template="case_held", body="x",
            key=str(number), state=MessageState.DEAD, error=error, created_at=NOW,
        )  # fmt: skip
    page = sign_in(client, "adam").get("/desk/messages/?state=dead", headers=ENGLISH)
    cause = page.context["causes"][0]
    assert len(cause.ids) == 2
    shown = client.get(f"/desk/messages/?state=dead&cause={cause.key}", headers=ENGLISH)
    key = shown.content.decode().split('name="once" value="')[1].split('"')[0]
    assert client.post("/desk/messages/replay", {"once": key, "cause": cause.key}).status_code == 303
    states = Message.objects.unscoped("test").order_by("key").values_list("state", flat=True)
    assert list(states) == ["queued", "queued", "dead"]
    assert send_cause(actor_of("adam"), key=cause.key, now=NOW) == 0
