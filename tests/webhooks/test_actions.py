"""Who registers webhooks, and what they may not say."""

import pytest

from sepas.kernel.activity.models import Event
from sepas.kernel.errors import Conflict, Invalid, NotFound, Refused
from sepas.webhooks.actions import endpoints as actions
from sepas.webhooks.actions.sending import send_test
from sepas.webhooks.models import Endpoint
from sepas.webhooks.payloads import offered
from tests.cast import NOW, actor_of
from tests.parties.blind import lacking
from tests.webhooks.conftest import register

URL = "https://hooks.example.com/in"


@pytest.mark.parametrize("who", ["alice", "bob", "carol", "dana", "isa"])
def test_whoever_may_not_registers_nothing(who, cast):
    with pytest.raises(Refused):
        actions.register_webhook(
            actor_of(who), organisation=cast.sard, name="x", url=URL, events=["case.opened"], now=NOW
        )
    assert not Endpoint.objects.unscoped("test").exists()


@pytest.mark.parametrize("who", ["mallory", "maryam", "guest"])
def test_strangers_are_told_that_there_is_nothing(who, cast):
    hook = register(cast, URL).endpoint
    for act in (
        lambda actor: actions.rotate_secret(actor, endpoint=hook, now=NOW),
        lambda actor: actions.switch_webhook(actor, endpoint=hook, on=False, now=NOW),
        lambda actor: actions.remove_webhook(actor, endpoint=hook, now=NOW),
        lambda actor: send_test(actor, endpoint=hook, now=NOW),
    ):
        with pytest.raises(NotFound):
            act(actor_of(who))
    assert Endpoint.objects.unscoped("test").get().version == 0


def test_everything_wrong_is_named_at_once(cast):
    with pytest.raises(Invalid) as wrong:
        register(cast, "http://example.com/", name=" ", events=["staff.created"], contact="nobody")
    assert set(wrong.value.fields) == {"name", "url", "events", "contact"}
    assert wrong.value.data["allowed"]["events"] == offered()
    assert not Endpoint.objects.unscoped("test").exists()


def test_sign_ins_and_tokens_are_nobody_elses(cast):
    assert {"case.opened", "promise.breached", "unit.added"} <= set(offered())
    assert not [name for name in offered() if name.startswith(("staff.", "token.", "message.", "webhook."))]


def test_an_edit_that_changes_nothing_writes_nothing(cast):
    hook = register(cast, URL).endpoint
    actions.edit_webhook(actor_of("adam"), endpoint=hook, name="warehouse", now=NOW)
    assert not Event.objects.filter(name="webhook.edited").exists()
    actions.edit_webhook(actor_of("adam"), endpoint=hook, events=["unit.added"], now=NOW)
    assert Event.objects.get(name="webhook.edited").data["fields"] == ["events"]


def test_there_are_not_more_than_may_be(cast, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)
    hook = register(cast, URL).endpoint
    with pytest.raises(Conflict) as refused:
        register(cast, URL)
    assert refused.value.code == "too_many"
    actions.remove_webhook(actor_of("adam"), endpoint=hook, now=NOW)
    actions.remove_webhook(actor_of("adam"), endpoint=hook, now=NOW)
    assert Event.objects.filter(name="webhook.removed").count() == 1
    assert Endpoint.objects.unscoped("test").get().secret == ""
    register(cast, URL)


def test_amounts_take_the_right_to_see_amounts(cast):
    """Also for another address or other events of one that has them."""
    blind = lacking(cast, "fields.money")
    with pytest.raises(Refused):
        register_as(blind, cast, amounts=True)
    assert not Endpoint.objects.unscoped("test").exists()
    told = register_as(blind, cast, details=True).endpoint
    with pytest.raises(Refused):
        actions.edit_webhook(blind, endpoint=told, amounts=True, now=NOW)
    with_amounts = register(cast, URL, amounts=True).endpoint
    for change in ({"url": "https://other.example.com/in"}, {"events": ["case.resolved"]}):
        with pytest.raises(Refused):
            actions.edit_webhook(blind, endpoint=with_amounts, **change, now=NOW)
    actions.edit_webhook(blind, endpoint=with_amounts, amounts=False, now=NOW)
    assert Event.objects.filter(name="webhook.edited").latest("pk").data["amounts"] is False


def register_as(actor, cast, **more):
    return actions.register_webhook(
        actor, organisation=cast.sard, name="x", url=URL, events=["case.opened"], now=NOW, **more
    )
