"""Pages of taking, putting aside, linking, merging, splitting and undoing: what they show, do, and refuse."""

import re

import pytest

from sepas.cases.actions.assign import assign_case
from sepas.cases.models import Case, CaseLink, Post, Snooze
from sepas.web.once import new_key
from tests.cases.verbs import say
from tests.cases.world import fresh
from tests.web.desk.rows import sign_in

pytestmark = pytest.mark.django_db


def send(client, case, path, **more):
    return client.post(f"/desk/cases/{case.code}/{path}", {"once": new_key(), **more})


def follow(client, answer) -> str:
    assert answer.status_code in {302, 303}, answer.content.decode()[:500]
    return client.get(answer["Location"]).content.decode()


def undo_of(page: str) -> str:
    return re.search(r'name="undo" value="([^"]+)"', page)[1]


def links():
    return list(CaseLink.objects.unscoped("test").values_list("first_id", "second_id", "tie"))


def test_a_case_is_taken_with_an_undo_and_given_back(client, world, now):
    case = world.open(now=now)
    sign_in(client, "carol")
    page = follow(client, send(client, case, "claim"))
    assert fresh(case).assignee_id == world.cast.carol.pk
    follow(client, send(client, case, "undoing", undo=undo_of(page)))
    assert fresh(case).assignee_id is None
    assert send(client, case, "undoing", undo=undo_of(page)).status_code == 409
    assert send(client, case, "undoing", undo="forged").status_code == 409
    follow(client, send(client, case, "claim"))
    follow(client, send(client, case, "release"))
    assert fresh(case).assignee_id is None


def test_who_took_it_first_is_named_and_nothing_changes(client, world, now):
    case = world.open(now=now)
    assign_case(world.actor("carol"), case=case, assignee=world.cast.bob, now=now)
    page = follow(client, send(sign_in(client, "carol"), case, "claim"))
    assert world.cast.bob.name_fa in page
    assert fresh(case).assignee_id == world.cast.bob.pk


def test_a_case_is_put_aside_with_an_undo_and_had_back(client, world, now):
    case = world.open(now=now)
    sign_in(client, "carol")
    assert send(client, case, "snooze", until="some day").status_code == 422
    assert not Snooze.objects.unscoped("test").exists()
    page = follow(client, send(client, case, "snooze", until="3d"))
    assert Snooze.objects.unscoped("test").get().staff_id == world.cast.carol.pk
    follow(client, send(client, case, "undoing", undo=undo_of(page)))
    assert not Snooze.objects.unscoped("test").exists()
    follow(client, send(client, case, "snooze", until="customer"))
    follow(client, send(client, case, "waking"))
    assert not Snooze.objects.unscoped("test").exists()


def test_cases_are_linked_shown_on_both_pages_undone_and_unlinked(client, world, now):
    case, other = world.open(now=now), world.open(now=now, kind="advice")
    sign_in(client, "carol")
    page = follow(client, send(client, case, "links", tie="whole_of", other=other.code))
    assert links() == [(other.pk, case.pk, "child")]
    assert other.code in page
    assert case.code in client.get(f"/desk/cases/{other.code}/").content.decode()
    follow(client, send(client, case, "undoing", undo=undo_of(page)))
    assert links() == []
    follow(client, send(client, case, "links", tie="caused_by", other=other.code))
    (link,) = CaseLink.objects.unscoped("test").all()
    assert send(client, case, f"links/{link.pk + 1}/removal").status_code == 404
    follow(client, send(client, case, f"links/{link.pk}/removal"))
    assert links() == []


@pytest.mark.parametrize(
    ("tie", "other"),
    [("caused_by", "000000000000"), ("caused_by", ""), ("nonsense", None), ("related", "self")],
)
def test_a_link_that_cannot_be_is_told_and_not_kept(client, world, now, tie, other):
    case, second = world.open(now=now), world.open(now=now, kind="advice")
    code = {None: second.code, "self": case.code}.get(other, other)
    assert send(sign_in(client, "carol"), case, "links", tie=tie, other=code).status_code == 422
    assert links() == []


