"""What a customer wants to hear of: kept to, except where the law wants them told."""

import pytest

from sepas.cases.queries.one import link_holder
from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Invalid, NotFound
from sepas.notices.actions.queue import tell_customer
from sepas.notices.choices import choice_of, choose_notices
from sepas.notices.models import Message, NoticeChoice
from sepas.notices.templates import TEMPLATES
from tests.cases.world import MORNING, World, make_world

pytestmark = pytest.mark.django_db
ALL = "the test looks at everything"


@pytest.fixture
def world(cast) -> World:
    return make_world(cast)


def tell(world: World, template: str):
    return tell_customer(
        organisation=world.sard,
        customer=world.maryam,
        template=template,
        context=TEMPLATES[template].sample,
        key=template,
        now=MORNING,
    )


def test_whoever_wants_only_what_is_needed_gets_no_news_of_steps_but_all_that_the_law_wants_told(world):
    choose_notices(
        world.actor("maryam"), customer=world.maryam, sms=True, email=False, news="needed", now=MORNING
    )
    heard = {name for name in TEMPLATES if name != "one_time_code" and tell(world, name) is not None}
    assert set(TEMPLATES) - heard - {"one_time_code"} == {
        "guarantee_registered",
        "case_merged",
        "case_unmerged",
        "handover_ended",
        "invoice_received",
        "webhook_failed",
        "staff_notified",
    }
    assert {"promise_breached", "decision_changed", "case_escalated", "case_opened"} <= heard


def test_messages_go_by_the_way_that_was_chosen(world):
    world.maryam.email = "maryam@example.com"
    world.maryam.save()
    choose_notices(
        world.actor("maryam"), customer=world.maryam, sms=False, email=True, news="every", now=MORNING
    )
    assert (tell(world, "staff_replied").channel, tell(world, "staff_replied").recipient) == (
        "email",
        "maryam@example.com",
    )


def test_what_must_be_told_takes_the_other_way_when_the_chosen_one_is_gone(world):
    world.maryam.email = "maryam@example.com"
    world.maryam.save()
    choose_notices(
        world.actor("maryam"), customer=world.maryam, sms=False, email=True, news="every", now=MORNING
    )
    world.maryam.email = ""
    world.maryam.save()
    assert tell(world, "promise_breached").channel == "sms"


@pytest.mark.parametrize(
    ("sms", "email", "news", "field"),
    [(False, False, "every", "ways"), (True, True, "every", "ways"), (True, False, "never", "news")],
)
def test_a_choice_that_would_leave_nobody_reachable_is_explained(world, sms, email, news, field):
    with pytest.raises(Invalid) as caught:
        choose_notices(
            world.actor("maryam"), customer=world.maryam, sms=sms, email=email, news=news, now=MORNING
        )
    assert set(caught.value.fields) == {field}
    assert not NoticeChoice.objects.unscoped(ALL).exists()


def test_the_same_choice_again_is_no_news_and_the_link_of_a_case_may_choose_too(world):
    actor = link_holder(world.open())
    for _time in range(2):
        choose_notices(actor, customer=world.maryam, sms=True, email=False, news="needed", now=MORNING)
    assert Event.objects.filter(name="customer.notices_chosen").count() == 1
    assert choice_of(world.maryam).news == "needed"


@pytest.mark.parametrize("who", ["reza", "mallory"])
def test_nobody_chooses_for_somebody_else(world, who):
    with pytest.raises(NotFound):
        choose_notices(
            world.actor(who), customer=world.maryam, sms=True, email=False, news="needed", now=MORNING
        )
    assert not Message.objects.unscoped(ALL).exists()
