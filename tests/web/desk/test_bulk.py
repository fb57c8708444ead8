"""Many cases at once: seen beforehand, each done by its own action, told one by one, done once, undone in a minute."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sepas.cases.actions.assign import assign_case
from sepas.cases.actions.bulk_verbs import VERBS
from sepas.cases.lifecycle import State
from sepas.cases.models import Case, Post, Snooze
from sepas.kernel import clock
from sepas.web.desk.bulk import SALT
from tests.cases.verbs import say
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
KEY = "a-form-of-the-test".ljust(24, "x")


def preview(client, verb, *cases, **more):
    return client.get("/desk/bulk/", {"verb": verb, "code": [case.code for case in cases], **more})


def do(client, verb, *cases, key=KEY, **more):
    return client.post(
        "/desk/bulk/", {"verb": verb, "code": [case.code for case in cases], "once": key, **more}
    )


def fresh(case):
    return Case.objects.unscoped("test").get(pk=case.pk)


def test_the_preview_tells_who_can_and_who_cannot_and_why(client, world):
    new, held = world.open(), world.open(kind="advice")
    say(world, "hold", held)
    response = preview(sign_in(client, "carol"), "resume", new, held)
    assert [case.pk for case in response.context["able"]] == [held.pk]
    ((case, answer),) = response.context["unable"]
    assert (case.pk, answer.code) == (new.pk, "illegal_move")
    assert fresh(held).state == State.ON_HOLD


def test_the_preview_costs_the_same_for_one_and_for_many(client, world):
    cases = [world.open(kind=kind) for kind in ("advice", "complaint", "suggestion")]
    sign_in(client, "carol")
    numbers = []
    for some in (cases[:1], cases):
        with CaptureQueriesContext(connection) as caught:
            assert preview(client, "hold", *some).status_code == 200
        numbers.append(len(caught))
    assert numbers[0] == numbers[1]


def test_each_case_is_done_and_told_and_what_cannot_be_is_left_alone(client, world):
    one, other = world.open(), world.open(kind="advice")
    say(world, "resolve", other)
    response = do(sign_in(client, "carol"), "hold", one, other, reason="waiting_for_part")
    assert [(each.case.pk, each.done) for each in response.context["outcomes"]] == [
        (one.pk, True),
        (other.pk, False),
    ]
    assert (fresh(one).state, fresh(other).state) == (State.ON_HOLD, State.RESOLVED)
    assert response.context["outcomes"][1].why


def test_sent_twice_it_is_done_once(client, world):
    case = world.open()
    sign_in(client, "carol")
    for _ in range(2):
        response = do(client, "reply", case, text="قطعه رسید؛ فردا تماس می‌گیریم.")
        assert response.context["done"] == 1
    assert Post.objects.unscoped("test").filter(case=case).count() == 1


def test_what_the_verb_needs_is_asked_for_again_with_the_form(client, world):
    case = world.open()
    response = do(sign_in(client, "carol"), "assign", case)
    assert response.status_code == 422
    assert list(response.context["errors"]) == ["assignee"]
    assert fresh(case).assignee_id is None


def test_all_that_match_are_chosen_by_the_filters(client, world):
    complaint, advice = world.open(kind="complaint"), world.open(kind="advice")
    response = sign_in(client, "carol").get(
        "/desk/bulk/", {"verb": "hold", "all": "yes", "kind": "complaint"}
    )
    assert [case.pk for case in response.context["able"]] == [complaint.pk]
    assert advice.code not in response.content.decode()


def test_cases_of_others_are_not_reached(client, world):
    case = world.open()
    for who in ("isa", "mallory"):
        response = do(sign_in(client, who), "hold", case, reason="waiting_for_part", key=who.ljust(24, "x"))
        assert response.context["outcomes"] == []
    assert fresh(case).state == State.NEW


def test_an_assignment_is_undone_by_giving_the_case_back(client, world):
    case = world.open()
    case = assign_case(world.actor("carol"), case=case, assignee=world.cast.bob, now=case.opened_at)
    sign_in(client, "carol")
    page = do(client, "assign", case, assignee=world.cast.carol.pk).content.decode()
    assert fresh(case).assignee_id == world.cast.carol.pk
    what = re.search(r'name="what" value="([^"]+)"', page)[1]
    response = client.post("/desk/bulk/undo", {"what": what, "once": "undo".ljust(24, "x")})
    assert response.context["done"] == 1
    assert fresh(case).assignee_id == world.cast.bob.pk


def test_a_hold_is_undone_unless_somebody_changed_the_case_since(client, world):
    case, changed = world.open(), world.open(kind="advice")
    sign_in(client, "carol")
    page = do(client, "hold", case, changed, reason="waiting_for_part").content.decode()
    say(world, "resolve", fresh(changed))
    what = re.search(r'name="what" value="([^"]+)"', page)[1]
    response = client.post("/desk/bulk/undo", {"what": what, "once": "undo".ljust(24, "x")})
    assert {each.case.pk: each.done for each in response.context["outcomes"]} == {
        case.pk: True,
        changed.pk: False,
    }
    assert (fresh(case).state, fresh(changed).state) == (State.IN_PROGRESS, State.RESOLVED)


def test_after_a_minute_or_with_another_slip_nothing_is_undone(client, world, monkeypatch):
    sign_in(client, "carol")
    with monkeypatch.context() as past:
        past.setattr(signing.time, "time", lambda: 1_000_000)
        old = signing.dumps({"verb": "hold", "before": {}}, salt=SALT, compress=True)
    for what, status in ((old, 409), ("forged", 422)):
        assert client.post("/desk/bulk/undo", {"what": what, "once": KEY}).status_code == status


def taken_back(client, page: str, key: str = "undo"):
    what = re.search(r'name="what" value="([^"]+)"', page)[1]
    return client.post("/desk/bulk/undo", {"what": what, "once": key.ljust(24, "x")})


def snoozes():
    return list(Snooze.objects.unscoped("test").order_by("case_id").values_list("case_id", "staff_id"))


def test_cases_that_nobody_has_are_taken_and_given_back_again(client, world):
    free, mine, taken = world.open(), world.open(kind="advice"), world.open(kind="complaint")
    carol, now = world.actor("carol"), free.opened_at
    assign_case(carol, case=mine, assignee=world.cast.carol, now=now)
    assign_case(carol, case=taken, assignee=world.cast.bob, now=now)
    unable = preview(sign_in(client, "carol"), "claim", free, mine, taken).context["unable"]
    assert [(case.pk, answer.code) for case, answer in unable] == [(mine.pk, "yours"), (taken.pk, "taken")]
    assert world.cast.bob.name_fa in str(unable[1][1].reason)
    response = do(client, "claim", free, taken)
    assert [(each.case.pk, each.done) for each in response.context["outcomes"]] == [
        (free.pk, True),
        (taken.pk, False),
    ]
    assert world.cast.bob.name_fa in response.context["outcomes"][1].why
    assert (fresh(free).assignee_id, fresh(taken).assignee_id) == (world.cast.carol.pk, world.cast.bob.pk)
    assert taken_back(client, response.content.decode()).context["done"] == 1
    assert (fresh(free).assignee_id, fresh(mine).assignee_id) == (None, world.cast.carol.pk)


def test_giving_back_is_undone_by_taking_again(client, world):
    case = world.open()
    assign_case(world.actor("carol"), case=case, assignee=world.cast.carol, now=case.opened_at)
    response = do(sign_in(client, "carol"), "release", case)
    assert fresh(case).assignee_id is None
    assert taken_back(client, response.content.decode()).context["done"] == 1
    assert fresh(case).assignee_id == world.cast.carol.pk


def test_cases_are_put_aside_for_one_person_had_back_and_undone(client, world):
    one, other = world.open(), world.open(kind="advice")
    sign_in(client, "carol")
    assert do(client, "snooze", one).status_code == 422
    assert do(client, "snooze", one, choice="never").status_code == 422
    response = do(client, "snooze", one, other, choice="3d")
    mine = [(one.pk, world.cast.carol.pk), (other.pk, world.cast.carol.pk)]
    assert snoozes() == sorted(mine)
    assert taken_back(client, response.content.decode()).context["done"] == 2
    assert snoozes() == []
    do(client, "snooze", one, choice="customer", key="again".ljust(24, "x"))
    response = do(client, "wake", one, other, key="wake".ljust(24, "x"))
    assert [each.done for each in response.context["outcomes"]] == [True, False]
    assert snoozes() == []


def test_a_snooze_sent_again_a_minute_later_is_the_same_wish(client, world, monkeypatch):
    case = world.open()
    sign_in(client, "carol")
    do(client, "snooze", case, choice="3h")
    later = clock.now() + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    response = do(client, "snooze", case, choice="3h")
    assert (response.status_code, response.context["done"]) == (200, 1)


def test_notes_are_kept_and_resolving_tells_the_customer(client, world):
    case = world.open()
    sign_in(client, "carol")
    assert do(client, "note", case, text=" ").status_code == 422
    do(client, "note", case, text="با انبار هماهنگ شد")
    assert Post.objects.unscoped("test").get(case=case).internal is True
    do(client, "resolve", case, text="قطعه عوض شد", key="resolve".ljust(24, "x"))
    assert (fresh(case).state, fresh(case).resolution) == (State.RESOLVED, "قطعه عوض شد")


def test_each_verb_is_under_its_own_policy(client, world):
    case = world.open()
    sign_in(client, "bob")
    for verb, more in (
        ("close", {}),
        ("resolve", {"text": "شد"}),
        ("note", {"text": "یادداشت"}),
        ("release", {}),
    ):
        response = do(client, verb, case, key=verb.ljust(24, "x"), **more)
        assert [each.done for each in response.context["outcomes"]] == [False], verb
    assert (fresh(case).state, Post.objects.unscoped("test").count()) == (State.NEW, 0)


def test_every_verb_has_its_page(client, world):
    case = world.open()
    sign_in(client, "carol")
    for verb in VERBS:
        assert preview(client, verb, case).status_code == 200, verb
    assert preview(client, "unknown", case).status_code == 422
