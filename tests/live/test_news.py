"""Everybody hears of what they may see, and of nothing else; nothing is told twice or lost."""

import pytest

from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.reply import reply_to_case
from sepas.kernel.activity.models import Event
from sepas.web.live import news
from sepas.web.live.who import may_listen_from, staff_of
from tests.cases.world import World, make_world
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast)


def names(found):
    return [each.name for each in found]


def test_what_happens_after_the_beginning_is_read_once(world):
    world.open()
    reader = news.Reader()
    reader.begin()
    assert reader.read() == ([], set())
    case = world.open()
    reply_to_case(world.actor("alice"), case=case, body="سلام", now=NOW)
    found, _notified = reader.read()
    assert "case.opened" in names(found)
    assert "case.replied" in names(found)
    assert {each.case.code for each in found} == {case.code}
    assert reader.read() == ([], set())


def test_a_fact_whose_id_is_older_but_that_was_committed_later_is_told_too(world):
    case = world.open()
    reader = news.Reader()
    reader.begin()
    late = Event.objects.filter(subject_id=case.pk, subject_type="case").order_by("-pk")[0]
    del reader.told[late.pk]
    found, _notified = reader.read()
    assert [each.id for each in found] == [late.pk]


def test_only_who_may_see_a_case_hears_of_it(world):
    reader = news.Reader()
    reader.begin()
    case = assign_case(world.actor("carol"), case=world.open(), assignee=world.staff("bob"), now=NOW)
    found, _notified = reader.read()
    heard = {name: {each.case.code for each in news.heard_by(world.actor(name), found)}
             for name in ("alice", "bob", "carol", "isa", "mallory")}  # fmt: skip
    assert heard == {
        "alice": {case.code}, "bob": {case.code}, "carol": {case.code}, "isa": set(), "mallory": set(),
    }  # fmt: skip


def test_whoever_missed_little_is_told_and_whoever_missed_much_reads_anew(world, monkeypatch):
    first = world.open()
    last = Event.objects.filter(subject_type="case", subject_id=first.pk).order_by("-pk")[0].pk
    second = world.open()
    assert {each.case.pk for each in news.missed(last)} == {second.pk}
    monkeypatch.setattr(news, "MOST", 0)
    assert news.missed(last) is None


def test_a_turn_without_news_costs_two_queries(world, django_assert_num_queries):
    reader = news.Reader()
    reader.begin()
    with django_assert_num_queries(2):
        reader.read()


def test_the_session_of_the_desk_opens_the_stream_and_nothing_else_does(world, client):
    client.force_login(world.staff("alice").user)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    assert staff_of(cookie).id == world.staff("alice").pk
    assert staff_of("") is None
    assert staff_of("sessionid=made-up") is None
    client.logout()
    assert staff_of(cookie) is None


def test_somebody_who_must_still_choose_a_password_hears_nothing(world, client):
    user = world.staff("alice").user
    client.force_login(user)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    user.one_time_until = NOW
    user.save()
    assert staff_of(cookie) is None


def test_pages_of_other_sites_may_not_listen(settings):
    settings.BASE_URL = "https://desk.example.com"
    assert may_listen_from("https://desk.example.com")
    assert may_listen_from("")
    assert not may_listen_from("https://evil.example.com")
    assert not may_listen_from("null")