def test_merging_is_seen_first_done_and_undone(client, world, now):
    survivor, duplicate = world.open(now=now), world.open(now=now, kind="advice")
    say(world, "reply", duplicate, "maryam", body="هنوز خبری نشد", now=now)
    sign_in(client, "carol")
    assert survivor.code in client.get(f"/desk/cases/{duplicate.code}/merger/").content.decode()
    preview = client.get(f"/desk/cases/{duplicate.code}/merger/", {"survivor": survivor.code}).context[
        "preview"
    ]
    assert (bool(preview.answer), preview.posts, preview.same_customer) == (True, 1, True)
    assert fresh(duplicate).is_open
    assert client.get(f"/desk/cases/{duplicate.code}/merger/", {"survivor": "0"}).status_code == 422
    assert send(client, duplicate, "merger/", survivor=duplicate.code).status_code == 422
    follow(client, send(client, duplicate, "merger/", survivor=survivor.code))
    assert fresh(duplicate).merged_into_id == survivor.pk
    assert Post.objects.unscoped("test").get().case_id == survivor.pk
    follow(client, send(client, duplicate, "unmerging"))
    assert (fresh(duplicate).is_open, Post.objects.unscoped("test").get().case_id) == (True, duplicate.pk)
    version = fresh(duplicate).version
    follow(client, send(client, duplicate, "unmerging"))
    assert (fresh(duplicate).version, fresh(duplicate).is_open) == (version, True)


def test_cases_of_different_customers_are_not_merged_by_an_agent(client, world, now):
    case = world.open(now=now)
    other = world.open("reza", now=now, mobile=world.cast.reza.mobile)
    sign_in(client, "alice")
    page = client.get(f"/desk/cases/{case.code}/merger/", {"survivor": other.code})
    assert not page.context["preview"].answer
    assert send(client, case, "merger/", survivor=other.code).status_code == 403
    assert fresh(case).is_open


def test_a_part_is_split_off_with_what_was_chosen(client, world, now):
    case = world.open(now=now)
    say(world, "reply", case, "maryam", body="فاکتور هم می‌خواهم", now=now)
    post = Post.objects.unscoped("test").get()
    sign_in(client, "carol")
    assert "فاکتور هم می‌خواهم" in client.get(f"/desk/cases/{case.code}/split/").content.decode()
    answer = send(client, case, "split/", kind="advice", description="", posts=post.pk)
    assert answer.status_code == 422
    assert list(answer.context["errors"]) == ["description"]
    assert [chosen for _post, chosen in answer.context["posts"]] == [True]
    assert (
        send(client, case, "split/", kind="nonsense", description="فاکتور", posts=post.pk).status_code == 422
    )
    assert (
        send(client, case, "split/", kind="advice", description="فاکتور", posts=post.pk + 1).status_code
        == 422
    )
    assert Case.objects.unscoped("test").count() == 1
    follow(client, send(client, case, "split/", kind="advice", description="فاکتور", posts=post.pk))
    new = Case.objects.unscoped("test").exclude(pk=case.pk).get()
    post.refresh_from_db()
    assert (new.kind, new.customer_id, post.case_id) == ("advice", world.maryam.pk, new.pk)


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("claim", {}), ("release", {}), ("snooze", {"until": "3h"}), ("waking", {}), ("merger/", {}), ("split/", {}),
        ("unmerging", {}), ("links", {"tie": "related"}), ("undoing", {"undo": "x"}),
    ],
)  # fmt: skip
def test_people_of_elsewhere_find_no_case_to_do_it_to(client, world, now, path, sent):
    case, other = world.open(now=now), world.open(now=now, kind="advice")
    version = fresh(case).version
    for who in ("isa", "mallory"):
        answer = send(sign_in(client, who), case, path, other=other.code, survivor=other.code, **sent)
        assert answer.status_code == 404, who
    assert (fresh(case).version, links(), Snooze.objects.unscoped("test").count()) == (version, [], 0)


def test_a_technician_neither_links_merges_nor_splits(client, world, now):
    case, other = world.open(now=now), world.open(now=now, kind="advice")
    assign_case(world.actor("carol"), case=case, assignee=world.cast.bob, now=now)
    sign_in(client, "bob")
    assert send(client, case, "links", tie="related", other=other.code).status_code == 403
    assert send(client, case, "merger/", survivor=other.code).status_code == 403
    assert client.get(f"/desk/cases/{case.code}/split/").status_code == 403
    assert (links(), Case.objects.unscoped("test").count(), fresh(case).is_open) == ([], 2, True)
