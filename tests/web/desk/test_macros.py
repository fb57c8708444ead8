"""Pages of macros: kept, seen on a case before they run, run once, and refused with every reason."""

import re

import pytest

from sepas.cases.models import Post
from sepas.teamwork.models import Macro
from sepas.web.once import new_key
from tests.cases.verbs import say
from tests.cases.world import fresh
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db
FORM = {
    "title": "عکس بخواه",
    "body_fa": "سلام {مشتری}",
    "then": "hold",
    "reason": "waiting_for_customer",
    "aside": "customer",
}


def send(client, path, **more):
    return client.post(path, {"once": new_key(), **more})


def only():
    return Macro.objects.unscoped("test").get()


def test_a_macro_is_kept_changed_listed_and_removed(client, world):
    sign_in(client, "carol")
    assert client.get("/desk/macros/?new").status_code == 200
    assert send(client, "/desk/macros/", **FORM, shared="yes").status_code == 303
    assert "عکس بخواه" in client.get("/desk/macros/").content.decode()
    at = f"/desk/macros/{only().pk}/"
    answer = send(client, at, **FORM | {"title": ""})
    assert answer.status_code == 422
    assert "سلام {مشتری}" in answer.content.decode()
    send(client, at, **FORM | {"title": "عکس", "take": "yes"})
    assert (only().title, only().take, only().owner_id) == ("عکس", True, None)
    assert send(sign_in(client, "alice"), at, **FORM).status_code == 403
    assert send(client, f"{at}removal").status_code == 403
    assert send(sign_in(client, "mallory"), f"{at}removal").status_code == 404
    assert send(sign_in(client, "carol"), f"{at}removal").status_code == 303
    assert not Macro.objects.unscoped("test").exists()


def test_it_is_seen_first_and_then_done_once(client, world, now):
    case = world.open(now=now)
    send(sign_in(client, "carol"), "/desk/macros/", **FORM)
    at = f"/desk/cases/{case.code}/macros/"
    assert f'href="{at}"' in client.get(f"/desk/cases/{case.code}/").content.decode()
    assert f"{at}{only().pk}/" in client.get(at).content.decode()
    page = client.get(f"{at}{only().pk}/").content.decode()
    assert f"سلام {world.maryam.name}</textarea>" in page
    assert fresh(case).state == "new"
    form = {"once": new_key(), "seen": "0", "body": "سلام، لطفاً عکس بفرستید"}
    for _ in range(2):
        assert client.post(f"{at}{only().pk}/", form)["Location"] == f"/desk/cases/{case.code}/"
    assert [post.body for post in Post.objects.unscoped("test").all()] == ["سلام، لطفاً عکس بفرستید"]
    assert fresh(case).state == "on_hold"


def test_what_is_refused_is_shown_step_by_step_and_nothing_is_done(client, world, now):
    case = world.open(now=now)
    send(sign_in(client, "carol"), "/desk/macros/", **FORM | {"then": "close"})
    at = f"/desk/cases/{case.code}/macros/{only().pk}/"
    page = client.get(at)
    assert not page.context["possible"]
    assert "همه را انجام بده" not in page.content.decode()
    answer = send(client, at, seen="0", body="سلام")
    assert answer.status_code in {403, 409}
    assert "هیچ کاری انجام نشد" in answer.content.decode()
    assert (fresh(case).state, Post.objects.unscoped("test").count()) == ("new", 0)


def test_over_a_newer_answer_the_words_stay_and_the_newer_one_counts_next_time(client, world, now):
    case = world.open(now=now)
    send(sign_in(client, "carol"), "/desk/macros/", **FORM)
    at = f"/desk/cases/{case.code}/macros/{only().pk}/"
    say(world, "reply", case, "alice", body="امروز می‌آییم", now=now)
    answer = send(client, at, seen="0", body="عکس لطفاً")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "عکس لطفاً</textarea>" in page
    seen = re.search(r'name="seen" value="(\d+)"', page)[1]
    assert send(client, at, seen=seen, body="عکس لطفاً").status_code == 303
    assert Post.objects.unscoped("test").count() == 2


def test_whoever_may_not_see_the_case_or_write_in_it_finds_nothing_to_run(client, world, now):
    case = world.open(now=now)
    send(sign_in(client, "carol"), "/desk/macros/", **FORM, shared="yes")
    at = f"/desk/cases/{case.code}/macros/"
    for who, status in (("isa", 404), ("mallory", 404), ("bob", 403)):
        sign_in(client, who)
        assert client.get(at).status_code == status, who
        assert send(client, f"{at}{only().pk}/", body="سلام").status_code == status, who
    assert fresh(case).state == "new"


def test_steps_are_put_in_order_without_script_and_done_in_it(client, world, now):
    case = world.open(now=now)
    sign_in(client, "carol")
    order = ["take", "answer", "note", "then", "aside"]
    typed = FORM | {"note": "اول یادداشت", "order": order}
    page = send(client, "/desk/macros/?new", **typed, move="note:up")
    assert page.status_code == 200
    assert [name for name, _label in page.context["parts"]] == ["take", "note", "answer", "then", "aside"]
    assert "اول یادداشت" in page.content.decode()
    assert not Macro.objects.unscoped("test").exists()
    for wrong in ("take:up", "aside:down", "dance:up", "note"):
        page = send(client, "/desk/macros/", **typed, move=wrong)
        assert {name for name, _label in page.context["parts"]} == set(order)
    moved = ["take", "note", "answer", "then", "aside"]
    assert send(client, "/desk/macros/", **typed | {"order": moved}).status_code == 303
    assert only().parts == moved
    steps = client.get(f"/desk/cases/{case.code}/macros/{only().pk}/").context["steps"]
    assert [each["step"].verb for each in steps] == ["note", "reply", "hold", "snooze"]
    form = {"once": new_key(), "seen": "0", "body": "سلام"}
    assert client.post(f"/desk/cases/{case.code}/macros/{only().pk}/", form).status_code == 303
    assert [post.internal for post in Post.objects.unscoped("test").order_by("pk")] == [True, False]
    assert [name for name, _label in client.get(f"/desk/macros/{only().pk}/").context["parts"]] == moved
